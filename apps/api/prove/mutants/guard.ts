// What a line of the kill table is made of.

/** One place of a source file, relative to the repository's root: `find` stands there exactly once. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Whoever is to notice that a guard is gone. Of a test file those tests run whose titles contain `name`. */
export type Catcher = 'simulation' | 'scopes' | { readonly test: string; readonly name: string };

/** The promises of the README, by number. */
export type Promised = 1 | 2 | 3 | 4 | 5 | 6;

export interface Guard {
  /** What is done to the product, in the words of the table. */
  readonly name: string;
  readonly promise: Promised;
  /** How the promise falls. */
  readonly why: string;
  readonly patches: readonly Patch[];
  readonly caughtBy: Catcher;
}
