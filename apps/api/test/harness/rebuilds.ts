// Rebuilds as an owner asks for them.

import { type RebuildReport, rebuildReport } from '@rendezvous/contract';
import { expect } from 'vitest';
import { app } from '../../src/app.ts';
import type { Env } from '../../src/env.ts';
import { environment } from './app.ts';
import { type Answer, client, ORIGIN, sign } from './client.ts';
import type { Tenant } from './tenant.ts';

/** The answer to anybody who asks for a rebuild. */
export const askForRebuild = (tenant: Tenant, role = 'owner'): Promise<Answer> =>
  client(tenant, { role, userId: tenant.manager.id }).post('/rebuild');

/** Rebuilds, and returns the reports. */
export async function rebuild(tenant: Tenant): Promise<RebuildReport[]> {
  const { status, text } = await askForRebuild(tenant);
  expect(status, text).toBe(200);
  return reportsOf(text);
}

/** Rebuilds, and expects that each calendar is done. */
export async function rebuildAll(tenant: Tenant): Promise<void> {
  const reports = await rebuild(tenant);
  expect(reports.length).toBeGreaterThan(0);
  for (const report of reports) expect(report).toMatchObject({ result: 'rebuilt', left: 0 });
}

/** Rebuilds through the app itself; `betweenReports` runs after the first report. */
export async function rebuildInSteps(
  tenant: Tenant,
  betweenReports: () => void = () => {},
  inside: Env = environment(),
): Promise<RebuildReport[]> {
  const token = await sign({ sub: tenant.manager.id, tenant: tenant.slug, role: 'owner' });
  const request = new Request(`${ORIGIN}/api/v1/rebuild`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'X-Tenant': tenant.slug },
  });
  const { body } = await app.fetch(request, inside);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    if (text === '') betweenReports();
    text += decoder.decode(chunk, { stream: true });
  }
  return reportsOf(text);
}

const reportsOf = (text: string): RebuildReport[] =>
  text.split('\n').flatMap((line) => (line ? [rebuildReport.parse(JSON.parse(line))] : []));
