// Appointments that no booking could make: past ones, closed ones, ones with timestamps and ids of their own.

import { importReport } from '@rendezvous/contract';
import { expect } from 'vitest';
import { client } from './client.ts';
import type { Tenant } from './tenant.ts';

/** Imports one appointment per line, each `oldAppointment(tenant)` with these fields on top; expects that all get in. */
export async function importAll(
  tenant: Tenant,
  lines: readonly Record<string, unknown>[],
): Promise<void> {
  const body = lines.map((line) => JSON.stringify({ ...oldAppointment(tenant), ...line }));
  const manager = client(tenant, { role: 'manager', userId: tenant.manager.id });
  const { text } = await manager.post('/imports/appointments', body.join('\n'), {
    'Content-Type': 'application/x-ndjson',
  });
  const reports = text
    .split('\n')
    .flatMap((line) => (line ? [importReport.parse(JSON.parse(line))] : []));
  expect(reports.filter(({ result }) => result !== 'imported')).toEqual([]);
  expect(reports).toHaveLength(lines.length);
}

/** A call that took place years ago; the id is missing. */
const oldAppointment = (tenant: Tenant): Record<string, unknown> => ({
  title: 'Consulta de acompanhamento',
  status: 'completed',
  scheduled_at: '2020-02-20T10:00:00Z',
  department_id: tenant.department.id,
  user_id: tenant.agent.id,
  customer_id: tenant.customer.id,
});
