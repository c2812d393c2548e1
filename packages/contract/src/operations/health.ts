import { health, readiness } from '../health.ts';
import type { Operation } from './operation.ts';

export const healthOperations = {
  getHealth: {
    method: 'GET',
    path: '/health',
    tag: 'Health',
    summary: 'Whether the Worker runs',
    description: 'Looks at nothing else.',
    lowestRole: 'public',
    answers: {
      200: { description: 'It runs.', media: 'application/json', schema: health },
    },
  },
  getReady: {
    method: 'GET',
    path: '/ready',
    tag: 'Health',
    summary: 'Whether the Worker can serve',
    description: 'It is configured, and its database answers and is migrated.',
    lowestRole: 'public',
    answers: {
      200: { description: 'It can serve.', media: 'application/json', schema: readiness },
    },
    problems: ['unavailable'],
  },
} as const satisfies Record<string, Operation>;
