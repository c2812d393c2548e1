// Reports of imports, some of them false.

import type { ImportReport } from '@rendezvous/contract';
import { describe, expect, it } from 'vitest';
import type { Attempt } from './client.ts';
import type { Line } from './import-lines.ts';
import { planted } from './planted.ts';
import { importsAreTrue } from './verdict-of-imports.ts';
import type { RecordedEvent } from './watch.ts';

const LINE: Line = {
  id: 'old',
  agent: 0,
  startAt: 0,
  minutes: 30,
  status: 'scheduled',
  customer: 0,
};
const ELSEWHERE: Line = { ...LINE, agent: 1 };
const TAKEN = { id: ['has already been taken'] };

const sent = (
  line: Line,
  result: ImportReport['result'],
  errors?: ImportReport['errors'],
  made: Partial<Attempt> = {},
) =>
  planted.attempt({
    request: { kind: 'import', lines: [line] },
    commandId: 'the file',
    invokedAt: 10,
    answeredAt: 20,
    answer: { kind: 'reported', reports: [{ line: 1, id: 'old', result, errors }] },
    ...made,
  });
const unheard = (line: Line, invokedAt: number) =>
  sent(line, 'unavailable', undefined, { commandId: 'another file', invokedAt });
const written = (but: Partial<RecordedEvent> = {}) =>
  planted.event({
    type: 'imported',
    id: 'old',
    version: 1,
    actor: 'the file',
    durableAt: 15,
    ...but,
  });

describe('a report is true', () => {
  it.each<[string, RecordedEvent[], Attempt[]]>([
    ['when it was imported', [written()], [sent(LINE, 'imported')]],
    ['when its time was taken', [], [sent(LINE, 'slot_taken')]],
    [
      'when its time was taken and another file was luckier',
      [written({ actor: 'another file' })],
      [sent(LINE, 'slot_taken')],
    ],
    ['when nobody knows and it was imported', [written()], [sent(LINE, 'unavailable')]],
    ['when nobody knows and it was not', [], [sent(LINE, 'unavailable')]],
    [
      'when its id stands already',
      [written({ actor: 'another file' })],
      [sent(LINE, 'invalid', TAKEN)],
    ],
    [
      'when its id was claimed by another file',
      [],
      [unheard(ELSEWHERE, 5), sent(LINE, 'invalid', TAKEN)],
    ],
  ])('%s', (_, events, log) => {
    expect(() => importsAreTrue(events, log)).not.toThrow();
  });
});

describe('a breach is', () => {
  it.each<[string, RegExp, RecordedEvent[], Attempt[]]>([
    ['a line that was imported and is lost', /lost/, [], [sent(LINE, 'imported')]],
    [
      'one that only another file imported',
      /lost/,
      [written({ actor: 'another file' })],
      [sent(LINE, 'imported')],
    ],
    [
      'one that was imported after it was reported',
      /lost/,
      [written({ durableAt: 21 })],
      [sent(LINE, 'imported')],
    ],
    [
      'one in another calendar',
      /not as it was sent/,
      [written({ agent: 'B' })],
      [sent(LINE, 'imported')],
    ],
    [
      'one with another status',
      /not as it was sent/,
      [written({ appointment: { ...planted.appointment('old', { status: 'cancelled' }) } })],
      [sent(LINE, 'imported')],
    ],
    [
      'one that was refused for its time and done',
      /done all the same/,
      [written()],
      [sent(LINE, 'slot_taken')],
    ],
    [
      'one that was refused for its id and done',
      /done all the same/,
      [written()],
      [sent(LINE, 'invalid', TAKEN)],
    ],
    ['an id that was free', /without a reason/, [], [sent(LINE, 'invalid', TAKEN)]],
    [
      'an id that was taken later',
      /without a reason/,
      [written({ actor: 'another file', durableAt: 21 })],
      [sent(LINE, 'invalid', TAKEN)],
    ],
    [
      'an id that others claimed for the same agent',
      /without a reason/,
      [],
      [unheard(LINE, 5), sent(LINE, 'invalid', TAKEN)],
    ],
    [
      'an id that others claimed later',
      /without a reason/,
      [],
      [unheard(ELSEWHERE, 21), sent(LINE, 'invalid', TAKEN)],
    ],
    [
      'a customer who is said not to exist',
      /without a reason/,
      [written({ actor: 'another file' })],
      [sent(LINE, 'invalid', { customer_id: ['does not exist'] })],
    ],
    [
      'a line without a report',
      /no report/,
      [],
      [sent(LINE, 'imported', undefined, { answer: { kind: 'reported', reports: [] } })],
    ],
  ])('%s', (_, breach, events, log) => {
    expect(() => importsAreTrue(events, log)).toThrow(breach);
  });
});
