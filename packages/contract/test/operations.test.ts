import { describe, expect, it } from 'vitest';
import { OPERATIONS, operations, problemsOf, requestHeadersOf } from '../src/index.ts';

describe('the table of operations', () => {
  it('has each method of each path once', () => {
    const routes = operations.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('puts a path before one whose parameter would match it too', () => {
    const paths = operations.map(([, { path }]) => path);
    const shadowed = paths.filter((path, index) =>
      paths
        .slice(0, index)
        .some((earlier) =>
          earlier === path
            ? false
            : new RegExp(`^${earlier.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
        ),
    );
    expect(shadowed).toEqual([]);
  });

  it.each(operations)('asks who writes: %s', (_, { method, lowestRole }) => {
    if (method !== 'GET') expect(lowestRole).not.toBe('public');
  });

  it('says what follows from the form, the path and the headers', () => {
    expect(problemsOf(OPERATIONS.updateAppointment)).toEqual([
      ...['unauthenticated', 'tenant_required', 'forbidden', 'rate_limited', 'unavailable'],
      ...['not_found', 'body_too_large', 'invalid', 'malformed_body', 'unsupported_media_type'],
      ...['version_mismatch', 'idempotency_mismatch', 'idempotency_in_progress'],
      ...['slot_taken', 'appointment_closed', 'internal'],
    ]);
    expect(problemsOf(OPERATIONS.getHealth)).toEqual(['internal']);
    expect(requestHeadersOf(OPERATIONS.getHealth)).toEqual(['Accept-Language', 'X-Request-Id']);
  });
});
