import * as z from 'zod/mini';
import { INVALID, refuse, text } from './field.ts';

/** The longest name that the IANA database has or is likely to get. */
const MAX_LENGTH = 64;
const NAME = /^[A-Za-z][\w+-]*(\/[\w+-]+)*$/;

/**
 * A zone that the IANA database knows: `Europe/Paris`, `UTC`. Offsets are none, since they know no summer. Another case is
 * corrected; an old name of a zone (`Asia/Calcutta`) stays as it was sent.
 */
export const timeZone = z.pipe(
  text(MAX_LENGTH),
  z.transform((name, context): string => {
    const known = NAME.test(name) ? resolved(name) : undefined;
    if (known === undefined) return refuse(context, INVALID);
    return known.toLowerCase() === name.toLowerCase() ? known : name;
  }),
);

/** The platform's own name of the zone, or undefined when it knows none. */
function resolved(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return;
  }
}
