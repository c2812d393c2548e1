// The servers of a run: one for each tenant, with a state of its own, and one for each floor.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '../scripts/production/migrations.ts';
import { type Server, startServer } from '../scripts/production/process.ts';
import { nameOf } from '../src/calendar/calendar-of.ts';
import { fill, type Population } from './fill.ts';
import type { FloorName } from './floors.ts';
import type { ServeOptions } from './serve.ts';
import { agentId, agentsFor, SECRETS, TENANT } from './tenant.ts';

const SERVE = join(import.meta.dirname, 'serve.ts');
const FLOOR_SCHEMA = ['CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID'];

const running = new Set<Server>();

async function start(options: ServeOptions): Promise<Server> {
  const server = await startServer(SERVE, options);
  running.add(server);
  return server;
}

/** Ends all of them. */
export const stopAll = async (): Promise<void> =>
  void (await Promise.all([...running].map((server) => server.kill())));

/** The product on a state that has been filled, or is to be. */
export const startProduct = (bundle: string, state: string, names: readonly string[] = []) =>
  start({
    bundle,
    state,
    objects: { CALENDARS: 'AgentCalendar', PROJECTORS: 'Projector' },
    secrets: SECRETS,
    schema: migrations(),
    names,
  });

export function startFloor(bundle: string, state: string, name: FloorName): Promise<Server> {
  mkdirSync(state, { recursive: true });
  const hasObjects = name !== 'empty route';
  return start({
    bundle,
    state,
    schema: FLOOR_SCHEMA,
    ...(hasObjects && { objects: { FLOORS: 'Floor' } }),
  });
}

/** Makes a state with so many appointments in it. Nobody runs on it then. */
export async function fillState(
  bundle: string,
  state: string,
  appointments: number,
  onProgress: (done: number) => void,
): Promise<Population> {
  mkdirSync(state, { recursive: true });
  const agents = Array.from({ length: agentsFor(appointments) }, (_, nth) => agentId(nth));
  const names = await Promise.all(
    agents.map(async (agent) => `${TENANT}/${(await nameOf(TENANT, agent)).route}`),
  );
  const server = await startProduct(bundle, state, names);
  await server.kill();
  return fill(state, appointments, onProgress);
}
