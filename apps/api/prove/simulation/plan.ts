// What happens in one history, as data: who wants what and when, and what goes wrong. Made from a seed by fast-check, which
// also makes it smaller when it breaks a promise.

import { ACTIONS, type Action, type Contact, type Status } from '@rendezvous/domain';
import fc from 'fast-check';
import { CUSTOMERS } from '../world/directory.ts';

export const AGENTS = 3;
export const CLIENTS = 4;
/** How far a clock may be ahead or behind, in milliseconds. */
const MAX_SKEW_MS = 3_000;

/** Slots and targets are numbers that always mean something: a quarter of an hour; the so-manieth appointment, round and round. */
export type Wish =
  | {
      readonly kind: 'book';
      readonly agent: number;
      readonly slot: number;
      readonly minutes: number;
    }
  | {
      readonly kind: 'retime';
      readonly target: number;
      readonly slot: number;
      readonly minutes: number;
    }
  | {
      readonly kind: 'move';
      readonly target: number;
      readonly agent: number;
      /** Null: the time that it has. */
      readonly slot: number | null;
      readonly minutes: number;
    }
  | {
      readonly kind: 'act';
      readonly target: number;
      readonly action: Action;
      readonly guarded: boolean;
    }
  | {
      readonly kind: 'title';
      readonly target: number;
      readonly title: string;
      readonly guarded: boolean;
    }
  | {
      readonly kind: 'customer';
      readonly target: number;
      /** One of the directory; null: the one that it has. */
      readonly customer: number | null;
      /** Fields of its contact; those that are missing stay as they are, or come from the customer. */
      readonly contact: Partial<Contact>;
    }
  | { readonly kind: 'rebuild'; readonly agent: number }
  | {
      readonly kind: 'import';
      readonly lines: readonly LineWish[];
      /** The same ids for other agents, so many milliseconds later; null: once is enough. */
      readonly rivalMs: number | null;
    }
  /** An Idempotency-Key that this client has used before, with another body. */
  | {
      readonly kind: 'misuse';
      readonly target: number;
      readonly of: 'time' | 'title' | 'agent' | 'customer';
      readonly agent: number;
      readonly slot: number;
      readonly minutes: number;
      readonly title: string;
    }
  | { readonly kind: 'get'; readonly target: number }
  | {
      readonly kind: 'conflicts';
      readonly agent: number;
      readonly slot: number;
      readonly minutes: number;
    };

export interface LineWish {
  /** One of a few ids of the old system, or beyond them the so-manieth appointment. */
  readonly id: number;
  readonly agent: number;
  readonly slot: number;
  readonly minutes: number;
  readonly status: Status;
  readonly customer: number;
}

/** What goes wrong on the way of the next message. A late answer comes after its caller has given up, and often after a retry. */
export const MESSAGE_FAULTS = [
  'request lost',
  'answer lost',
  'request swallowed',
  'answer swallowed',
  'request doubled',
  'request late',
  'answer late',
] as const;
export const MOODS = ['down', 'ran but failed', 'slow'] as const;

/** What becomes of rows of D1 behind everybody's back. */
export const LOSSES = [
  'D1 lost appointments',
  'D1 lost events',
  'D1 spoiled appointments',
] as const;

/** Comes to pass so many milliseconds after its step has begun: between two turns of the world, so at any await. */
export type Fault = { readonly afterMs: number } & (
  | { readonly kind: (typeof MESSAGE_FAULTS)[number]; readonly ms: number }
  | { readonly kind: 'crash' | 'alarm doubled'; readonly agent: number }
  | { readonly kind: 'D1 ill'; readonly mood: (typeof MOODS)[number]; readonly ms: number }
  | { readonly kind: 'alarm late'; readonly ms: number }
  /** Of one calendar; it is rebuilt when all is over. */
  | { readonly kind: (typeof LOSSES)[number]; readonly agent: number }
);

export interface Step {
  readonly client: number;
  /** How long the client waits before it, in milliseconds. */
  readonly waitMs: number;
  readonly wish: Wish;
  /** Whether it carries an Idempotency-Key; only then is it tried again. */
  readonly keyed: boolean;
  readonly retries: number;
  /** How long the client waits for an answer, in milliseconds; then it tries again while the first may still be under way. */
  readonly patienceMs: number;
}

export interface Plan {
  readonly steps: readonly { readonly step: Step; readonly faults: readonly Fault[] }[];
  /** How far ahead the clocks are, of the calendars and then of the clients' Workers, in milliseconds. */
  readonly skewsMs: readonly number[];
  /** Decides the small delays of every message. */
  readonly noise: number;
}

const agent = fc.nat(AGENTS - 1);
const slot = fc.nat(11);
const minutes = fc.constantFrom(15, 30, 45);
const target = fc.nat(30);
const title = fc.constantFrom('One', 'Two', 'Three');

const line: fc.Arbitrary<LineWish> = fc.record({
  id: fc.nat(11),
  agent,
  slot,
  minutes,
  status: fc.constantFrom('scheduled', 'scheduled', 'confirmed', 'completed', 'cancelled'),
  customer: fc.nat(CUSTOMERS - 1),
});

const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('book' as const), agent, slot, minutes }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('retime' as const), target, slot, minutes }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      target,
      agent,
      slot: fc.option(slot, { freq: 3 }),
      minutes,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      target,
      action: fc.constantFrom(...ACTIONS),
      guarded: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('title' as const),
      target,
      title,
      guarded: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('customer' as const),
      target,
      customer: fc.option(fc.nat(CUSTOMERS - 1)),
      contact: fc.record(
        {
          name: fc.constantFrom('Ana', 'Bea', 'Customer 1'),
          email: fc.constantFrom('ana@example.com', 'bea@example.com', null),
          phone: fc.constantFrom('+33612345678', null),
        },
        { requiredKeys: [] },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rebuild' as const), agent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      lines: fc.array(line, { minLength: 1, maxLength: 3, size: 'max' }),
      rivalMs: fc.option(fc.nat(200), { freq: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('misuse' as const),
      target,
      of: fc.constantFrom('time', 'title', 'agent', 'customer'),
      agent,
      slot,
      minutes,
      title,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('get' as const), target }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('conflicts' as const), agent, slot, minutes }),
  },
);

const step: fc.Arbitrary<Step> = fc.record({
  client: fc.nat(CLIENTS - 1),
  waitMs: fc.oneof(
    { weight: 6, arbitrary: fc.nat(60) },
    { weight: 2, arbitrary: fc.nat(4_000) },
    fc.nat(40_000),
  ),
  wish,
  keyed: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
  retries: fc.nat(3),
  patienceMs: fc.oneof(fc.nat({ max: 400 }), fc.integer({ min: 15_000, max: 30_000 })),
});

/** Mostly short of every deadline, sometimes past it, and past those of the retries. */
const ms = fc.oneof(fc.nat(500), fc.nat(12_000), fc.nat(40_000));
/** A booking takes some 40 ms, a move twice as long. */
const afterMs = fc.nat(100);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom(...MESSAGE_FAULTS), afterMs, ms }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('crash' as const), afterMs, agent }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('D1 ill' as const),
      afterMs,
      ms: fc.nat(30_000),
      mood: fc.constantFrom(...MOODS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('alarm late' as const), afterMs, ms: fc.nat(60_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('alarm doubled' as const), afterMs, agent }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom(...LOSSES), afterMs, agent }) },
);

/** Shrinking leaves steps and faults out, and each that stays as it is: what is left is read by a person. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  steps: fc.array(
    fc.record({
      step: fc.noShrink(step),
      faults: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        fc.array(fc.noShrink(fault), { maxLength: 3, size: 'max' }),
      ),
    }),
    { minLength: 1, maxLength: 80, size: 'max' },
  ),
  skewsMs: fc.noShrink(
    fc.array(fc.integer({ min: -MAX_SKEW_MS, max: MAX_SKEW_MS }), {
      minLength: AGENTS + CLIENTS,
      maxLength: AGENTS + CLIENTS,
    }),
  ),
  noise: fc.noShrink(fc.nat()),
});
