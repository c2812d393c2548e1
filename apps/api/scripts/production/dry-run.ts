// The Worker as it would be deployed, made and not deployed: what `npm run bundle` does.

import { basename, join } from 'node:path';
import { wrangler } from '../wrangler.ts';

/** Bundles an entry, that of the product unless another is named, into this folder. Returns the path of its main module. */
export async function dryRun(
  outdir: string,
  entry = 'src/index.ts',
  config = 'wrangler.jsonc',
): Promise<string> {
  await wrangler(outdir, ['deploy', entry, '--config', config, '--dry-run', '--outdir', outdir]);
  return join(outdir, basename(entry).replace(/ts$/, 'js'));
}
