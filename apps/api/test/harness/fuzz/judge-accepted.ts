// What an accepted answer has to be: what the contract's schema says of it, and what no schema can say.

import {
  appointmentAnswer,
  appointmentList,
  conflictsAnswer,
  customerAnswer,
  customerList,
  departmentAnswer,
  departmentList,
  historyAnswer,
  importReport,
  rebuildReport,
  userAnswer,
  userList,
} from '@rendezvous/contract';
import type * as z from 'zod';
import type { Answer } from '../client.ts';
import { unspeakable } from '../languages.ts';
import { type Form, formServing, isStreamed } from './forms.ts';
import { brokenOf, jsonOf } from './promises.ts';

export function brokenByAccepted(request: Request, { status, headers, text }: Answer): string[] {
  const form = formServing(request);
  if (!form) return ['only what is a route accepts'];
  const broken = brokenOf({
    'it has the status of its route': status === form.accepted,
    'it is JSON, or lines of it': headers.get('Content-Type')?.split(';')[0] === form.answerMedia,
  });
  if (request.method === 'HEAD' || form.answerMedia.startsWith('text/')) return broken;
  const texts = isStreamed(form) ? text.split('\n').filter(Boolean) : [text];
  return [...broken, ...texts.flatMap((one) => brokenByData(jsonOf(one), headers, form))];
}

function brokenByData(json: unknown, headers: Headers, form: Form): string[] {
  const read = form.answer.safeParse(json);
  if (!read.success) return [`it is what the contract says: ${read.error.message}`];
  return BEYOND_SCHEMAS.get(form.answer)?.(json, headers, form) ?? [];
}

type Judge = (json: unknown, headers: Headers, form: Form) => string[];

const judgeOne =
  (schema: z.ZodType<{ data: { id: string; version: number } }>): Judge =>
  (json, headers, { accepted, collection = 'appointments' }) => {
    const { id, version } = schema.parse(json).data;
    const location = accepted === 201 ? `/api/v1/${collection}/${id}` : null;
    return brokenOf({
      'its ETag is the version': headers.get('ETag') === `"${version}"`,
      'what was created tells where it is': headers.get('Location') === location,
    });
  };

const judgeList =
  (schema: z.ZodType<{ data: unknown[]; meta: { page_size: number } }>): Judge =>
  (json, headers, { query }) => {
    const { data, meta } = schema.parse(json);
    const link = headers.get('Link') ?? '';
    const urls = [...link.matchAll(/<([^>]*)>/g)].map(([, url = '']) => new URL(url));
    return brokenOf({
      'a page has a hundred at most': data.length <= meta.page_size && meta.page_size <= 100,
      'links are short': link.length < 8_000,
      'links repeat only what was understood': urls.every(({ searchParams }) =>
        [...searchParams.keys()].every((name) => Object.hasOwn(query?.shape ?? {}, name)),
      ),
    });
  };

const BEYOND_SCHEMAS = new Map<unknown, Judge>([
  [appointmentAnswer, judgeOne(appointmentAnswer)],
  [departmentAnswer, judgeOne(departmentAnswer)],
  [userAnswer, judgeOne(userAnswer)],
  [customerAnswer, judgeOne(customerAnswer)],
  [appointmentList, judgeList(appointmentList)],
  [departmentList, judgeList(departmentList)],
  [userList, judgeList(userList)],
  [customerList, judgeList(customerList)],
  [
    historyAnswer,
    (json) => {
      const { data, meta } = historyAnswer.parse(json);
      const versions = data.map(({ version }) => version);
      const upwards = versions.map((_, index) => Math.min(...versions) + index);
      return brokenOf({
        'a page has a hundred at most': data.length <= meta.page_size && meta.page_size <= 100,
        'versions follow one another': [upwards, upwards.toReversed()].some(
          (expected) => String(expected) === String(versions),
        ),
      });
    },
  ],
  [
    conflictsAnswer,
    (json) => {
      const { has_conflicts, conflicts } = conflictsAnswer.parse(json).data;
      const starts = conflicts.map(({ scheduled_at }) => scheduled_at);
      return brokenOf({
        'has_conflicts says whether there are any': has_conflicts === conflicts.length > 0,
        'conflicts come in order of time': String(starts) === String(starts.toSorted()),
      });
    },
  ],
  [
    importReport,
    (json, headers) => {
      const { result, errors } = importReport.parse(json);
      return brokenOf({
        'what it says in English has its translations':
          headers.get('Content-Language') !== 'en' || unspeakable({ errors }).length === 0,
        'no line is unavailable': result !== 'unavailable',
        'a line that is invalid says why': (errors !== undefined) === (result === 'invalid'),
      });
    },
  ],
  [
    rebuildReport,
    (json) =>
      brokenOf({
        'no calendar is unavailable': rebuildReport.parse(json).result !== 'unavailable',
      }),
  ],
]);
