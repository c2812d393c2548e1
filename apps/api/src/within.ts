// Deadlines: every await of D1 or of another object has one.

/** The promise's value, or `late` after `ms` milliseconds. A late promise goes on and its failure is swallowed; no timer is left behind. */
export function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
  // By hand: a race makes promises of its own, for each question of each request.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms, 'late');
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
