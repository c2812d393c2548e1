// Do two intervals overlap, and does a booking conflict with an agent's day? By the domain, by date-fns and by Luxon.

import {
  type BookCommand,
  type BookingFacts,
  decideBooking,
  type Interval,
  intervalOf,
  MINUTE_MS,
  type Occupied,
  overlaps,
} from '@rendezvous/domain';
import { areIntervalsOverlapping } from 'date-fns';
import { DateTime, Interval as LuxonInterval } from 'luxon';
import type { DomainFigure } from './document.ts';

/** One function under test over all inputs of its task: `pass` makes `calls` calls and sums what they answered. */
export interface Contestant extends Pick<DomainFigure, 'task' | 'by'> {
  readonly calls: number;
  readonly pass: () => number;
}

const MORNING = Date.UTC(2026, 10, 23, 8);
/** A full day of an agent: as many appointments, each of 20 minutes, one every half-hour. */
const APPOINTMENTS = 20;
/** Wishes from before the first of them until after the last, a minute apart: a third of them is free. */
const WISHES = 700;
const WISH_MINUTES = 5;

const day: readonly Occupied[] = Array.from({ length: APPOINTMENTS }, (_, index) => ({
  id: `appointment-${index}`,
  ...intervalOf(MORNING + index * 30 * MINUTE_MS, 20),
}));
const wishes: readonly Interval[] = Array.from({ length: WISHES }, (_, index) =>
  intervalOf(MORNING + (index - 50) * MINUTE_MS, WISH_MINUTES),
);

/**
 * "interval overlap" is one pair at a time. "conflict check" is a whole day against one wish: the libraries look for the
 * first overlap, while the domain makes its whole decision, `decideBooking`, with the clock and the references judged too.
 */
export function contestantsOfConflicts(): Contestant[] {
  return [...ofDomain(), ...ofDateFns(), ...ofLuxon()];
}

// Each pass is written out: a shared one would see all contestants' types and be slow for each of them.

function ofDomain(): Contestant[] {
  const commands = wishes.map(({ startAt }) => ({ ...COMMAND, scheduledAt: startAt }));
  const pairs = pairsOf(day, wishes);
  return [
    {
      task: 'interval overlap',
      by: '@rendezvous/domain',
      calls: pairs.length,
      pass() {
        let found = 0;
        for (const [taken, wish] of pairs) if (overlaps(taken, wish)) found += 1;
        return found;
      },
    },
    {
      task: 'conflict check',
      by: '@rendezvous/domain',
      calls: commands.length,
      pass() {
        let found = 0;
        for (const command of commands) if (!decideBooking(command, day, FACTS, 0).ok) found += 1;
        return found;
      },
    },
  ];
}

function ofDateFns(): Contestant[] {
  const dates = ({ startAt, endAt }: Interval) => ({
    start: new Date(startAt),
    end: new Date(endAt),
  });
  const taken = day.map(dates);
  const wanted = wishes.map(dates);
  const pairs = pairsOf(taken, wanted);
  return [
    {
      task: 'interval overlap',
      by: 'date-fns',
      calls: pairs.length,
      pass() {
        let found = 0;
        for (const [one, wish] of pairs) if (areIntervalsOverlapping(one, wish)) found += 1;
        return found;
      },
    },
    {
      task: 'conflict check',
      by: 'date-fns',
      calls: wanted.length,
      pass() {
        let found = 0;
        for (const wish of wanted) {
          if (taken.some((one) => areIntervalsOverlapping(one, wish))) found += 1;
        }
        return found;
      },
    },
  ];
}

function ofLuxon(): Contestant[] {
  const utc = (instant: number) => DateTime.fromMillis(instant, { zone: 'utc' });
  const interval = ({ startAt, endAt }: Interval) =>
    LuxonInterval.fromDateTimes(utc(startAt), utc(endAt));
  const taken = day.map(interval);
  const wanted = wishes.map(interval);
  const pairs = pairsOf(taken, wanted);
  return [
    {
      task: 'interval overlap',
      by: 'luxon',
      calls: pairs.length,
      pass() {
        let found = 0;
        for (const [one, wish] of pairs) if (one.overlaps(wish)) found += 1;
        return found;
      },
    },
    {
      task: 'conflict check',
      by: 'luxon',
      calls: wanted.length,
      pass() {
        let found = 0;
        for (const wish of wanted) if (taken.some((one) => one.overlaps(wish))) found += 1;
        return found;
      },
    },
  ];
}

/** Every wish with one appointment of the day, in turn, and sometimes the one that it meets. */
const pairsOf = <One, Wish>(
  taken: readonly One[],
  wanted: readonly Wish[],
): (readonly [One, Wish])[] =>
  wanted.flatMap((wish, index) =>
    [index, Math.floor((index - 50) / 30)].flatMap((at) => {
      const one = taken[((at % taken.length) + taken.length) % taken.length];
      return one === undefined ? [] : [[one, wish] as const];
    }),
  );

const COMMAND: BookCommand = {
  title: 'A call',
  description: null,
  scheduledAt: MORNING,
  durationMinutes: WISH_MINUTES,
  departmentId: 'department',
  agentId: 'agent',
  contact: { name: null, email: null, phone: null },
  notes: null,
};

const FACTS: BookingFacts = {
  department: { kind: 'found', value: { id: 'department', name: 'Support' } },
  agent: { kind: 'found', value: { id: 'agent', name: 'Ana' } },
  customer: {
    kind: 'found',
    value: { id: 'customer', contact: { name: 'Rui', email: 'rui@example.com', phone: null } },
  },
};
