// The secrets of local development: made once per checkout, kept in `.dev.vars`, which wrangler reads and git ignores.
// A JWT secret that begins with `local-` is refused by the Worker off the loopback, so one that escapes opens nothing.

import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

const FILE = join(import.meta.dirname, '..', '.dev.vars');

/** The local JWT secret. Throws with a sentence for people when `.dev.vars` was edited to hold none. */
export function localSecret(): string {
  if (!existsSync(FILE)) create();
  const secret = parseEnv(readFileSync(FILE, 'utf8')).JWT_SECRET;
  if (!secret) throw new Error(`${FILE} holds no JWT_SECRET; delete the file to have it made anew`);
  return secret;
}

/** Linking a finished file into place: two commands that start at once agree on one, and a kill leaves none half written. */
function create(): void {
  const draft = `${FILE}.${process.pid}`;
  const key = () => randomBytes(32).toString('base64url');
  writeFileSync(draft, `JWT_SECRET=local-${key()}\nCUSTOMER_ID_KEY=local-${key()}\n`, {
    mode: 0o600,
  });
  try {
    linkSync(draft, FILE);
  } catch (error) {
    if (!existsSync(FILE)) throw error;
  } finally {
    rmSync(draft);
  }
}
