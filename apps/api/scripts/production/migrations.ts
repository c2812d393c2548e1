// The schema of D1 for whoever applies it without wrangler.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../migrations');

/** The statements of all migrations, as wrangler applies them. */
export const migrations = (): string[] =>
  globSync('*.sql', { cwd: FOLDER })
    .sort()
    .flatMap((file) => readFileSync(join(FOLDER, file), 'utf8').split('--> statement-breakpoint'));
