// A caller of the API. Answers are read with the contract's schemas, not cast.

import { env, exports } from 'cloudflare:workers';
import {
  appointmentAnswer,
  appointmentList,
  conflictsAnswer,
  historyAnswer,
  LANGUAGES,
  type Problem,
  problem,
  type WireAppointment,
} from '@rendezvous/contract';
import { type JWTPayload, SignJWT } from 'jose';
import { expect } from 'vitest';
import { undocumented } from './documented.ts';
import { unspeakable } from './languages.ts';
import type { Tenant } from './tenant.ts';

export const ORIGIN = 'http://localhost';

/** A token for `claims`, signed with the tests' secret; valid for an hour unless `exp` says otherwise. */
export const sign = (claims: JWTPayload): Promise<string> =>
  new SignJWT({ exp: Math.floor(Date.now() / 1000) + 3_600, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(env.JWT_SECRET));

export interface Call {
  /** Serialised as JSON unless it is a string. Bytes go as they are, without a Content-Type of their own. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** An answer, read once. */
export class Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;

  constructor(response: Response, text: string) {
    this.status = response.status;
    this.headers = response.headers;
    this.text = text;
  }

  get json(): unknown {
    return JSON.parse(this.text);
  }

  /** A single appointment. */
  appointment(status = 200): WireAppointment {
    expect(this.status, this.text).toBe(status);
    return appointmentAnswer.parse(this.json).data;
  }

  list() {
    expect(this.status, this.text).toBe(200);
    return appointmentList.parse(this.json);
  }

  history() {
    expect(this.status, this.text).toBe(200);
    return historyAnswer.parse(this.json);
  }

  conflicts() {
    expect(this.status, this.text).toBe(200);
    return conflictsAnswer.parse(this.json).data;
  }

  /** A problem with this code; its shape is checked against the table. */
  problem(code: Problem['code']): Problem {
    expect(this.headers.get('Content-Type'), this.text).toBe('application/problem+json');
    const refused = problem.parse(this.json);
    expect(refused, this.text).toMatchObject({ code, status: this.status });
    const language = this.headers.get('Content-Language');
    expect(LANGUAGES).toContain(language);
    if (language === 'en') expect(unspeakable(refused), 'without a translation').toEqual([]);
    return refused;
  }

  /** The field errors of an `invalid`. */
  errors() {
    return this.problem('invalid').errors;
  }
}

export interface Client {
  call(method: string, path: string, call?: Call): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Books with `booking(tenant)` and these fields on top, and expects 201. */
  book(fields?: Record<string, unknown>): Promise<WireAppointment>;
}

/** A client of the tenant; an attendant, the tenant's agent, unless told otherwise. Paths are relative to `/api/v1`. */
export function client(
  tenant: Tenant,
  { role = 'attendant', userId = tenant.agent.id }: { role?: string; userId?: string } = {},
): Client {
  const call: Client['call'] = async (method, path, { body, headers } = {}) => {
    const response = await exports.default.fetch(`${ORIGIN}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${await sign({ sub: userId, tenant: tenant.slug, role })}`,
        'X-Tenant': tenant.slug,
        ...(body === undefined || isBytes(body) ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || isBytes(body) ? body : JSON.stringify(body) }),
    });
    // Not text(): the platform warns of it for NDJSON.
    const text = new TextDecoder().decode(await response.arrayBuffer());
    // Any other answer is held against its description as it leaves the app.
    if (response.headers.get('Content-Type') === 'application/x-ndjson') {
      const url = `${ORIGIN}/api/v1${path}`;
      expect(undocumented({ method, url }, response, text)).toEqual([]);
    }
    return new Answer(response, text);
  };
  return {
    call,
    get: (path, headers = {}) => call('GET', path, { headers }),
    post: (path, body, headers = {}) => call('POST', path, { body, headers }),
    put: (path, body, headers = {}) => call('PUT', path, { body, headers }),
    book: async (fields) =>
      (
        await call('POST', '/appointments', { body: { ...booking(tenant), ...fields } })
      ).appointment(201),
  };
}

/** A request without a token and without a tenant. */
export async function anonymous(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await exports.default.fetch(`${ORIGIN}/api/v1${path}`, { method, headers });
  return new Answer(response, await response.text());
}

const isBytes = (body: unknown): body is Uint8Array => body instanceof Uint8Array;

let slots = 0;

/** A body that books: each call asks for a later slot of its own. */
export const booking = (tenant: Tenant): Record<string, unknown> => ({
  title: 'Réunion de présentation',
  scheduled_at: slot(slots++),
  department_id: tenant.department.id,
  customer_name: 'Roberto Lima',
});

/** The start of the n-th hour of a future that no test reaches. */
export const slot = (hour: number): string =>
  new Date(Date.UTC(2040, 0, 1) + hour * 3_600_000).toISOString().replace('.000Z', 'Z');
