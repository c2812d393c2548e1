import { describe, expect, it } from 'vitest';
import { emailKey, sortKey } from '../src/read-model/keys.ts';

describe('the key that text sorts by', () => {
  it.each([
    ['João', 'joao'],
    ['ÉLODIE', 'elodie'],
    ['Œuvre', 'oeuvre'],
    ['Ærø', 'aero'],
    ['Łódź', 'lodz'],
    ['Straße', 'strasse'],
    ['Đặng', 'dang'],
    ['ﬁn', 'fin'],
    ['田中', '田中'],
  ])('of %s is %s', (text, key) => {
    expect(sortKey(text)).toBe(key);
  });

  it.each([
    ['vowels of Hindi', 'दल', 'दिल'],
    ['voicing marks of Japanese', 'カラス', 'ガラス'],
    ['the last of many syllables of Hangul', `${'한'.repeat(254)}가`, `${'한'.repeat(254)}나`],
    ['the last of many characters of four bytes', `${'😀'.repeat(254)}a`, `${'😀'.repeat(254)}b`],
  ])('tells %s apart', (_, one, other) => {
    expect(sortKey(one) === sortKey(other)).toBe(false);
  });

  it('is well-formed, and no longer than the longest text that has one', () => {
    const key = sortKey(`a${'😀'.repeat(254)}`);
    expect(key.isWellFormed()).toBe(true);
    expect([...sortKey('ﷺ'.repeat(255))]).toHaveLength(255);
  });
});

describe('the key that an e-mail address is found by', () => {
  it('has no case, and one form of each accent', () => {
    expect(emailKey('JOSE\u0301@Email.com')).toBe(emailKey('jos\u00e9@email.COM'));
  });
});
