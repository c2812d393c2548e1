// The app with an environment of the test's own making.

import { env } from 'cloudflare:workers';
import { app } from '../../src/app.ts';
import type { Env } from '../../src/env.ts';
import { Answer, ORIGIN } from './client.ts';

/** A configured environment with these on top; `undefined` takes one away. */
export function environment(overrides: { [Key in keyof Env]?: Env[Key] | undefined } = {}): Env {
  const { DB, CALENDARS, PROJECTORS, ASSETS, JWT_SECRET, CUSTOMER_ID_KEY } = env;
  const configured = {
    DB,
    CALENDARS,
    PROJECTORS,
    ASSETS,
    JWT_SECRET,
    CUSTOMER_ID_KEY,
    ...overrides,
  };
  for (const [name, value] of Object.entries(configured)) {
    if (value === undefined) Reflect.deleteProperty(configured, name);
  }
  return configured as Env; // what is undefined has been taken away
}

export interface Asked {
  readonly token?: string;
  readonly tenant?: string;
  readonly method?: string;
  readonly body?: string;
  readonly origin?: string;
  readonly headers?: Record<string, string>;
}

/** The answer of the app in this environment. */
export async function askApp(
  environment: Env,
  path: string,
  { token, tenant, method = 'GET', body, origin = ORIGIN, headers }: Asked = {},
): Promise<Answer> {
  const request = new Request(`${origin}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(tenant === undefined ? {} : { 'X-Tenant': tenant }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const response = await app.fetch(request, environment);
  return new Answer(response, await response.text());
}
