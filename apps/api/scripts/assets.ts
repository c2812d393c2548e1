// Gathers what is served as it is into `.assets`: our own files, the documentation's program, and the description of the API,
// which would be a tenth of the Worker if it were made there. Wrangler runs this before it serves or deploys.

import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { API_VERSION } from '@rendezvous/contract';
import { openApiDocument } from '@rendezvous/contract/openapi';

const api = join(import.meta.dirname, '..');
const root = join(api, '.assets');
const target = join(root, 'assets');

mkdirSync(target, { recursive: true });
cpSync(join(api, 'assets'), target, { recursive: true });
// Its one file for browsers stands beside what the package exports.
const scalar = dirname(fileURLToPath(import.meta.resolve('@scalar/api-reference')));
copyFileSync(join(scalar, 'browser/standalone.js'), join(target, 'scalar.js'));
writeFileSync(join(target, 'openapi.json'), JSON.stringify(openApiDocument(API_VERSION)));
// The platform serves these by itself, without the Worker's headers.
writeFileSync(
  join(root, '_headers'),
  `/assets/*
  X-Content-Type-Options: nosniff
  Cross-Origin-Resource-Policy: same-origin
`,
);
