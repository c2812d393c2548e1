// A part of the simulation that is the same in every run; `npm run prove` goes on from there.

import { expect, it } from 'vitest';
import { planOf, seedOf, shrink } from './history.ts';
import { Simulation } from './run.ts';
import { addHistory, emptyTally } from './tally.ts';

const RUN = 20261122;

it('no history of the first two hundred breaks a promise, whatever goes wrong in them', async () => {
  const tally = emptyTally();
  for (let nth = 0; nth < 200; nth += 1) {
    const seed = seedOf(RUN, nth);
    addHistory(tally, seed, await new Simulation(planOf(seed)).run());
  }
  expect(tally.breaches).toEqual([]);
  expect(tally.commands).toBeGreaterThan(5_000);
  // Each kind of fault came to pass, in the middle of something too.
  expect(Object.keys(tally.faults).sort()).toEqual([
    'D1 down',
    'D1 lost appointments',
    'D1 lost events',
    'D1 ran but failed',
    'D1 slow',
    'D1 spoiled appointments',
    'alarm doubled',
    'alarm late',
    'answer late',
    'answer lost',
    'answer swallowed',
    'crash',
    'crash in the middle',
    'request doubled',
    'request late',
    'request lost',
    'request swallowed',
  ]);
  // And so did each kind of answer that is not a plain yes.
  expect(Object.keys(tally.sights).sort()).toEqual([
    'appointment_closed',
    'clocks seconds apart',
    'contact of then',
    'further page of outcomes',
    'idempotency_mismatch',
    'invalid_transition',
    'line imported',
    'line invalid',
    'line slot_taken',
    'line unavailable',
    'rebuild under way',
    'rebuilt',
    'slot_taken',
    'slot_taken of a move at its own time',
    'version_mismatch',
  ]);
});

it('one seed is one history, to the letter', async () => {
  const tell = async () => {
    const told: string[] = [];
    await new Simulation(planOf(seedOf(RUN, 7)), (line) => told.push(line)).run();
    return told;
  };
  const told = await tell();
  expect(told.length).toBeGreaterThan(100);
  expect(await tell()).toEqual(told);
});

it('a history that breaks no promise has nothing to tell', async () => {
  expect(await shrink(seedOf(RUN, 0))).toBeUndefined();
});
