// What somebody might send on purpose: texts that are well-formed and strange, and JSON texts of values that are worse.

/** Strange, but text: any field of text may hold them. */
export const TEXTS: readonly string[] = [
  ...['Réunion de présentation', '会议', 'اجتماع', 'İstanbul ß ﬃ', 'e\u0301 é', 'x'],
  ...['👩‍👩‍👧‍👦', '𝕏', 'ﷺ'.repeat(14), 'Z̴̢̛͙a̸͕̐l̷̙̈g̵̱̈́o̶̗̍'],
  ...['\u202Emoc.liame@\u202C', '\u200Fשלום\u200E', 'a\u200Bb\u2060c', 'a\u2028b\u2029c'],
  ...['\uFEFFbom', "'; DROP TABLE appointments; --", '" OR 1=1 /*', '<script>alert(1)</script>'],
  ...['{{7*7}}#{7*7}', '../../../etc/passwd', '%00%0d%0aX-Evil: 1', '\\u0000\\', '%s%n%x', 'null'],
  ...['true', 'NaN', '-0', 'a\r\nSet-Cookie: evil=1', '\u0001\u001F\u007F', '\uFFFD'],
  ...['\uFFFF\u{10FFFF}', '__proto__', 'x'.repeat(255)],
  ...['𝕏'.repeat(255), '\t tab \t'],
];

/** Ids that are none, or are somebody's whom nobody knows. */
export const IDS: readonly string[] = [
  ...['00000000-0000-0000-0000-000000000000', 'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz'],
  ...['01890a5d-ac96-8001-8abc-0123456789ab', 'FFFFFFFF-FFFF-8FFF-BFFF-FFFFFFFFFFFF', '0', '-1'],
  ...['x', 'null', 'undefined', '__proto__', 'constructor', 'conflicts', '*', '%', '..'],
  ...['{00000000-0000-0000-0000-000000000000}', 'urn:uuid:00000000-0000-0000-0000-000000000000'],
  ...['00000000-0000-0000-0000-00000000000', '00000000-0000-0000-0000-0000000000000'],
  ...['00000000000000000000000000000000', '００００００００-0000-0000-0000-000000000000'],
  ...["00000000-0000-0000-0000-00000000000'", '00000000-0000-0000-0000-000000000000\n'],
];

/** Times, most of which are none. */
export const TIMES: readonly string[] = [
  ...['2040-01-01', '2040-01-01T10:00', '2040-01-01T10:00:00', '2040-01-01 10:00:00Z', 'now', '0'],
  ...['2040-02-30T10:00:00Z', '2040-01-01T24:00:00Z', '2040-01-01T23:59:60Z'],
  ...['2039-02-29T00:00:00Z', '2040-01-01T10:00:00+24:00', '2040-01-01T10:00:00+2:00'],
  ...['2040-01-01T10:00:00\u221202:00', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'],
  ...['9999-12-30T23:59:59Z', '+010000-01-01T00:00:00Z', '0000-01-01T00:00:00+23:59'],
  ...['9999-12-31T23:59:59-23:59', '-000001-01-01T00:00:00Z', '1969-12-31T23:59:59Z'],
  ...['2020-02-20T10:00:00Z', '２０４０-01-01T10:00:00Z', '2040-01-01T10:00:00ZZ'],
  ...[`2040-01-01T10:00:00.${'9'.repeat(32)}Z`, `2040-01-01T10:00:00.${'9'.repeat(33)}Z`],
  ...['2040-W01-1T10:00:00Z', '2040-001T10:00:00Z', '2208988800', 'Mon, 01 Jan 2040 10:00:00 GMT'],
];

/** Numbers as JSON writes them, or as it does not. */
export const NUMBERS: readonly string[] = [
  ...['0', '-0', '-1', '1', '0.5', '30.0', '3e1', '1441', '1440', '1439.9999999999999', '5e-324'],
  ...['1e400', '-1e400', '9007199254740993', '18446744073709551616', '1.7976931348623157e308'],
  ...['1e-400', '0.1e1', '1E+2', '4294967296', '-9223372036854775808', '9'.repeat(400)],
];

/** Numbers that JSON does not know. */
const NO_NUMBERS = ['NaN', 'Infinity', '-Infinity', '01', '+1', '.5', '5.', '0x1F', '1_000', '1n'];

const pit = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const well = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

/** JSON texts of anything but what is asked for. */
export const VALUES: readonly string[] = [
  ...['null', 'true', 'false', '[]', '{}', '[null]', '["x"]', '{"a":1}', '[[[]]]', '""', '"   "'],
  ...['"\\ud800"', '"\\udc00\\ud800"', '"a\\ud83d"', '"\\u0000"', '"a\\u0000b"', '"\\uffff"'],
  ...['"30"', '{"__proto__":{"title":"x"}}', '{"constructor":{"prototype":{}}}'],
  ...['{"toString":1,"valueOf":2}', '{"toJSON":1}', '{"then":1}', '{"length":1e9}'],
  ...['{"appointment":{}}', '["",{"":[]}]', pit(100), well(100), `[${'0,'.repeat(500)}0]`],
  ...[`"${'x'.repeat(256)}"`, `"${'\\u0001'.repeat(300)}"`],
  ...[...[...TEXTS, ...IDS, ...TIMES].map((text) => JSON.stringify(text)), ...NUMBERS],
];

/** Values that are too large or too deep, or break the JSON that they stand in. Rare: they are slow. */
export const MONSTERS: readonly string[] = [
  ...[pit(10_000), well(10_000), `"${'x'.repeat(10_001)}"`, `"${'𝕏'.repeat(10_000)}"`, '"\n"', '"'],
  ...[`"${'y'.repeat(64 * 1024)}"`, `[${'{},'.repeat(5_000)}{}]`, '[', '}', '{"a":1,}', "'x'"],
  ...['\\', ...NO_NUMBERS],
];

/** Keys that mean something to objects, or look like keys of the form. */
export const KEYS: readonly string[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON'],
  ...['then', '', ' ', 'appointment', 'Title', 'TITLE', 'title ', 'scheduledAt', 'tenant'],
  ...['version', 'role', 'user_id\u0000', 'ｔitle', '$where', 'customer_id[]', 'x'.repeat(1_000)],
  ...['0', '-1', 'length'],
];
