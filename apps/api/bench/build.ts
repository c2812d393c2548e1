// All bundles of a run, each made as the deployed one is.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dryRun } from '../scripts/production/dry-run.ts';
import { FLOORS, type FloorName } from './floors.ts';

export interface Builds {
  readonly product: string;
  /** The product with counters at its bindings. */
  readonly counting: string;
  readonly floors: ReadonlyMap<FloorName, string>;
}

export async function build(folder: string): Promise<Builds> {
  mkdirSync(folder);
  // Bundles are ES modules, to Node too.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  const product = dryRun(join(folder, 'product'));
  const counting = dryRun(join(folder, 'counting'), 'bench/counting-worker.ts');
  const floors = Object.entries(FLOORS).map(async ([name, { entry }]) => {
    const bundle = await dryRun(
      join(folder, entry),
      `bench/floors/${entry}`,
      'bench/floors/wrangler.jsonc',
    );
    return [name as FloorName, bundle] as const; // the keys of the record
  });
  return {
    product: await product,
    counting: await counting,
    floors: new Map(await Promise.all(floors)),
  };
}

/** What has to be sent of a bundle to where it runs, in thousands of bytes. */
export const gzippedKb = (bundle: string): number => gzipSync(readFileSync(bundle)).length / 1_000;
