// /appointments/:id/confirm, cancel, complete and no-show

import type { Action } from '@rendezvous/domain';
import { commandAppointment, idInPath } from '../http/appointment-in-path.ts';
import { readOptionalBody, readUnusedBody } from '../http/body.ts';
import type { HttpContext, HttpHandler } from '../http/context.ts';
import { parseIfMatch } from '../http/precondition.ts';
import { refuse } from '../http/problem.ts';
import { envelopeOf } from '../http/retry.ts';

export const act =
  (action: Action): HttpHandler =>
  async (c) => {
    const body = await (action === 'cancel' ? readCancel(c) : readUnusedBody(c));
    if (!body.ok) return refuse(c, body.refusal);

    const id = idInPath(c);
    const command = {
      envelope: await envelopeOf(c, body.bytes),
      id,
      wish: {
        action,
        reason: body.value.reason ?? null,
        precondition: parseIfMatch(c.req.header('If-Match')),
      },
    };
    return commandAppointment(c, id, (remote) => remote.transition(command));
  };

async function readCancel(c: HttpContext) {
  const { appointmentCancel } = await import('@rendezvous/contract/requests/appointment');
  return readOptionalBody(c, appointmentCancel);
}
