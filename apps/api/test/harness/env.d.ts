import type { D1Migration } from 'cloudflare:test';
import type { Env as Product } from '../../src/env.ts';
import type * as worker from './worker.ts';

declare global {
  namespace Cloudflare {
    interface Env extends Product {
      readonly MIGRATIONS: D1Migration[];
      /** How many appointments the crowded tenant has; more with `CROWD=1000000 npx vitest …`. */
      readonly CROWD: string;
    }
    interface GlobalProps {
      mainModule: typeof worker;
    }
  }
}
