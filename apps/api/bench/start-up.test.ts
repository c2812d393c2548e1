import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dryRun } from '../scripts/production/dry-run.ts';
import { startUpGlobals } from './start-up.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rendezvous-start-up-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('builds no schema before a request needs one', async () => {
  const names = await startUpGlobals(await dryRun(folder));
  // Zod leaves its registry there as soon as it is evaluated.
  expect(names.filter((name) => name.includes('zod'))).toEqual([]);
});
