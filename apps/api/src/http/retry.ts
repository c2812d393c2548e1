// Safe retries: what makes two requests the same. Scope: tenant (the calendar has it), caller, method and path, and for
// a create the agent, whose calendar keeps the key.

import { v7 } from 'uuid';
import type { Envelope } from '../calendar/commands.ts';
import { COMMAND_LIFETIME_MS } from '../calendar/dispatch.ts';
import type { HttpContext } from './context.ts';

/**
 * The envelope of this request; `bytes` is its body as it came. Made as soon as that is there, before anything is looked up:
 * of a request and its retry the retry is to have the later one.
 */
export async function envelopeOf(c: HttpContext, bytes: Uint8Array): Promise<Envelope> {
  const { userId } = c.get('caller');
  const key = c.req.header('Idempotency-Key');
  return {
    commandId: v7(),
    actor: userId,
    until: Date.now() + COMMAND_LIFETIME_MS,
    retry:
      key === undefined
        ? null
        : {
            scope: await digest(
              new TextEncoder().encode(
                [userId, c.req.method, c.req.path.toLowerCase(), key].join('\n'),
              ),
            ),
            request: await digest(bytes),
          },
  };
}

async function digest(bytes: Uint8Array): Promise<string> {
  const digested = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return btoa(String.fromCharCode(...digested));
}
