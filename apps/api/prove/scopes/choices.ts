// What can come next, and which faults.

import type { Event, Item, Snapshot } from './snapshot.ts';

export interface Choice extends Event {
  readonly name: string;
}

const isTimer = ({ kind }: Item) => kind === 'deadline' || kind === 'alarm';

/** Time passes only when nothing else is left to happen; that it passes before is a fault. */
export function choicesOf({ items }: Snapshot): Choice[] {
  const messages = distinct(items.filter((item) => !isTimer(item)));
  const due = Math.min(...items.map(({ at }) => at));
  const free = messages.length > 0 ? messages : distinct(items.filter(({ at }) => at === due));
  return free.map((item) => ({ name: item.label, how: 'comes', who: item.who, item }));
}

export function faultsOf({ items, parts }: Snapshot): Choice[] {
  const faults: Choice[] = [];
  const add = (name: string, how: Event['how'], who: string, item?: Item) =>
    faults.push({ name: `FAULT: ${name}`, how, who, ...(item && { item }) });
  const messages = distinct(items.filter((item) => !isTimer(item)));
  for (const item of messages) {
    const { label, who } = item;
    if (label.startsWith('client')) continue;
    // To lose the second of two is not to double it.
    const isSecond = label.endsWith('(again)');
    if (item.canBeLost && !isSecond) add(`lost: ${label}`, 'is lost', who, item);
    if (item.canBeDoubled && !isSecond) add(`doubled: ${label}`, 'is doubled', who, item);
    if (parts[who]) add(`${who} crashes when it has written: ${label}`, 'is the last', who, item);
  }
  for (const [who, { isBusy }] of Object.entries(parts))
    if (isBusy) add(`${who} crashes`, 'crash', who);
  if (messages.length > 0) {
    for (const item of distinct(items.filter(isTimer))) {
      add(`early: ${item.label}`, 'is early', item.who, item);
    }
  }
  return faults;
}

const distinct = (items: readonly Item[]): Item[] => [
  ...new Map(items.map((item) => [item.key, item])).values(),
];
