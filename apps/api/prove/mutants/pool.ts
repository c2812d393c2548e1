/** Does work when its turn has come. */
export type Turns = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Lets so many work at a time, in the order in which they came. */
export function pool(width: number): Turns {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((begin) => waiting.push(begin));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
