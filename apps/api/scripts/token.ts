// npm run --silent token -- --tenant avanter --role attendant [--user ID] [--ttl 1h]
// Prints one bare JWT for the local server.

import { parseArgs } from 'node:util';
import { DEMO_TENANTS } from './demo/directory.ts';
import { localToken } from './local-token.ts';

const USAGE =
  'usage: npm run --silent token -- --tenant SLUG --role ROLE [--user ID] [--ttl N(s|m|h|d)]';

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `90s`, `-15m`, `1h`, `7d` in seconds. */
function parseTtl(text: string): number {
  const match = /^([+-]?\d+)([smhd])$/.exec(text);
  if (!match) throw new Error(`--ttl is an integer and s, m, h or d, not "${text}"`);
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS]; // the pattern allows no other unit
}

/** The tenant's first user with that role, else any of its users, else the demo's first. */
function defaultUser(tenant: string, role: string): string {
  const { users } = DEMO_TENANTS.find(({ slug }) => slug === tenant) ?? DEMO_TENANTS[0];
  return (users.find((user) => user.role === role) ?? users[0]).id;
}

/** `--ttl -60s` as `--ttl=-60s`: a value that begins with a dash would be taken for an option. */
const joinTtl = (args: readonly string[]): string[] =>
  args.flatMap((arg, index) => {
    if (args[index - 1] === '--ttl') return [];
    return arg === '--ttl' ? `--ttl=${args[index + 1] ?? ''}` : arg;
  });

try {
  const { values } = parseArgs({
    args: joinTtl(process.argv.slice(2)),
    options: {
      tenant: { type: 'string' },
      role: { type: 'string' },
      user: { type: 'string' },
      ttl: { type: 'string', default: '1h' },
    },
  });
  const { tenant, role, ttl } = values;
  if (!tenant || !role) throw new Error('--tenant and --role are needed');
  const userId = values.user ?? defaultUser(tenant, role);
  console.log(await localToken({ tenant, role, userId, ttl: parseTtl(ttl) }));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  process.exitCode = 1;
}
