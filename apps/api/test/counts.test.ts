// The counts under lists are exact whatever is delivered in whatever order, and so are totals and pages.

import { env } from 'cloudflare:workers';
import { listQuery, readQuery } from '@rendezvous/contract';
import { type Appointment, STATUSES } from '@rendezvous/domain';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { list } from '../src/read-model/appointments.ts';
import { project } from '../src/read-model/projection.ts';
import { remove } from '../src/read-model/strays.ts';
import { expectExactCounts } from './harness/counts.ts';
import { newTenant } from './harness/tenant.ts';

const HOUR_MS = 3_600_000;
const LABELS = [...'abcdefghij'];

/** What may arrive: some version of some appointments, told once more or for a rebuild; or the removal of some. */
const place = fc.record({
  status: fc.constantFrom(...STATUSES),
  // Near the edges of quarters and of spans, before 1970 too.
  hour: fc.oneof(fc.integer({ min: -4, max: 30 }), fc.integer({ min: 760, max: 790 })),
  agent: fc.nat({ max: 1 }),
  department: fc.nat({ max: 1 }),
  version: fc.integer({ min: 1, max: 6 }),
});
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('project' as const),
      rows: fc.uniqueArray(fc.record({ label: fc.constantFrom(...LABELS), place }), {
        selector: ({ label }) => label,
        minLength: 1,
        maxLength: 4,
      }),
      rebuild: fc.boolean(),
      times: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('remove' as const),
      label: fc.constantFrom(...LABELS),
      agent: fc.nat({ max: 1 }),
      version: fc.integer({ min: 1, max: 6 }),
    }),
  },
);

const QUERIES = [
  '',
  'status=scheduled,no_show',
  'user_id=$agent0',
  'user_id=$agent1&status=cancelled',
  'department_id=$department1&date_from=1970-01-01T05:00:00Z',
  'department_id=$department0&user_id=$agent0&date_to=1970-01-01',
  'date_from=1970-01-01T03:00:00Z&date_to=1970-02-02T09:30:00Z',
  'status=confirmed&date_from=1970-01-01T03:00:00Z&date_to=1970-01-01T05:00:00Z',
];

it('after any history', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const tenant = await newTenant();
      const agents = [tenant.agent.id, tenant.otherAgent.id];
      const departments = [tenant.department.id, tenant.otherDepartment.id];
      const ids = new Map(LABELS.map((label) => [label, v7()]));
      const toAppointment = (label: string, at: Place): Appointment => ({
        ...BLANK,
        id: ids.get(label) ?? '',
        status: at.status,
        scheduledAt: at.hour * HOUR_MS,
        agentId: agents[at.agent] ?? '',
        departmentId: departments[at.department] ?? '',
        version: at.version,
      });
      for (const [nth, taken] of steps.entries()) {
        if (taken.kind === 'remove') {
          const agentId = agents[taken.agent] ?? '';
          await remove(
            env.DB,
            { tenant: tenant.slug, route: 'r', agentId },
            {
              appointments: [{ id: ids.get(taken.label) ?? '', version: taken.version }],
              events: [],
            },
          );
        } else {
          const appointments = taken.rows.map(({ label, place: at }) => toAppointment(label, at));
          const { rebuild } = taken;
          const projection = {
            tenant: tenant.slug,
            calendar: 'r',
            events: [],
            newborns: [],
            rebuild,
          };
          for (let time = 0; time < taken.times; time += 1) {
            await project(env.DB, { ...projection, appointments });
          }
        }
        if (nth % 8 === 0) await expectExactCounts(tenant);
      }
      await expectExactCounts(tenant);

      const { results } = await env.DB.prepare('SELECT * FROM appointments WHERE tenant = ?')
        .bind(tenant.slug)
        .all<Copied>();
      for (const template of QUERIES) {
        const text = template.replace(/\$(agent|department)(\d)/g, (_, kind, nth) =>
          String((kind === 'agent' ? agents : departments)[Number(nth)]),
        );
        for (const order of ['asc', 'desc']) {
          const query = listQuery.parse(
            readQuery(new URLSearchParams(`${text}&page_size=3&page=2&sort_order=${order}`)),
          );
          const matching = results
            .filter((row) => matches(row, query))
            .sort(
              (one, other) => one.scheduled_at - other.scheduled_at || (one.id < other.id ? -1 : 1),
            );
          if (order === 'desc') matching.reverse();
          const listed = await list(env.DB, tenant.slug, query);
          expect(
            listed.kind === 'listed' && [
              listed.totalCount,
              listed.appointments.map(({ id }) => id),
            ],
            `${template} ${order}`,
          ).toEqual([matching.length, matching.slice(3, 6).map(({ id }) => id)]);
        }
      }
    }),
    { numRuns: 25 },
  );
});

type Place = typeof place extends fc.Arbitrary<infer Value> ? Value : never;

interface Copied {
  readonly id: string;
  readonly status: string;
  readonly scheduled_at: number;
  readonly user_id: string;
  readonly department_id: string;
}

const matches = (row: Copied, query: ReturnType<typeof listQuery.parse>): boolean =>
  (query.status?.some((status) => status === row.status) ?? true) &&
  (query.user_id ?? row.user_id) === row.user_id &&
  (query.department_id ?? row.department_id) === row.department_id &&
  row.scheduled_at >= (query.date_from ?? -Infinity) &&
  row.scheduled_at <= (query.date_to ?? Infinity);

const BLANK = {
  title: 'x',
  description: null,
  durationMinutes: 30,
  departmentName: null,
  agentName: null,
  customerId: 'c',
  contact: { name: 'x', email: null, phone: null },
  notes: null,
  cancellationReason: null,
  insertedAt: 0,
  updatedAt: 0,
};
