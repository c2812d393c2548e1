import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideBooking, decideChange, type Occupied } from '../src/index.ts';
import { APPOINTMENT, at, FACTS, NO_CHANGE, NOW, taken, WISH } from './samples.ts';

const SELF = APPOINTMENT.id;
const start = fc.integer({ min: 1, max: 60 });
const length = fc.integer({ min: 1, max: 15 });

/** Occupied time as it may not be (overlapping) and as it is (each after the last). */
const anyTime = fc.array(
  fc.tuple(start, length).map(([from, minutes]) => taken('other', from, from + minutes)),
  { maxLength: 6 },
);
const sortedTime = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), length), { maxLength: 6 })
  .map((gaps) => {
    let end = 1;
    return gaps.map(([gap, minutes]) => {
      const from = end + gap;
      end = from + minutes;
      return taken('other', from, end);
    });
  });

/** The naive model: walk the wanted time minute by minute and look for anybody who is there. */
function isFree(from: number, minutes: number, occupied: readonly Occupied[]): boolean {
  for (let minute = from; minute < from + minutes; minute++) {
    for (const { startAt, endAt } of occupied) {
      if (startAt <= at(minute) && at(minute) < endAt) return false;
    }
  }
  return true;
}

const books = (from: number, durationMinutes: number, occupied: readonly Occupied[]) => {
  const wish = { ...WISH, scheduledAt: at(from), durationMinutes };
  const booked = decideBooking(wish, occupied, FACTS, NOW);
  expect(booked.ok || booked.refusal).toEqual(booked.ok || { code: 'slot_taken' });
  return booked.ok;
};

/** The appointment stands at 1,000 for half an hour, far from everything that is asked for. */
const moves = (from: number, durationMinutes: number, occupied: readonly Occupied[]) => {
  const current = { ...APPOINTMENT, scheduledAt: at(1_000) };
  const wish = { ...NO_CHANGE, scheduledAt: at(from), durationMinutes };
  const moved = decideChange(current, wish, occupied, {}, NOW);
  expect(moved.ok || moved.refusal).toEqual(moved.ok || { code: 'slot_taken' });
  return moved.ok;
};

describe.each([
  ['a booking', books],
  ['a move', moves],
])('the slot of %s', (_, isAccepted) => {
  it('is judged as a walk through its minutes would judge it', () =>
    fc.assert(
      fc.property(start, length, anyTime, (from, minutes, occupied) => {
        expect(isAccepted(from, minutes, occupied)).toBe(isFree(from, minutes, occupied));
      }),
    ));

  it('needs only the last occupied interval that starts before its end, since these never overlap', () =>
    fc.assert(
      fc.property(start, length, sortedTime, (from, minutes, occupied) => {
        const last = occupied.findLast(({ startAt }) => startAt < at(from + minutes));
        expect(isAccepted(from, minutes, last ? [last] : [])).toBe(
          isAccepted(from, minutes, occupied),
        );
      }),
    ));

  it.each([
    ['right after another', 40, 10, true],
    ['right before another', 10, 10, true],
    ['one minute into another', 39, 10, false],
    ['one minute too long before another', 10, 11, false],
    ['around another', 10, 60, false],
    ['inside another', 25, 5, false],
  ])('%s', (_case, from, minutes, free) => {
    expect(isAccepted(from, minutes, [taken('other', 20, 40)])).toBe(free);
  });
});

describe('its own time', () => {
  it('is no obstacle to a move, whatever else is', () =>
    fc.assert(
      fc.property(start, length, start, length, anyTime, (from, minutes, own, lasts, others) => {
        const occupied = [taken(SELF, own, own + lasts), ...others];
        expect(moves(from, minutes, occupied)).toBe(isFree(from, minutes, others));
      }),
    ));

  it('may be kept in part: half an hour is moved by ten minutes', () => {
    const wish = { ...NO_CHANGE, scheduledAt: at(70) };
    const moved = decideChange(APPOINTMENT, wish, [taken(SELF, 60, 90)], {}, NOW);
    expect(moved).toMatchObject({ value: { appointment: { scheduledAt: at(70) } } });
  });

  it('is an obstacle to everybody else', () => {
    expect(books(20, 10, [taken(SELF, 25, 40)])).toBe(false);
  });
});
