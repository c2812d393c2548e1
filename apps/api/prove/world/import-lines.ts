// A file of an old system as its client sends it: the lines go through the product's own batch, claims in D1 included.

import type { ImportReport } from '@rendezvous/contract';
import type { Status } from '@rendezvous/domain';
import type { Envelope } from '../../src/calendar/commands.ts';
import type { Env } from '../../src/env.ts';
import { importBatch } from '../../src/routes/import-batch.ts';
import { customerInDirectory, DEPARTMENT } from './directory.ts';
import { agentIdOf, TENANT } from './world.ts';

export interface Line {
  readonly id: string;
  readonly agent: number;
  readonly startAt: number;
  readonly minutes: number;
  readonly status: Status;
  readonly customer: number;
}

/** The actor is the command, so that the ledgers say which file an appointment is from. */
export const importLines = (
  env: Env,
  { commandId: actor }: Envelope,
  lines: readonly Line[],
): Promise<ImportReport[]> =>
  importBatch(
    { env, tenant: TENANT, actor },
    lines.map((line, index) => ({ number: index + 1, text: JSON.stringify(toWire(line)) })),
  );

const toWire = ({ id, agent, startAt, minutes, status, customer }: Line) => ({
  id,
  title: 'Of old',
  status,
  scheduled_at: new Date(startAt).toISOString(),
  duration_minutes: minutes,
  department_id: DEPARTMENT.id,
  user_id: agentIdOf(agent),
  customer_id: customerInDirectory(customer).id,
});
