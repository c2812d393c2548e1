import { health, readiness } from '../answers/health.ts';
import type { Description } from './operation.ts';
import type { OperationId } from './routes.ts';

export const healthOperations = {
  getHealth: {
    tag: 'Health',
    description: 'Looks at nothing else.',
    answers: {
      200: { description: 'It runs.', media: 'application/json', schema: health },
    },
  },
  getReady: {
    tag: 'Health',
    description: 'It is configured, and its database answers and is migrated.',
    answers: {
      200: { description: 'It can serve.', media: 'application/json', schema: readiness },
    },
    problems: ['unavailable'],
  },
} as const satisfies Partial<Record<OperationId, Description>>;
