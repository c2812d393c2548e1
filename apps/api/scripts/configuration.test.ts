// What is deployed: both environments bundle without a warning, nothing of one is the other's, and whoever runs it finds each
// setting explained.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { wranglerConfiguration } from './wrangler-configuration.ts';

const API = join(import.meta.dirname, '..');
const ROOT = join(API, '../..');
const ENVIRONMENTS = ['', 'preview'] as const;
const folder = mkdtempSync(join(tmpdir(), 'rendezvous-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string) => readFileSync(join(API, path), 'utf8');

/** Wrangler’s output; throws when it fails. */
function wrangler(...args: string[]): string {
  const bin = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(bin, 'wrangler.js'), ...args],
    {
      cwd: API,
      encoding: 'utf8',
      env: {
        ...process.env,
        CI: 'true',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        WRANGLER_SEND_METRICS: 'false',
        WRANGLER_WRITE_LOGS: 'false',
      },
    },
  );
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout + stderr;
}

describe('the environments', () => {
  it.each(ENVIRONMENTS)('bundle without a warning: --env=%s', (env) => {
    const output = wrangler('deploy', '--dry-run', `--env=${env}`, '--outdir', join(folder, env));
    expect(output).toContain('--dry-run: exiting now.');
    expect(output).not.toMatch(/warning|deprecated|▲/i);
  });

  it('have the same bindings, and share no store, counter, data set or name', () => {
    const [top, preview] = ENVIRONMENTS.map((env) => {
      const config = wranglerConfiguration(env);
      return {
        bound: [
          ...config.durable_objects.bindings.map(({ name }) => name),
          ...config.d1_databases.map(({ binding }) => binding),
          ...config.ratelimits.map(({ name }) => name),
          ...config.analytics_engine_datasets.map(({ binding }) => binding),
          ...Object.keys(config.vars),
        ].sort(),
        own: [
          config.name,
          ...config.d1_databases.map(({ database_name }) => database_name),
          ...config.ratelimits.map(({ namespace_id }) => namespace_id),
          ...config.analytics_engine_datasets.map(({ dataset }) => dataset),
        ],
      };
    });
    expect(preview?.bound).toEqual(top?.bound);
    expect(top?.bound).toContain('CALENDARS');
    expect(preview?.own.filter((name) => top?.own.includes(name))).toEqual([]);
  });

  it.each(ENVIRONMENTS)('tell callers the limit that is counted: --env=%s', (env) => {
    const { vars, ratelimits } = wranglerConfiguration(env);
    const [limiter] = ratelimits;
    expect(vars.RATE_LIMIT).toBe(`${limiter?.simple.limit}/${limiter?.simple.period}`);
  });
});

describe('npm run deploy', () => {
  it.each([
    [[], 'rendezvous'],
    [['--', '--env', 'preview'], 'rendezvous-preview'],
  ])('refuses to deploy %j while its database has no id', (args, database) => {
    const deploy = spawnSync('npm', ['run', '--silent', 'deploy', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toContain(`wrangler d1 create ${database}\``);
    expect(deploy.stdout).toBe('');
  });

  it('refuses an environment that there is not', () => {
    const deploy = () =>
      execFileSync('npm', ['run', '--silent', 'deploy', '--', '--env', 'nowhere'], {
        cwd: ROOT,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(deploy).toThrow(/No environment found.*nowhere/);
  });
});

describe('the binding of a database', () => {
  it('is read at one place alone, which knows the tenants', () => {
    const readers = readdirSync(join(API, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && /\bDB\b/.test(read(join('src', file))))
      .sort();
    expect(readers).toEqual(['env.ts', 'read-model/database-of.ts']);
  });
});

describe('each setting', () => {
  const settings = [...read('src/env.ts').matchAll(/^ {2}readonly ([A-Z][A-Z0-9_]*)\??:/gm)].map(
    ([, name = '']) => name,
  );

  it('of the Worker stands in the runbook, and the runbook names no other', () => {
    const documented = [...read('RUNBOOK.md').matchAll(/^\| `([A-Z][A-Z0-9_]*)`/gm)].map(
      ([, name = '']) => name,
    );
    expect(settings).toContain('JWT_SECRET');
    expect(documented.sort()).toEqual(settings.sort());
  });

  it('that is configured is one of the Worker’s', () => {
    for (const env of ENVIRONMENTS) {
      expect(settings).toEqual(
        expect.arrayContaining(Object.keys(wranglerConfiguration(env).vars)),
      );
    }
  });

  it('of the example is a secret without a value: each becomes one where somebody deploys by a button', () => {
    const example = parseEnv(read('.dev.vars.example'));
    expect(example).toEqual({ JWT_SECRET: '', CUSTOMER_ID_KEY: '' });
    for (const name of Object.keys(example)) expect(settings).toContain(name);
  });
});
