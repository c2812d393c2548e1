// The rate limit of `npm start`: off unless the environment has RATE_LIMIT, as `REQUESTS/SECONDS` (10 or 60 seconds), or as
// requests a minute alone. What the local counter counts stands in wrangler's configuration, so it gets one of its own.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** The parts of the configuration that change: the counter, and paths, which lead from another folder. */
const limited = z.looseObject({
  main: z.string(),
  assets: z.looseObject({ directory: z.string() }),
  ratelimits: z.array(z.looseObject({})),
});

const API = join(import.meta.dirname, '..');

/** The options of `wrangler dev` that say so. Throws with a sentence for people when the limit makes no sense. */
export async function rateLimitOptions(state: string, text = ''): Promise<string[]> {
  if (text === '') return ['--var=RATE_LIMIT:'];
  const [, requests, seconds = '60'] = /^([1-9]\d{0,8})(?:\/(10|60))?$/.exec(text) ?? [];
  if (!requests) {
    throw new Error(`RATE_LIMIT has to be REQUESTS, REQUESTS/10 or REQUESTS/60, not "${text}"`);
  }
  const { experimental_readRawConfig } = await import('wrangler');
  const raw = experimental_readRawConfig({ config: join(API, 'wrangler.jsonc') });
  const { main, assets, ratelimits, ...rest } = limited.parse(raw.rawConfig);
  const simple = { limit: Number(requests), period: Number(seconds) };
  const config = {
    ...rest,
    main: join(API, main),
    assets: { ...assets, directory: join(API, assets.directory) },
    ratelimits: ratelimits.map((limiter) => ({ ...limiter, simple })),
  };
  const file = join(state, 'wrangler.json');
  writeFileSync(file, JSON.stringify(config));
  return [
    `--config=${file}`,
    `--env-file=${join(API, '.dev.vars')}`,
    `--var=RATE_LIMIT:${requests}/${seconds}`,
  ];
}
