// From a wish to the request of a client, by what clients have seen so far.

import { routedId } from '../../src/calendar/route.ts';
import type { Attempt, Request } from '../world/client.ts';
import { calendarOf, EPOCH } from '../world/world.ts';
import { AGENTS, type Wish } from './plan.ts';

const QUARTER_MS = 15 * 60_000;
/** The first slot: the day after the world begins. */
const FIRST_SLOT = EPOCH + 24 * 60 * 60_000;

/** Ids of the old system: some as anybody makes them, some as if our own calendars had made them. */
const OLD_IDS = [
  ...Array.from({ length: 7 }, (_, n) => `01d00000-0000-7000-8000-00000000000${n}`),
  ...Array.from({ length: AGENTS }, (_, agent) =>
    routedId(EPOCH - 60 * 60_000, 1, calendarOf(agent).route),
  ),
];

/** `key`: one that was used before. */
interface Wanted {
  readonly request: Request;
  readonly key?: string;
}

/** `known`: appointments that a client has seen accepted, with the last version that it saw. Undefined: there is none yet. */
export function requestOf(
  wish: Wish,
  client: string,
  known: ReadonlyMap<string, number>,
  log: readonly Attempt[],
): Wanted | undefined {
  switch (wish.kind) {
    case 'book':
    case 'conflicts': {
      const { kind, agent, slot, minutes } = wish;
      return { request: { kind, agent, startAt: startOf(slot), minutes } };
    }
    case 'rebuild':
      return { request: wish };
    case 'import': {
      const ids = [...known.keys()];
      const lines = wish.lines.map(({ id, slot, ...line }) => ({
        ...line,
        id: OLD_IDS[id] ?? pick(ids, id) ?? String(OLD_IDS[0]),
        startAt: startOf(slot),
      }));
      return { request: { kind: 'import', lines } };
    }
    case 'misuse':
      return misuseOf(wish, client, log);
    default: {
      const id = pick([...known.keys()], wish.target);
      return id === undefined ? undefined : { request: toRequest(wish, id, known.get(id)) };
    }
  }
}

function toRequest(
  wish: Exclude<Wish, { kind: 'book' | 'conflicts' | 'rebuild' | 'import' | 'misuse' }>,
  id: string,
  version: number | undefined,
): Request {
  switch (wish.kind) {
    case 'retime':
      return { kind: 'change', id, startAt: startOf(wish.slot), minutes: wish.minutes };
    case 'move':
      return {
        kind: 'change',
        id,
        agent: wish.agent,
        startAt: wish.slot === null ? undefined : startOf(wish.slot),
        minutes: wish.slot === null ? undefined : wish.minutes,
      };
    case 'title':
      return {
        kind: 'change',
        id,
        title: wish.title,
        ifMatch: wish.guarded ? version : undefined,
      };
    case 'customer':
      return {
        kind: 'change',
        id,
        customer: wish.customer ?? undefined,
        contact: { ...wish.contact },
      };
    case 'act':
      return { kind: 'act', id, action: wish.action, ifMatch: wish.guarded ? version : undefined };
    case 'get':
      return { kind: 'get', id };
  }
}

/** The same ids, each for the next agent. */
export const rivalOf = ({ kind, lines }: Request & { kind: 'import' }): Request => ({
  kind,
  lines: lines.map((line) => ({ ...line, agent: (line.agent + 1) % AGENTS })),
});

/** Another body for the same method and path. */
function misuseOf(
  wish: Wish & { kind: 'misuse' },
  client: string,
  log: readonly Attempt[],
): Wanted | undefined {
  const keyed = log.filter((made) => made.client === client && made.key !== null);
  const before = pick(keyed, wish.target);
  if (!before?.key) return;
  const { request, key } = before;
  const time = { startAt: startOf(wish.slot), minutes: wish.minutes };
  switch (request.kind) {
    case 'book':
      return { key, request: { ...request, ...time } };
    case 'act':
      return { key, request: { ...request, reason: wish.title } };
    case 'change': {
      const others = {
        time,
        title: { title: wish.title },
        agent: { agent: wish.agent },
        customer: { contact: { name: wish.title } },
      };
      return { key, request: { kind: 'change', id: request.id, ...others[wish.of] } };
    }
    default:
      return;
  }
}

/** The so-manieth, round and round. */
const pick = <Value>(values: readonly Value[], nth: number): Value | undefined =>
  values[nth % values.length];

const startOf = (slot: number): number => FIRST_SLOT + slot * QUARTER_MS;
