// What is crashed: the Worker as it would be deployed, and the same with a failing D1 in front of it.

import { join } from 'node:path';
import { dryRun } from '../../scripts/production/dry-run.ts';

export interface Bundles {
  /** The production build. */
  readonly production: string;
  /** The same source, bundled in the same way, behind `worker-with-failing-d1.ts`. */
  readonly failingD1: string;
}

/** Bundles both into this folder; the paths are those of their main modules. */
export async function bundle(folder: string): Promise<Bundles> {
  const [production, failingD1] = await Promise.all([
    dryRun(join(folder, 'production')),
    dryRun(join(folder, 'failing-d1'), 'prove/crashes/worker-with-failing-d1.ts'),
  ]);
  return { production, failingD1 };
}
