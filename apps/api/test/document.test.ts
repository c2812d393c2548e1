// The original's page, as it stands, is a fixture: each curl that it prints runs alone from one start state, and the
// keys that it prints of the answer are compared.

import { exports } from 'cloudflare:workers';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ORIGIN } from './harness/client.ts';
import { EXAMPLES, tokenOfThePage, turnToThePage } from './harness/original-page.ts';

beforeEach(turnToThePage);

afterAll(() => {
  vi.useRealTimers();
});

describe("the page's examples", () => {
  it('are five curls, three of them with a printed answer', () => {
    expect(EXAMPLES.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'GET /api/v1/appointments',
      'POST /api/v1/appointments',
      'GET /api/v1/appointments/conflicts',
      'POST /api/v1/appointments/4c5d6e7f-8a9b-0123-defg-456789012345/confirm',
      'POST /api/v1/appointments/4c5d6e7f-8a9b-0123-defg-456789012345/cancel',
    ]);
    expect(EXAMPLES.map(({ answer }) => answer?.status)).toEqual([
      200,
      201,
      200,
      undefined,
      undefined,
    ]);
  });

  it.each(EXAMPLES)(
    '$title answers as printed',
    async ({ method, path, headers, body, answer }) => {
      const response = await exports.default.fetch(`${ORIGIN}${path}`, {
        method,
        headers: { ...headers, Authorization: `Bearer ${await tokenOfThePage('attendant')}` },
        ...(body === undefined ? {} : { body }),
      });
      expect(response.status).toBe(answer?.status ?? 200);
      const json: { data: { status?: string } } = await response.json();
      if (answer) expect(json).toMatchObject(withoutGeneratedIds(answer.body, method));
      else expect(json.data.status).toBe(path.endsWith('/confirm') ? 'confirmed' : 'cancelled');
    },
  );
});

/** Ids that a booking generates cannot be the page's. */
function withoutGeneratedIds(body: unknown, method: string): object {
  if (method === 'GET') return Object(body);
  const { id: _, customer_id: __, ...rest } = Object(Object(body).data);
  return { data: rest };
}
