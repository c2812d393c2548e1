// A bad day: a shift of four agents with bookings, moves, actions and an import, while D1 fails in three ways, calendars
// die and calls between them get lost. Then peace. Nothing is double-booked, nothing is lost, D1 equals the ledgers.

import { evictDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { holdAlarms, ring, ringUntilQuiet } from './harness/alarms.ts';
import { stubOf } from './harness/calendars.ts';
import { type Answer, client, slot } from './harness/client.ts';
import { expectEqual, ledgersOf } from './harness/equality.ts';
import { calm, disturb, faults } from './harness/faults.ts';
import { importLines, oldId } from './harness/imports.ts';
import { crash, expectPeace, newAgents, see } from './harness/moves.ts';
import { newKey } from './harness/retries.ts';
import { newTenant, type Person, type Tenant } from './harness/tenant.ts';

/** A request with its key: it can be sent as often as it takes. */
interface Request {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body?: Record<string, unknown>;
  readonly key: Record<string, string>;
}

/** What the callers of the day were told, and what they have had no answer to. */
class Shift {
  /** By id: the highest version that an answer told of. */
  readonly told = new Map<string, number>();
  readonly accepted: { request: Request; answer: Answer }[] = [];
  #unanswered: Request[] = [];
  readonly tenant: Tenant;
  readonly agents: readonly Person[];
  #turns = 0;

  constructor(tenant: Tenant, agents: readonly Person[]) {
    this.tenant = tenant;
    this.agents = agents;
  }

  /** Agents take turns. */
  get #agent(): Person {
    this.#turns += 1;
    return this.agents[this.#turns % this.agents.length] ?? this.tenant.agent;
  }

  /** Sends the request; refusals are part of the day, an honest "unavailable" is tried again later. */
  async send(request: Request): Promise<void> {
    const { method, path, body, key } = request;
    const answer = await client(this.tenant).call(method, path, { body, headers: key });
    expect([200, 201, 409, 503], answer.text).toContain(answer.status);
    if (answer.status === 503) this.#unanswered.push(request);
    if (answer.status > 201) return;
    const { id, version } = answer.appointment(answer.status);
    this.told.set(id, Math.max(version, this.told.get(id) ?? 0));
    this.accepted.push({ request, answer });
  }

  /** Two callers want each of these hours of somebody. */
  bookings(from: number, count: number): Promise<void>[] {
    return Array.from({ length: count }, (_, index) => {
      const wish = {
        ...{ user_id: this.#agent.id, title: 'Réunion', customer_name: `Cliente ${index}` },
        ...{ department_id: this.tenant.department.id, scheduled_at: slot(from + (index >> 3)) },
      };
      return this.send({ method: 'POST', path: '/appointments', body: wish, key: newKey() });
    });
  }

  /** Every n-th appointment goes to somebody else, some of them at another time; the ones after them see an action. */
  changes(nth: number): Promise<void>[] {
    const actions = ['confirm', 'cancel', 'complete', 'no-show'];
    return [...this.told.keys()].flatMap((id, index) => {
      const path = `/appointments/${id}`;
      const action = actions[(index + nth) % actions.length];
      const time = index % 4 === 0 ? { scheduled_at: slot(500 + 10 * nth + index) } : {};
      if (index % nth === 0) {
        const body = { user_id: this.#agent.id, notes: `${nth}`, ...time };
        return this.send({ method: 'PUT', path, body, key: newKey() });
      }
      if (index % nth !== 1) return [];
      return this.send({ method: 'POST', path: `${path}/${action}`, key: newKey() });
    });
  }

  /** Lines for hours of which some are taken. */
  importFile(from: number, count: number) {
    return Array.from({ length: count }, (_, index) => ({
      ...{ id: oldId(), user_id: this.#agent.id, status: index % 3 ? 'confirmed' : 'completed' },
      scheduled_at: slot(from + (index >> 2)),
    }));
  }

  /** Whoever had no answer asks again with the same key. */
  async retry(): Promise<number> {
    const requests = this.#unanswered;
    this.#unanswered = [];
    await Promise.all(requests.map((request) => this.send(request)));
    return this.#unanswered.length;
  }
}

it('of outages, crashes, moves and an import ends with nothing double-booked, lost or untold', async () => {
  holdAlarms();
  const tenant = await newTenant();
  const agents = [tenant.agent, tenant.otherAgent, ...(await newAgents(tenant, 2))];
  const [first = tenant.agent, second = tenant.agent, third = tenant.agent] = agents;
  const shift = new Shift(tenant, agents);
  const breakD1 = (worker: typeof faults.worker, calendar: typeof faults.worker) =>
    Object.assign(faults, { worker, calendar });

  // The morning is quiet; of two who want the same hour of the same agent one gets it.
  await Promise.all(shift.bookings(0, 48));
  expect(shift.told.size).toBe(24);
  await Promise.all(shift.changes(5));

  // D1 goes down; a calendar dies in the middle of it, another one is put to sleep.
  breakD1('none', 'down');
  await Promise.all([...shift.changes(3), ...shift.bookings(6, 16), crash(tenant, first.id)]);
  breakD1('down', 'down');
  await evictDurableObject(await stubOf(tenant.slug, second.id));
  await Promise.all([...shift.changes(4), ...shift.bookings(8, 8)]);
  for (const { id } of agents) await ring(tenant, id);

  // It comes back for the Worker and forgets what calendars tell it; an import goes on all the same, sent twice.
  breakD1('none', 'forgetful');
  disturb('activate', 'lost answer');
  const file = shift.importFile(4, 120);
  const imports = await Promise.all([
    importLines(tenant, file),
    importLines(tenant, file),
    ...shift.changes(6),
    ...shift.bookings(10, 16),
    crash(tenant, third.id),
  ]);
  for (const report of imports.flatMap((reports) => reports ?? [])) {
    if (report.result === 'imported' && report.id) shift.told.set(report.id, 1);
  }
  calm();
  await shift.retry();

  // Then it is silent, and calls between calendars get lost.
  breakD1('silent', 'silent');
  disturb('hold', 'lost answer', 2);
  disturb('activate', 'lost call', 1);
  await Promise.all([...shift.changes(7), ...shift.bookings(12, 8), crash(tenant, second.id)]);
  for (const agent of agents) await evictDurableObject(await stubOf(tenant.slug, agent.id));

  // Peace: whoever had no answer asks again, the file is sent again, the alarms do the rest.
  breakD1('none', 'none');
  calm();
  expect(await shift.retry()).toBe(0);
  for (const report of await importLines(tenant, file)) {
    expect(report.result).not.toBe('unavailable');
    if (report.result === 'imported' && report.id) shift.told.set(report.id, 1);
  }
  await Promise.all(shift.changes(5));
  await ringUntilQuiet(tenant);
  await expectPeace(tenant);
  await expectEqual(tenant);

  // Every answer of the day still holds, at its version or a later one, and nothing is there that nobody was told of.
  expect(shift.accepted.length).toBeGreaterThan(100);
  for (const [id, version] of shift.told) {
    expect((await see(tenant, id)).version).toBeGreaterThanOrEqual(version);
  }
  const { appointments } = await ledgersOf(tenant);
  expect(appointments.map(({ id }) => id).sort()).toEqual([...shift.told.keys()].sort());
  expect((await client(tenant).get('/appointments')).list().meta.total_count).toBe(shift.told.size);
  for (const { request, answer } of shift.accepted) {
    const { method, path, body, key } = request;
    const again = await client(tenant).call(method, path, { body, headers: key });
    expect(again.appointment(answer.status)).toEqual(answer.appointment(answer.status));
  }
  await expectEqual(tenant);
}, 60_000);
