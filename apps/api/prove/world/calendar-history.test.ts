// Refusals of moves that named no time: the time that they mean is found again from the ledgers.

import { expect, it } from 'vitest';
import { calendarModel } from '../history/calendar-model.ts';
import { linearize } from '../history/linearizability.ts';
import { historiesOf } from './calendar-history.ts';
import type { Answer, Attempt, Request } from './client.ts';
import { planted } from './planted.ts';
import { agentIdOf } from './world.ts';

const HOUR_MS = 60 * 60_000;
const at = (id: string, agent: number, hour: number, version = 1) =>
  planted.appointment(id, { agentId: agentIdOf(agent), scheduledAt: hour * HOUR_MS, version });

/** Booked at one, put to two, by commands that were over at turns 10 and 20. Its move is in the way of somebody at B. */
const written = (name: string, agent: string, type: string, appointment: ReturnType<typeof at>) =>
  planted.event({
    ...{ agent, type, id: appointment.id, version: appointment.version },
    ...{ outcomeKey: name, commandId: name, appointment: { ...appointment } },
  });
const made = (name: string, request: Request, answer: Answer, from: number, to: number): Attempt =>
  planted.attempt({
    commandId: name,
    request,
    answer,
    invokedAt: from,
    answeredAt: to,
    answeredBy: 'A',
  });
const accepted = (appointment: ReturnType<typeof at>): Answer => ({
  ...{ kind: 'accepted', appointment, replayed: false },
});

const booking = (agent: number, hour: number): Request => ({
  ...{ kind: 'book', agent, startAt: hour * HOUR_MS, minutes: 30 },
});

function explains(hourInTheWay: number, refusedFrom: number, refusedTo: number): boolean {
  const inTheWay = at('bob', 1, hourInTheWay);
  const events = [
    written('one', 'A', 'booked', at('ann', 0, 1)),
    written('two', 'A', 'changed', at('ann', 0, 2, 2)),
    written('three', 'B', 'booked', inTheWay),
  ];
  const refused: Answer = {
    ...{ kind: 'refused', refusal: { code: 'slot_taken', conflicts: [inTheWay] } },
  };
  const log = [
    made('three', booking(1, hourInTheWay), accepted(inTheWay), 0, 1),
    made('one', booking(0, 1), accepted(at('ann', 0, 1)), 5, 10),
    made(
      'two',
      { kind: 'change', id: 'ann', startAt: 2 * HOUR_MS },
      accepted(at('ann', 0, 2, 2)),
      15,
      20,
    ),
    made('move', { kind: 'change', id: 'ann', agent: 1 }, refused, refusedFrom, refusedTo),
  ];
  return [...historiesOf(events, log).values()].every(
    (history) => linearize(calendarModel, history).kind === 'explained',
  );
}

it.each([
  ['the time that it had then', 1, 11, 12],
  ['the time that it has since', 2, 21, 22],
  ['the one, when it got the other meanwhile', 1, 14, 22],
  ['the other, when it got it meanwhile', 2, 14, 22],
])('a move was refused because of %s', (_, hour, from, to) => {
  expect(explains(hour, from, to)).toBe(true);
});

it.each([
  ['a time that it never had', 3, 11, 22],
  ['the time that it had before', 1, 21, 22],
  ['the time that it was put to later', 2, 11, 12],
])('nothing explains that a move was refused because of %s', (_, hour, from, to) => {
  expect(explains(hour, from, to)).toBe(false);
});
