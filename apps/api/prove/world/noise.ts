// Numbers that look random and are the same in every run: a die that has no memory, so that leaving one thing out of a
// history does not shuffle all the rest.

/** A whole number from 0 to `below` - 1 for the `nth` throw of the die called `seed`. */
export function noise(seed: number, nth: number, below: number): number {
  // The finaliser of SplitMix32.
  let mixed = (seed ^ Math.imul(nth + 1, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
}
