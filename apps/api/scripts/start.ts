// npm start: secrets, a migrated and seeded local D1, and `wrangler dev` until it is stopped. PORT overrides the port,
// RENDEZVOUS_STATE the folder of local state, JWKS_URL (of `npm run issuer`) whose tokens are believed, RATE_LIMIT what a
// caller may ask for. Whatever was interrupted is taken up again by the next start.

import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { demoAppointments } from './demo/appointments.ts';
import { AVANTER } from './demo/directory.ts';
import { demoDay, importDemo } from './demo/seed.ts';
import { prepareDatabase } from './local-database.ts';
import { rateLimitOptions } from './local-rate-limit.ts';
import { localSecret } from './local-secrets.ts';
import { localToken } from './local-token.ts';
import { startWrangler } from './wrangler.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const TOKEN_TTL_S = 24 * 3_600;
const READY_WITHIN_MS = 60_000;

const port = parsePort(process.env.PORT || '8787');
const state = process.env.RENDEZVOUS_STATE
  ? resolve(process.env.INIT_CWD ?? ROOT, process.env.RENDEZVOUS_STATE)
  : join(ROOT, 'apps/api/.rendezvous');
const [AGENT] = AVANTER.users;
const origin = `http://localhost:${port}`;

try {
  await assertFree(port);
  mkdirSync(state, { recursive: true });
  localSecret();
  const rateLimit = await rateLimitOptions(state, process.env.RATE_LIMIT);
  const appointments = demoAppointments(demoDay(state));
  const token = await demoToken();
  const server = startWrangler(state, [
    'dev',
    ...rateLimit,
    `--port=${port}`,
    `--persist-to=${state}`,
    ...(process.env.JWKS_URL
      ? [`--var=JWKS_URL:${process.env.JWKS_URL}`, '--var=JWT_SECRET:']
      : []),
    `--var=DEMO_APPOINTMENTS:${appointments.map(({ id }) => `${AVANTER.slug}/${id}`).join()}`,
    `--var=DEMO_TOKEN:${token}`,
    '--show-interactive-dev-session=false',
  ]);
  // Together: the server leaves D1 alone until it is asked for something there.
  await Promise.all([
    step('Starting the server', () => until(() => answers('/health'))),
    prepareDatabase(state, step),
  ]);
  if (!(await answers('/ready'))) {
    await step(`Importing ${appointments.length} demo appointments`, () =>
      importDemo(origin, appointments),
    );
    await step('Waiting until it is ready', () => until(() => answers('/ready')));
  }
  greet(token);
  process.exitCode = await server;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

function parsePort(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number;
  console.error(`PORT has to be a whole number from 1 to 65535, not "${text}"`);
  process.exit(1);
}

function assertFree(number: number): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer();
    probe.once('error', () =>
      taken(
        new Error(`Port ${number} is in use. Choose another one: PORT=${number + 1} npm start`),
      ),
    );
    probe.listen(number, 'localhost', () => probe.close(() => free()));
  });
}

/** Says what is going on, and how long it took. */
async function step(what: string, work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  process.stdout.write(`${what} …\n`);
  await work();
  console.log(`${what}: done in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

async function answers(path: string): Promise<boolean> {
  return fetch(`${origin}${path}`, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.ok;
    },
    () => false,
  );
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${origin} did not get there within a minute`);
    await new Promise((next) => setTimeout(next, 200));
  }
}

function demoToken(): Promise<string> {
  const { role, id } = AGENT;
  return localToken({ tenant: AVANTER.slug, role, userId: id, ttl: TOKEN_TTL_S });
}

function greet(token: string): void {
  console.log(`
Rendezvous is ready on ${origin}

A token for ${AGENT.name}, ${AGENT.role} of ${AVANTER.slug}, valid for 24 hours:

${token}

Try it:

curl -s '${origin}/api/v1/appointments?page_size=3' -H 'Authorization: Bearer ${token}' -H 'X-Tenant: ${AVANTER.slug}'

Read and try it all: ${origin}/docs

Other roles: npm run --silent token -- --tenant ${AVANTER.slug} --role manager
`);
}
