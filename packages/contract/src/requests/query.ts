// What lists and the search for conflicts can be asked.

import { STATUSES, type Status } from '@rendezvous/domain';
import * as z from 'zod/mini';
import { DEFAULT_DURATION } from '../appointment.ts';
import { DAY_MS, parseDate, parseInstant } from '../instant.ts';
import { BLANK, duration, ID_PATTERN, INVALID, id, refuse, text } from './field.ts';

/** The keys that a list can be sorted by. */
export const SORT_KEYS = [
  'scheduled_at',
  'inserted_at',
  'updated_at',
  'title',
  'status',
  'duration_minutes',
  'customer_name',
  'user_name',
  'department_name',
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** Items on a page: the default and the most. */
export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

/** Described here, because zod tells no default of what it transforms. */
const byDefault = (value: number) => ({ override: { default: value } });

/** An integer as it is written in a query. */
const integer = z.pipe(z.string().check(z.regex(/^[+-]?\d+$/, INVALID)), z.transform(Number));

const positive = integer
  .check(z.refine((value) => value > 0, 'must be greater than 0'))
  .register(z.globalRegistry, { type: 'integer', minimum: 1 });

const statuses = z
  .pipe(
    z.string(),
    z.transform((value, context): Status[] => {
      const asked = value.split(',').flatMap((item) => item.trim() || []);
      const known = STATUSES.filter((status) => asked.includes(status));
      return asked.length > 0 && asked.every((item) => known.some((status) => status === item))
        ? known
        : refuse(context, INVALID);
    }),
  )
  .register(z.globalRegistry, {
    type: 'array',
    items: { type: 'string', enum: [...STATUSES] },
  });

/** A moment or a bare date; `bare` says what a bare date means: the moment its day starts or its last one. */
const bound = (bare: 'starts' | 'ends') =>
  z
    .pipe(
      z.string(),
      z.transform((value, context) => {
        const day = parseDate(value);
        const at = day === undefined ? parseInstant(spaceAsPlus(value)) : day;
        if (at === undefined) return refuse(context, INVALID);
        return day !== undefined && bare === 'ends' ? day + DAY_MS - 1 : at;
      }),
    )
    .register(z.globalRegistry, {
      anyOf: [
        { type: 'string', format: 'date-time' },
        { type: 'string', format: 'date' },
      ],
    });

/** What any list can be asked: a page, and one of these keys to sort by, the first unless told otherwise. */
export const listOf = <const Key extends string>(first: Key, ...others: Key[]) => ({
  // Past any end there is nothing, however far: no page is too large to ask for.
  page: z._default(atMost(Number.MAX_SAFE_INTEGER), 1).register(z.globalRegistry, {
    description: 'The number of the page.',
    ...byDefault(1),
  }),
  page_size: z._default(atMost(MAX_PAGE_SIZE), DEFAULT_PAGE_SIZE).register(z.globalRegistry, {
    description: 'Items on a page; more than 100 is read as 100.',
    ...byDefault(DEFAULT_PAGE_SIZE),
  }),
  sort_by: z._default(z.enum([first, ...others], INVALID), () => first),
  sort_order: z._default(z.enum(['asc', 'desc'], INVALID), 'asc'),
});

/** What is above is read as that. */
const atMost = (most: number) =>
  z.pipe(
    positive,
    z.transform((value) => Math.min(value, most)),
  );

/** Yes or no. */
export const flag = z
  .pipe(
    z.enum(['true', 'false'], INVALID),
    z.transform((value) => value === 'true'),
  )
  .register(z.globalRegistry, { type: 'boolean', enum: [true, false] });

/** What is searched for in names, e-mail addresses and the like: short, since each link to another page repeats it. */
export const searched = text(100);

/** `GET /appointments`. Both bounds are inclusive, in milliseconds since 1970. */
export const listQuery = z
  .object({
    ...listOf(...SORT_KEYS),
    status: z.optional(statuses).register(z.globalRegistry, {
      description: 'One, or several with commas.',
      param: { style: 'form', explode: false, example: ['scheduled'] },
    }),
    user_id: z.optional(id).register(z.globalRegistry, { description: 'Filters by agent.' }),
    department_id: z.optional(id),
    customer_id: z.optional(id),
    date_from: z.optional(bound('starts')).register(z.globalRegistry, {
      description:
        'The first moment of `scheduled_at`; a bare date is the start of its day in UTC.',
      param: { example: '2026-02-18' },
    }),
    date_to: z.optional(bound('ends')).register(z.globalRegistry, {
      description: 'The last moment of `scheduled_at`; a bare date is the end of its day in UTC.',
    }),
  })
  .check(
    z.refine(({ date_from = -Infinity, date_to = Infinity }) => !(date_from > date_to), {
      path: ['date_from'],
      error: 'must be before or equal to date_to',
      // Judged although other parameters are at fault: all of them are said at once.
      when: ({ value }) => typeof value === 'object' && value !== null,
    }),
  );
export type ListQuery = z.output<typeof listQuery>;

/** `GET /appointments/conflicts`. */
export const conflictsQuery = z.object({
  user_id: z.pipe(z.string(BLANK), id).register(z.globalRegistry, {
    description: 'The agent.',
    pattern: ID_PATTERN.source,
    param: { example: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890' },
  }),
  scheduled_at: z
    .pipe(
      z.string(BLANK),
      z.transform((value, context) => parseInstant(spaceAsPlus(value)) ?? refuse(context, INVALID)),
    )
    .register(z.globalRegistry, {
      format: 'date-time',
      param: { example: '2026-02-25T14:00:00Z' },
    }),
  duration_minutes: z
    ._default(z.pipe(integer, duration), DEFAULT_DURATION)
    .register(z.globalRegistry, {
      description: 'In minutes.',
      param: { example: 45 },
      ...{ type: 'integer', minimum: 1, maximum: 1_440 },
      ...byDefault(DEFAULT_DURATION),
    }),
  exclude_id: z
    .optional(id)
    .register(z.globalRegistry, { description: 'An appointment that is not counted.' }),
});

/** A `+` that was not encoded arrives as a space: a space before a time offset is read as the plus it was. */
const spaceAsPlus = (value: string) => value.replace(/ (?=\d{2}:\d{2}$)/, '+');
