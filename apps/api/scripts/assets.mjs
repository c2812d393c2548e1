// Gathers the files that are served as they are into `.assets`: our own, and the documentation's program. Wrangler runs this
// before it serves or deploys; plain JavaScript, because it does so with whatever Node the machine has.

import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const api = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = join(api, '.assets/assets');

mkdirSync(target, { recursive: true });
cpSync(join(api, 'assets'), target, { recursive: true });
// Its one file for browsers stands beside what the package exports.
const scalar = dirname(fileURLToPath(import.meta.resolve('@scalar/api-reference')));
copyFileSync(join(scalar, 'browser/standalone.js'), join(target, 'scalar.js'));
