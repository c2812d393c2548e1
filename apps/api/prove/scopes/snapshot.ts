// A world at rest between two turns, as plain data: what everybody knows, what is on its way, and the time. A turn happens to one
// of them, and what comes of it follows from what that one knows; so it has to be told only once, wherever the others stand.

import { digest } from '../world/task.ts';

/** Something that will happen: a message, a deadline, an alarm. Two with the same key are the same. */
export interface Item {
  readonly key: string;
  readonly kind: string;
  /** To whom. */
  readonly who: string;
  readonly label: string;
  readonly at: number;
  /** What the one who waits for it calls it; none when nobody does. */
  readonly ticket: string | undefined;
  readonly canBeLost: boolean;
  readonly canBeDoubled: boolean;
  /** The same when nobody waits for it any more. */
  readonly orphan: Item | undefined;
}

/** A calendar, or all clients together. */
export interface Part {
  /** With the same id it does the same. */
  readonly id: string;
  readonly core: string;
  readonly isBusy: boolean;
  /** What its tasks wait for: by ticket the trace of the task. */
  readonly waits: ReadonlyMap<string, string>;
  /** Its tasks that somebody has asked for: trace and ticket. */
  readonly asked: readonly (readonly [trace: string, ticket: string | undefined])[];
}

export function toPart(
  core: string,
  isBusy: boolean,
  waits: Part['waits'],
  asked: Part['asked'],
): Part {
  const lines = [core, [...waits].map(String).sort(), asked.map(String).sort()];
  return { id: digest(JSON.stringify(lines)), core, isBusy, waits, asked };
}

/** What everybody's doings leave behind: in D1, and with the watch that checks them. */
export interface Common {
  readonly d1: string;
  readonly watch: string;
}

export interface Snapshot {
  readonly parts: Readonly<Record<string, Part>>;
  readonly common: Common;
  readonly now: number;
  /** In the order in which they came. */
  readonly items: readonly Item[];
}

/** How an item happens, or that a calendar crashes. */
export interface Event {
  readonly how: 'comes' | 'is lost' | 'is doubled' | 'is the last' | 'is early' | 'crash';
  readonly who: string;
  readonly item?: Item;
}

/** What an event changes. */
export interface Effect {
  readonly part: Part;
  /** What is common to all; none when it was neither looked at nor changed. */
  readonly common: Common | undefined;
  readonly now: number;
  readonly removed: readonly Item[];
  readonly added: readonly Item[];
}

const partOf = (who: string): string => (who.startsWith('client') ? 'clients' : who);

/**
 * With the same state a story goes on alike, and the same is said of it in the end. No order comes to a state twice: every turn
 * adds to what somebody has learned, or to how often an alarm has rung.
 */
export function stateOf({ parts, common, now, items }: Snapshot): string {
  const ids = Object.values(parts).map(({ id }) => id);
  const keys = items.map(({ key }) => key).sort();
  return digest([...ids, common.d1, common.watch, now, ...keys].join());
}

/** All that the effect of an event follows from, if it has to do with nothing that is common; and if it has. */
export function causesOf(
  { parts, common, now }: Snapshot,
  { how, who, item }: Event,
): [string, string] {
  const own = [how, item?.key, parts[partOf(who)]?.id, now].join();
  return [digest(own), digest([own, common.d1, common.watch].join())];
}

/** What came of an event, by what there was before and after it. Throws if it reached beyond the one whom it happened to. */
export function effectOf(
  before: Snapshot,
  { who }: Event,
  after: Snapshot,
  isCommon: boolean,
): Effect {
  const own = partOf(who);
  const { [own]: part } = after.parts;
  if (!part) throw new Error(`nobody is called ${who}`);
  const { parts, items } = forgotten({ ...before, parts: { ...before.parts, [own]: part } });
  for (const [name, { id }] of Object.entries(after.parts)) {
    if (parts[name]?.id !== id) throw new Error(`${who} has changed ${name}`);
  }
  const [removed, added] = [without(items, after.items), without(after.items, items)];
  return { part, common: isCommon ? after.common : undefined, now: after.now, removed, added };
}

export function apply(to: Snapshot, { who }: Event, effect: Effect): Snapshot {
  const { part, common = to.common, now, removed, added } = effect;
  const { parts, items } = forgotten({ ...to, parts: { ...to.parts, [partOf(who)]: part } });
  return { parts, common, now, items: [...without(items, removed), ...added] };
}

/** What nobody waits for any more: an answer may as well not come, and a request may as well be anybody's. */
function forgotten(snapshot: Snapshot): Snapshot {
  const all = Object.values(snapshot.parts);
  const isWaited = (ticket: string | undefined) =>
    ticket === undefined || all.some(({ waits }) => waits.has(ticket));
  const items = snapshot.items.flatMap((item) => {
    if (isWaited(item.ticket)) return [item];
    return item.kind === 'request' && item.orphan ? [item.orphan] : [];
  });
  const parts = Object.entries(snapshot.parts).map(([name, part]): [string, Part] => {
    if (part.asked.every(([, ticket]) => isWaited(ticket))) return [name, part];
    const asked = part.asked.map(
      ([trace, ticket]) => [trace, isWaited(ticket) ? ticket : undefined] as const,
    );
    return [name, toPart(part.core, part.isBusy, part.waits, asked)];
  });
  return { ...snapshot, items, parts: Object.fromEntries(parts) };
}

export const coming = (item: Item): Event => ({ how: 'comes', who: item.who, item });

/**
 * Whether what an event leads to comes at once, without a choice. What is explored is the protocol between the calendars: so
 * what a client asks for first arrives when it begins, and it hears an answer as soon as that leaves. And a loss is as good as
 * the news of it: whatever could happen between the two could have happened before both.
 */
export function isForced({ how, item }: Event, next: Pick<Item, 'kind' | 'who'>): boolean {
  if (how === 'is lost' || item?.kind === 'client') return next.kind !== 'deadline';
  return next.kind === 'answer' && next.who.startsWith('client');
}

/** Of several that are the same as many stay as are not taken away. */
function without(items: readonly Item[], taken: readonly Item[]): Item[] {
  const left = taken.map(({ key }) => key);
  return items.filter(({ key }) => {
    const index = left.indexOf(key);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
