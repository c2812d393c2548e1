import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dryRun } from '../scripts/production/dry-run.ts';
import { startUpGlobals } from './start-up.ts';

let folder: string;
let bundle: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rendezvous-start-up-'));
  bundle = await dryRun(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bundle', () => {
  it('builds no schema before a request needs one', async () => {
    const names = await startUpGlobals(bundle);
    // Zod leaves its registry there as soon as it is evaluated.
    expect(names.filter((name) => name.includes('zod'))).toEqual([]);
  });

  it('is ASCII: for one letter beyond Latin-1, V8 would read all of it as two bytes a letter', () => {
    expect(readFileSync(bundle, 'utf8').match(/.{0,20}\P{ASCII}.{0,20}/gu)).toBeNull();
  });

  it('has no pattern that asks for properties of Unicode, which V8 would look up at once', () => {
    // In a string, which becomes a pattern when it is needed, the backslash is written twice.
    expect(readFileSync(bundle, 'utf8').match(/.{0,20}(?<!\\)\\[pP]\{.{0,20}/g)).toBeNull();
  });
});
