// On what it was measured.

import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import type { BenchDocument } from './document.ts';

export function machine(): BenchDocument['machine'] {
  const miniflare = createRequire(import.meta.url)('miniflare/package.json');
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    node: process.versions.node,
    // Exactly one, as miniflare asks for it.
    workerd: miniflare.dependencies.workerd,
  };
}
