import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  allowedActions,
  isOccupying,
  isTerminal,
  OCCUPYING,
  STATUSES,
  type Status,
  TRANSITIONS,
} from '../src/index.ts';
import { ALLOWED, MACHINE } from './machine.ts';

describe('the machine', () => {
  it('has five statuses and four actions, and the table holds all twenty pairs', () => {
    expect(STATUSES).toEqual(['scheduled', 'confirmed', 'completed', 'cancelled', 'no_show']);
    expect(ACTIONS).toEqual(['confirm', 'cancel', 'complete', 'no_show']);
    expect(new Set(MACHINE.map(([status, action]) => `${status} ${action}`)).size).toBe(20);
  });

  it.each(MACHINE)('from %s by %s leads to %s', (status, action, next) => {
    expect(TRANSITIONS[status][action] ?? null).toBe(next);
  });

  it('knows no status and no transition beyond the table', () => {
    expect(Object.keys(TRANSITIONS)).toEqual([...STATUSES]);
    const steps = Object.values(TRANSITIONS).flatMap((ways) => Object.keys(ways));
    expect(steps).toHaveLength(MACHINE.filter(([, , next]) => next).length);
  });
});

describe('a status', () => {
  const rows: [Status, { occupying: boolean; terminal: boolean }][] = [
    ['scheduled', { occupying: true, terminal: false }],
    ['confirmed', { occupying: true, terminal: false }],
    ['completed', { occupying: false, terminal: true }],
    ['cancelled', { occupying: false, terminal: true }],
    ['no_show', { occupying: false, terminal: true }],
  ];

  it.each(rows)('%s says whether it takes time and whether it is the end', (status, is) => {
    expect(isOccupying(status)).toBe(is.occupying);
    expect(OCCUPYING.has(status)).toBe(is.occupying);
    expect(isTerminal(status)).toBe(is.terminal);
  });

  it.each(STATUSES)('%s tells what is legal now, in the order of the actions', (status) => {
    expect(allowedActions(status)).toEqual(ALLOWED[status]);
  });

  it('occupies when it is one of two, and no other', () => {
    expect([...OCCUPYING]).toEqual(['scheduled', 'confirmed']);
  });
});
