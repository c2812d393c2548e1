// A tenant with very many appointments, straight into D1: three years of them, thinning out at night, five agents and three
// departments of unequal size, all statuses but few no-shows. The triggers would take long for so many: they are away
// meanwhile, and the counts are made by the statement that the migration makes them with for rows that were there before.

import { env } from 'cloudflare:workers';

/** The first day of the three years. */
export const FIRST_DAY = '2038-01-01';
export const DAYS = 1_096;

const idOf = (kind: number, nth: number) =>
  `00000000-0000-7000-800${kind}-${String(nth).padStart(12, '0')}`;
export const crowdedUser = idOf(1, 0);
export const crowdedDepartment = idOf(2, 0);
export const crowdedCustomer = idOf(3, 0);

/** Appointments at a time: below what one statement may take in D1. */
const CHUNK = 50_000;

/** Gives D1 `count` appointments of the tenant, spread like those of a contact centre. All counts are made anew. */
export async function crowd(slug: string, count: number): Promise<void> {
  const queries = env.MIGRATIONS.flatMap((migration) => migration.queries);
  const find = (start: RegExp) =>
    queries.filter((query) => start.test(query.replace(/^(--.*|\s*)\n/gm, '')));
  const triggers = find(/^CREATE TRIGGER/);
  const backfill = find(/^INSERT INTO appointment_counts/);
  const run = (statements: readonly string[]) =>
    env.DB.batch(statements.map((statement) => env.DB.prepare(statement)));

  await run(triggers.map((query) => `DROP TRIGGER ${/CREATE TRIGGER (\w+)/.exec(query)?.[1]}`));
  await fill(slug, count);
  await run(['DELETE FROM appointment_counts', ...backfill, ...triggers]);
}

async function fill(slug: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += CHUNK) {
    await env.DB.prepare(
      `WITH RECURSIVE
         n(i) AS (SELECT ?2 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?3),
         -- Two fixed scramblings of the number, so that each column goes its own way.
         random(i, a, b) AS (SELECT i, i * 7919 % 1000003, i * 104729 % 1000003 FROM n)
       INSERT INTO appointments (tenant, id, version, title, title_key, status, scheduled_at, duration_minutes,
         department_id, user_id, customer_id, customer_name, customer_name_key, inserted_at, updated_at)
       SELECT ?1, printf('00000000-0000-7000-8000-%012d', a * 1000000 + i), 1, 'Appel ' || b, 'appel ' || b,
         CASE WHEN b % 1000 = 0 THEN 'no_show' WHEN b % 4 = 0 THEN 'scheduled' WHEN b % 4 = 1 THEN 'confirmed'
           WHEN b % 4 = 2 THEN 'completed' ELSE 'cancelled' END,
         unixepoch('${FIRST_DAY}') * 1000
           + (i % ${DAYS}) * 86400000
           + CASE WHEN a % 10 < 8 THEN 8 * 3600000 + a % 36000 * 1000 ELSE a % 86400 * 1000 END,
         30,
         printf('00000000-0000-7000-8002-%012d', max(0, a % 5 - 2)),
         printf('00000000-0000-7000-8001-%012d', max(0, b % 9 - 4)),
         printf('00000000-0000-7000-8003-%012d', b % 5000), 'Client ' || a, 'client ' || a, i, i
       FROM random`,
    )
      .bind(slug, done, Math.min(done + CHUNK, count))
      .run();
  }
}
