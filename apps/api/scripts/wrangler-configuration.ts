// What `wrangler.jsonc` says, as wrangler reads it; the top level, or one of its environments.

import { join } from 'node:path';
import { unstable_readConfig } from 'wrangler';
import * as z from 'zod';

const configuration = z.object({
  name: z.string(),
  vars: z.record(z.string(), z.json()),
  d1_databases: z.array(
    z.object({ binding: z.string(), database_name: z.string(), database_id: z.string() }),
  ),
  ratelimits: z.array(
    z.object({
      name: z.string(),
      namespace_id: z.string(),
      simple: z.object({ limit: z.int(), period: z.int() }),
    }),
  ),
  analytics_engine_datasets: z.array(z.object({ binding: z.string(), dataset: z.string() })),
  durable_objects: z.object({
    // A class of this very Worker: of another one there would be a `script_name`.
    bindings: z.array(z.strictObject({ name: z.string(), class_name: z.string() })),
  }),
});

/** Throws with wrangler's own words when there is no such environment. */
export const wranglerConfiguration = (env: string) =>
  configuration.parse(
    unstable_readConfig({ config: join(import.meta.dirname, '../wrangler.jsonc'), env }),
  );
