// What lists and the search for conflicts can be asked.

import { STATUSES, type Status } from '@rendezvous/domain';
import * as z from 'zod';
import { DEFAULT_DURATION } from '../appointment.ts';
import { DAY_MS, parseDate, parseInstant } from '../instant.ts';
import { BLANK, duration, ID_PATTERN, INVALID, id, text } from './field.ts';

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

const positive = z
  .string()
  .regex(/^[+-]?\d+$/, INVALID)
  .transform(Number)
  .refine((value) => value > 0, 'must be greater than 0')
  .meta({ type: 'integer', minimum: 1 });

const statuses = z
  .string()
  .transform((value, context): Status[] => {
    const asked = value.split(',').flatMap((item) => item.trim() || []);
    const known = STATUSES.filter((status) => asked.includes(status));
    if (asked.length > 0 && asked.every((item) => known.some((status) => status === item))) {
      return known;
    }
    context.addIssue(INVALID);
    return z.NEVER;
  })
  .meta({
    type: 'array',
    items: { type: 'string', enum: [...STATUSES] },
  });

/** A moment or a bare date; `bare` says what a bare date means: the moment its day starts or its last one. */
const bound = (bare: 'starts' | 'ends') =>
  z
    .string()
    .transform((value, context) => {
      const day = parseDate(value);
      const at = day === undefined ? parseInstant(spaceAsPlus(value)) : day;
      if (at === undefined) {
        context.addIssue(INVALID);
        return z.NEVER;
      }
      return day !== undefined && bare === 'ends' ? day + DAY_MS - 1 : at;
    })
    .meta({
      anyOf: [
        { type: 'string', format: 'date-time' },
        { type: 'string', format: 'date' },
      ],
    });

/** What any list can be asked: a page, and one of these keys to sort by, the first unless told otherwise. */
export const listOf = <const Key extends string>(first: Key, ...others: Key[]) => ({
  // Past any end there is nothing, however far: no page is too large to ask for.
  page: positive
    .transform((page) => Math.min(page, Number.MAX_SAFE_INTEGER))
    .default(1)
    .meta({ description: 'The number of the page.', ...byDefault(1) }),
  page_size: positive
    .transform((size) => Math.min(size, MAX_PAGE_SIZE))
    .default(DEFAULT_PAGE_SIZE)
    .meta({
      description: 'Items on a page; more than 100 is read as 100.',
      ...byDefault(DEFAULT_PAGE_SIZE),
    }),
  sort_by: z.enum([first, ...others], INVALID).default(() => first),
  sort_order: z.enum(['asc', 'desc'], INVALID).default('asc'),
});

/** Yes or no. */
export const flag = z
  .enum(['true', 'false'], INVALID)
  .transform((value) => value === 'true')
  .meta({ type: 'boolean', enum: [true, false] });

/** What is searched for in names, e-mail addresses and the like: short, since each link to another page repeats it. */
export const searched = text(100);

/** `GET /appointments`. Both bounds are inclusive, in milliseconds since 1970. */
export const listQuery = z
  .object({
    ...listOf(...SORT_KEYS),
    status: statuses.optional().meta({
      description: 'One, or several with commas.',
      param: { style: 'form', explode: false, example: ['scheduled'] },
    }),
    user_id: id.optional().meta({ description: 'Filters by agent.' }),
    department_id: id.optional(),
    customer_id: id.optional(),
    date_from: bound('starts')
      .optional()
      .meta({
        description:
          'The first moment of `scheduled_at`; a bare date is the start of its day in UTC.',
        param: { example: '2026-02-18' },
      }),
    date_to: bound('ends').optional().meta({
      description: 'The last moment of `scheduled_at`; a bare date is the end of its day in UTC.',
    }),
  })
  .refine(({ date_from = -Infinity, date_to = Infinity }) => !(date_from > date_to), {
    path: ['date_from'],
    error: 'must be before or equal to date_to',
    // Judged although other parameters are at fault: all of them are said at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });
export type ListQuery = z.output<typeof listQuery>;

/** `GET /appointments/conflicts`. */
export const conflictsQuery = z.object({
  user_id: z
    .string(BLANK)
    .pipe(id)
    .meta({
      description: 'The agent.',
      pattern: ID_PATTERN.source,
      param: { example: 'a1b2c3d4-e5f6-7890-abcd-ef1234567890' },
    }),
  scheduled_at: z
    .string(BLANK)
    .transform((value, context) => {
      const at = parseInstant(spaceAsPlus(value));
      if (at !== undefined) return at;
      context.addIssue(INVALID);
      return z.NEVER;
    })
    .meta({ format: 'date-time', param: { example: '2026-02-25T14:00:00Z' } }),
  duration_minutes: z
    .string()
    .regex(/^[+-]?\d+$/, INVALID)
    .transform(Number)
    .pipe(duration)
    .default(DEFAULT_DURATION)
    .meta({
      description: 'In minutes.',
      param: { example: 45 },
      ...{ type: 'integer', minimum: 1, maximum: 1_440 },
      ...byDefault(DEFAULT_DURATION),
    }),
  exclude_id: id.optional().meta({ description: 'An appointment that is not counted.' }),
});

/** A `+` that was not encoded arrives as a space: a space before a time offset is read as the plus it was. */
const spaceAsPlus = (value: string) => value.replace(/ (?=\d{2}:\d{2}$)/, '+');
