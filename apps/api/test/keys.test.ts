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
});

describe('the key that an e-mail address is found by', () => {
  it('has no case, and one form of each accent', () => {
    expect(emailKey('JOSE\u0301@Email.com')).toBe(emailKey('jos\u00e9@email.COM'));
  });
});
