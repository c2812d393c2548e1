// Deadlines: every await of D1 or of another object has one.

/** The promise's value, or `late` after `ms` milliseconds. A late promise goes on and its failure is swallowed; no timer is left behind. */
export async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
  const { promise: deadline, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, ms, 'late');
  promise.catch(() => {});
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
