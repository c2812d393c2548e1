// A server that can be killed.

import { join } from 'node:path';
import { startServer as start } from '../../scripts/production/process.ts';
import type { Spell } from './weather.ts';

export type { Server } from '../../scripts/production/process.ts';

export interface ServerOptions {
  /** The main module of the bundle. */
  readonly bundle: string;
  /** The folder that outlives the server. */
  readonly state: string;
  readonly weather: readonly Spell[];
}

export const startServer = (options: ServerOptions) =>
  start(join(import.meta.dirname, 'serve.ts'), options);
