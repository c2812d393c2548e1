import { describe, expect, it } from 'vitest';
import { email, phone } from '../src/requests/field.ts';
import { INVALID, read } from './samples.ts';

describe('an e-mail address', () => {
  it.each([
    ['ana@example.com'],
    ['Ana.B+calls@mail.example.co.uk'],
    ["o'neil_%x@ex-ample.com"],
    ['josé@exämple.com'],
    [`${'a'.repeat(242)}@example.com`],
  ])('%s is plausible', (value) => {
    expect(read(email, value)).toEqual({ value });
  });

  it.each([
    ['ana'],
    ['ana@'],
    ['@example.com'],
    ['ana@example'],
    ['ana@@example.com'],
    ['ana@b@example.com'],
    ['ana@.com'],
    ['ana@example.'],
    ['ana@example..com'],
    ['ana b@example.com'],
    ['ana@exam ple.com'],
    ['Ana <ana@example.com>'],
    ['ana@example.com, ben@example.com'],
    ['ana@example.com\nBcc: all@example.com'],
    [5],
  ])('%j is not', (value) => {
    expect(read(email, value)).toEqual(INVALID);
  });

  it('has at most 254 characters', () => {
    expect(read(email, `${'a'.repeat(243)}@example.com`)).toEqual({
      errors: { '': ['should be at most 254 character(s)'] },
    });
  });
});

describe('a phone number', () => {
  it.each([
    ['+33612345678', '+33612345678'],
    ['+33 6 12 34 56 78', '+33612345678'],
    ['+1 (555) 010-9999', '+15550109999'],
    ['+49.30.1234.567', '+49301234567'],
    ['+33\u00a06\u202f12345678', '+33612345678'],
    ['+12345678', '+12345678'],
    ['+123456789012345', '+123456789012345'],
  ])('%s is kept as %s', (value, kept) => {
    expect(read(phone, value)).toEqual({ value: kept });
  });

  it.each([
    ['0612345678'],
    ['33612345678'],
    ['0033612345678'],
    ['+1234567'],
    ['+1234567890123456'],
    ['++33612345678'],
    ['+33/612345678'],
    ['+33612345678 ext 5'],
    ['+33612345678\u0000'],
    ['+٣٣٦١٢٣٤٥٦٧٨'],
    [33_612_345_678],
  ])('%j is refused', (value) => {
    expect(read(phone, value)).toEqual(INVALID);
  });
});
