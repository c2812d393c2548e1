// What each route takes and what it answers, in the contract's own schemas. A route that is missing here fails the fuzz.

import {
  appointmentAnswer,
  appointmentCancel,
  appointmentCreate,
  appointmentList,
  appointmentUpdate,
  conflictsAnswer,
  conflictsQuery,
  historyAnswer,
  historyQuery,
  importLine,
  importReport,
  listQuery,
  rebuildReport,
} from '@rendezvous/contract';
import * as z from 'zod';
import type { Role } from '../../../src/http/identity.ts';
import { OF_CHANGE, OF_IMPORT, type Values } from './values.ts';

export interface Form {
  /** The body, or of an import a line of it. */
  readonly body?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Values of this form alone. */
  readonly values?: Values;
  readonly media?: 'application/json' | 'application/x-ndjson' | 'any';
  /** What an accepted answer holds, or of NDJSON a line of it. */
  readonly answer: z.ZodType;
  readonly accepted?: number;
  /** The lowest role that may ask; none: nobody has to say who they are. */
  readonly role?: Role;
  /** How much of the fuzz goes here. */
  readonly weight: number;
}

const JSON_BODY = 'application/json';
const NDJSON = 'application/x-ndjson';

const probe = z.strictObject({ status: z.enum(['ok', 'ready']) });

const change: Omit<Form, 'weight'> = {
  ...{ body: appointmentUpdate, values: OF_CHANGE, media: JSON_BODY },
  ...{ answer: appointmentAnswer, role: 'attendant' },
};
const action: Form = {
  ...{ body: z.object({}), media: 'any', answer: appointmentAnswer, role: 'attendant', weight: 3 },
};

export const FORMS: Readonly<Record<string, Form>> = {
  'GET /health': { answer: probe, weight: 1 },
  'GET /ready': { answer: probe, weight: 1 },
  'GET /api/v1/appointments': {
    ...{ query: listQuery, answer: appointmentList, role: 'attendant', weight: 10 },
  },
  'POST /api/v1/appointments': {
    ...{ body: appointmentCreate, media: JSON_BODY, answer: appointmentAnswer, accepted: 201 },
    ...{ role: 'attendant', weight: 6 },
  },
  'GET /api/v1/appointments/conflicts': {
    ...{ query: conflictsQuery, answer: conflictsAnswer, role: 'attendant', weight: 16 },
  },
  'GET /api/v1/appointments/:id': { answer: appointmentAnswer, role: 'attendant', weight: 4 },
  'GET /api/v1/appointments/:id/history': {
    ...{ query: historyQuery, answer: historyAnswer, role: 'attendant', weight: 4 },
  },
  'PUT /api/v1/appointments/:id': { ...change, weight: 4 },
  'PATCH /api/v1/appointments/:id': { ...change, weight: 2 },
  'POST /api/v1/appointments/:id/confirm': action,
  'POST /api/v1/appointments/:id/cancel': { ...action, body: appointmentCancel },
  'POST /api/v1/appointments/:id/complete': action,
  'POST /api/v1/appointments/:id/no-show': action,
  'POST /api/v1/imports/appointments': {
    ...{ body: importLine, values: OF_IMPORT, media: NDJSON },
    ...{ answer: importReport, role: 'manager', weight: 20 },
  },
  'POST /api/v1/rebuild': { answer: rebuildReport, role: 'owner', weight: 1 },
};

/** Whether a route answers line by line. */
export const isStreamed = ({ answer }: Form): boolean =>
  answer === importReport || answer === rebuildReport;

/** The form of the route that serves this request, if one does. */
export const formServing = ({ method, url }: Request): Form | undefined =>
  FORMS[routeServing(method, new URL(url).pathname) ?? ''];

function routeServing(method: string, pathname: string): string | undefined {
  const path = decoded(pathname);
  const wanted = method === 'HEAD' ? 'GET' : method;
  return Object.keys(FORMS).find((route) => {
    const [verb, pattern = ''] = route.split(' ');
    return verb === wanted && new RegExp(`^${pattern.replace(':id', '[^/]+')}$`).test(path);
  });
}

function decoded(pathname: string): string {
  try {
    return decodeURI(pathname);
  } catch {
    return pathname;
  }
}
