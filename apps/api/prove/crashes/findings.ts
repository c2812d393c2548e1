// What was checked and what was found. A promise that was never checked is not kept.

export const PROMISES = [1, 2, 3, 4, 5, 6] as const;
export type Promised = (typeof PROMISES)[number];

export class Findings {
  readonly checks: Record<Promised, number> = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0 };
  /** Each once, for people. */
  readonly breaches = new Set<string>();
  /** Where or when what is checked now was found; stands in front of each breach. */
  occasion = '';

  check(promise: Promised, holds: boolean, breach: () => string): void {
    this.checks[promise] += 1;
    if (!holds) this.breaches.add(`promise ${promise}: ${this.occasion}${breach()}`);
  }

  /** Both are the same, key by key. */
  same(promise: Promised, what: string, actual: unknown, expected: unknown): void {
    const [found, wanted] = [String(JSON.stringify(actual)), String(JSON.stringify(expected))];
    this.check(promise, found === wanted, () => {
      const [here, there] = [found, wanted].map((text) =>
        excerpt(text, differenceOf(found, wanted)),
      );
      return `${what}: found ${here}, expected ${there}`;
    });
  }
}

/** Where two texts begin to differ. */
function differenceOf(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}

/** Enough around a place to see what is meant. */
function excerpt(text: string, at: number): string {
  const [from, to] = [Math.max(at - 200, 0), Math.min(at + 200, text.length)];
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
}
