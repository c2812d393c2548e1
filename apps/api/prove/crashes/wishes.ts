// What writers want. Few agents, few hours: most wishes meet somebody else's.

import { AGENTS, DEPARTMENT } from './cast.ts';
import type { Dice } from './dice.ts';
import type { Command, Heard, Spot, Wish } from './log.ts';

const QUARTER_MS = 15 * 60_000;
/** The hours that are fought over at one time, in quarters. */
const WINDOW_QUARTERS = 56;

/** How many of the newest appointments are of interest to all. */
const HOT = 8;

const WEIGHTS = {
  book: 30,
  time: 15,
  move: 24,
  text: 5,
  confirm: 7,
  cancel: 8,
  complete: 4,
  'no-show': 3,
  get: 10,
  conflicts: 10,
  list: 3,
};

/** What writers can see of the world when they make up their mind. */
export interface Scene {
  /** The first moment that is fought over. */
  readonly from: number;
  /** The newest appointments that anybody has heard of, oldest first. */
  readonly recent: readonly Heard[];
  /** The times that others asked for just now. */
  readonly coveted: readonly Spot[];
}

/** What the dice say that a writer wants next. */
export function nextWish(dice: Dice, { from, recent, coveted }: Scene): Wish {
  const kind = recent.length === 0 ? 'book' : dice.weighted(WEIGHTS);
  const spot = {
    agentId: dice.pick(AGENTS)?.id ?? '',
    startAt: from + dice.between(0, WINDOW_QUARTERS - 1) * QUARTER_MS,
  };
  const { agentId, startAt } = (dice.happens(0.4) && dice.pick(coveted)) || spot;
  const minutes = dice.pick([15, 30, 30, 45, 60]) ?? 30;
  if (kind === 'book') return { kind, agentId, startAt, minutes };
  if (kind === 'list') return { kind };

  // What is over is of little interest, but somebody always tries; what is new is of interest to all.
  const standing = recent.filter(({ status }) => status === 'scheduled' || status === 'confirmed');
  const wanted = standing.length > 0 && dice.happens(0.92) ? standing : recent;
  const one = dice.pick(dice.happens(0.5) ? wanted.slice(-HOT) : wanted);
  if (!one) return { kind: 'list' };
  const { id, version } = one;
  const ifMatch = dice.happens(0.12) ? { ifMatch: version } : {};
  switch (kind) {
    case 'get':
      return { kind, id };
    case 'conflicts':
      return { kind, agentId: one.agentId, startAt: one.startAt, minutes };
    case 'text':
      return { kind: 'change', id, ...ifMatch };
    case 'time': {
      const length = dice.happens(0.4) ? { minutes } : {};
      return { kind: 'change', id, startAt, ...length, ...ifMatch };
    }
    case 'move': {
      const others = AGENTS.filter((agent) => agent.id !== one.agentId);
      const other = dice.pick(others.filter((agent) => agent.id === agentId)) ?? dice.pick(others);
      const time = dice.happens(0.5) ? { startAt } : {};
      return { kind: 'change', id, agentId: other?.id ?? '', ...time, ...ifMatch };
    }
    default:
      return { kind: 'act', id, action: kind, ...ifMatch };
  }
}

/** The request of a wish. Its key goes along as title or notes, so that its effect can be told from all others. */
export function commandOf(writer: string, wish: Wish, key: string): Command {
  const common = { writer, wish, attempts: [] };
  const write = { ...common, key, body: JSON.stringify(bodyOf(wish, key)) };
  const read = { ...common, key: null, body: undefined, method: 'GET' as const };
  switch (wish.kind) {
    case 'book':
      return { ...write, method: 'POST', path: '/appointments' };
    case 'change':
      return { ...write, method: 'PUT', path: `/appointments/${wish.id}` };
    case 'act':
      return { ...write, method: 'POST', path: `/appointments/${wish.id}/${wish.action}` };
    case 'get':
      return { ...read, path: `/appointments/${wish.id}` };
    case 'conflicts': {
      const query = new URLSearchParams({
        user_id: wish.agentId,
        scheduled_at: toText(wish.startAt),
        duration_minutes: String(wish.minutes),
      });
      return { ...read, path: `/appointments/conflicts?${query}` };
    }
    case 'list':
      return { ...read, path: '/appointments?sort_by=updated_at&sort_order=desc&page_size=100' };
  }
}

function bodyOf(wish: Wish, key: string): unknown {
  switch (wish.kind) {
    case 'book':
      return {
        title: key,
        user_id: wish.agentId,
        department_id: DEPARTMENT.id,
        scheduled_at: toText(wish.startAt),
        duration_minutes: wish.minutes,
        customer_name: 'Cliente',
        // A few bookings each share a customer, who is born with whichever comes first.
        customer_email: `customer-${(wish.startAt / QUARTER_MS) % 997}@example.com`,
      };
    case 'change':
      return {
        notes: key,
        ...(wish.agentId !== undefined && { user_id: wish.agentId }),
        ...(wish.startAt !== undefined && { scheduled_at: toText(wish.startAt) }),
        ...(wish.minutes !== undefined && { duration_minutes: wish.minutes }),
      };
    case 'act':
      return wish.action === 'cancel' ? { reason: key } : {};
    default:
      return undefined;
  }
}

const toText = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
