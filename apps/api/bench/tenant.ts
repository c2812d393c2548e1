// Who is in the tenant that is measured, and what it has before anything is measured: three years of working days, two of them
// past, on whose full hours each agent has appointments of half an hour. The second half of every hour is free.

import type { Appointment, Status } from '@rendezvous/domain';
import { SignJWT } from 'jose';

export const TENANT = 'bench';
export const SECRETS = {
  JWT_SECRET: 'the-secret-of-the-benchmark-is-long-enough',
  CUSTOMER_ID_KEY: 'the-customer-key-of-the-benchmark',
};

/** Where a server of this tenant says which objects are its calendars: by their names, their ids. */
export const OBJECTS_FILE = 'objects.json';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_DAYS = 365;
/** From eight to six. */
const FIRST_HOUR = 8;
const HOURS_A_DAY = 10;
const APPOINTMENTS_PER_AGENT = 5_000;
const MIN_AGENTS = 4;

const idOf = (kind: number, nth: number) =>
  `01a20000-0000-7000-800${kind}-${String(nth).padStart(12, '0')}`;

export const agentId = (nth: number) => idOf(1, nth);
export const departmentId = (nth: number) => idOf(2, nth);
export const customerId = (nth: number) => idOf(3, nth);

/** The number in an id. */
export const nthOf = (id: string): number => Number(id.slice(-12));

export const DEPARTMENTS = 8;
/** An even number: they move appointments to each other. */
export const agentsFor = (appointments: number) =>
  Math.max(MIN_AGENTS, 2 * Math.ceil(appointments / APPOINTMENTS_PER_AGENT / 2));
export const customersFor = (appointments: number) => Math.max(20, Math.ceil(appointments / 10));

/** A token of an attendant for the whole run. */
export const token = (): Promise<string> =>
  new SignJWT({ tenant: TENANT, role: 'attendant' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(agentId(0))
    .setExpirationTime('1d')
    .sign(new TextEncoder().encode(SECRETS.JWT_SECRET));

/** The midnight, UTC, that the three years are counted from. */
export const midnightBefore = (now: number) => Math.floor(now / DAY_MS) * DAY_MS;

/** Starts of the full working hours of the three years. */
export function workingHours(midnight: number): number[] {
  return Array.from(
    { length: 3 * YEAR_DAYS },
    (_, day) => midnight + (day - 2 * YEAR_DAYS) * DAY_MS,
  )
    .filter((day) => ![0, 6].includes(new Date(day).getUTCDay()))
    .flatMap((day) =>
      Array.from({ length: HOURS_A_DAY }, (_, hour) => day + (FIRST_HOUR + hour) * HOUR_MS),
    );
}

/** What became of an appointment, and when. */
export interface Filled {
  readonly booked: Appointment;
  readonly later:
    | { readonly status: Exclude<Status, 'scheduled'>; readonly at: number }
    | undefined;
}

const TITLES = ['Consulta de acompanhamento', 'Réunion de présentation', 'Primeiro contato'];
const PAST = ['completed', 'completed', 'completed', 'cancelled', 'completed', 'no_show'] as const;
const COMING = ['scheduled', 'confirmed', 'scheduled', 'cancelled', 'confirmed'] as const;

/** The `nth` appointment of all, whatever its id: it starts at `scheduledAt`. */
export function filled(
  nth: number,
  agent: number,
  customers: number,
  scheduledAt: number,
  now: number,
): Omit<Filled, 'booked'> & { readonly booked: Omit<Appointment, 'id'> } {
  const insertedAt = Math.min(scheduledAt, now) - (2 + (nth % 20)) * DAY_MS;
  const status = pick(scheduledAt < now ? PAST : COMING, nth);
  const customer = (nth * 7) % customers;
  const department = nth % DEPARTMENTS;
  return {
    booked: {
      title: `${pick(TITLES, nth)} ${nth}`,
      description: nth % 3 === 0 ? 'Retorno sobre tratamento iniciado em janeiro' : null,
      status: 'scheduled',
      scheduledAt,
      durationMinutes: 30,
      departmentId: departmentId(department),
      departmentName: departmentName(department),
      agentId: agentId(agent),
      agentName: agentName(agent),
      customerId: customerId(customer),
      contact: contactOf(customer),
      notes: null,
      cancellationReason: null,
      insertedAt,
      updatedAt: insertedAt,
      version: 1,
    },
    later:
      status === 'scheduled'
        ? undefined
        : { status, at: scheduledAt < now ? scheduledAt : insertedAt + HOUR_MS },
  };
}

export const agentName = (nth: number) => `Agent ${nth}`;
export const departmentName = (nth: number) => `Department ${nth}`;
export const contactOf = (customer: number) => ({
  name: `Customer ${customer}`,
  email: `customer-${customer}@example.com`,
  phone: null,
});

const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[], nth: number): Item =>
  items[nth % items.length] as Item; // none of the lists is empty
