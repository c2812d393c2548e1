// How text is compared: names sort without case and accents, e-mail addresses are found without case.

import { removing, withoutPunctuation } from '@rendezvous/contract';

/** Letters that Unicode does not take apart into a base and an accent. */
const BASE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ð: 'd',
  ø: 'o',
  þ: 'th',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  œ: 'oe',
};
const THEIR_PATTERN = new RegExp(`[${Object.keys(BASE_LETTERS).join('')}]`, 'g');

/**
 * Accents: marks that any letter may carry. Those of one script alone stay, being letters of it (vowels in Hindi), and so do the
 * voicing marks of Japanese: names that differ in them are different names.
 */
const withoutAccents = removing('(?![\\u3099\\u309a])(?=\\p{M})\\p{Script=Inherited}');

/** In code points. Some are taken apart into eighteen: a key is no longer than the longest text that has one. */
const MAX_KEY_LENGTH = 255;

/** Text as it sorts. */
export const sortKey = (text: string): string =>
  firstOf(
    withoutAccents(text.normalize('NFKD'))
      .toLowerCase()
      .replace(THEIR_PATTERN, (letter) => BASE_LETTERS[letter] ?? letter)
      // Hangul was taken apart into letters, which are many times as long.
      .normalize('NFC'),
  );

const firstOf = (key: string): string =>
  key.length <= MAX_KEY_LENGTH ? key : [...key].slice(0, MAX_KEY_LENGTH).join('');

/** An e-mail address as it is found by. */
export const emailKey = (email: string): string => email.normalize('NFC').toLowerCase();

/** What a text that is searched for is compared with: a key that nothing is left of finds nothing. */
export function searchKeys(text: string | undefined) {
  const phone = withoutPunctuation(text ?? '');
  return {
    q: (text && sortKey(text)) || undefined,
    q_email: text && emailKey(text),
    q_phone: /^\+?\d+$/.test(phone) ? phone : undefined,
  };
}
