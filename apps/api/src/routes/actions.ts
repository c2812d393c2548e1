// /appointments/:id/confirm, cancel, complete and no-show

import { appointmentCancel } from '@rendezvous/contract';
import type { Action } from '@rendezvous/domain';
import { commandAppointment, idInPath } from '../http/appointment-in-path.ts';
import { readOptionalBody, readUnusedBody } from '../http/body.ts';
import type { HttpHandler } from '../http/context.ts';
import { parseIfMatch } from '../http/precondition.ts';
import { refuse } from '../http/problem.ts';
import { envelopeOf } from '../http/retry.ts';

export const act =
  (action: Action): HttpHandler =>
  async (c) => {
    const body =
      action === 'cancel' ? await readOptionalBody(c, appointmentCancel) : await readUnusedBody(c);
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
