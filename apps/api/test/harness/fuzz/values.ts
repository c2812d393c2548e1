// Values that mean something in the world of the fuzz, by field: the people, hours and ids that lead past the form.

import { ROLES } from '@rendezvous/contract';
import { slot } from '../client.ts';
import type { Dice } from './dice.ts';
import { TEXTS } from './hostile.ts';
import type { Known } from './told.ts';
import type { World } from './world.ts';

/** What a value is chosen by: the world, and the appointment that the request is about. */
export interface Setting {
  readonly world: World;
  readonly target: Known | undefined;
  /** The id in the path, if there is one. */
  readonly id: string;
}

export type Values = Readonly<Record<string, (dice: Dice, setting: Setting) => unknown>>;

/** Hours of the future in which the fuzz books. */
const HOURS = 4_000;
const time = (dice: Dice) => slot(dice.below(HOURS));

/** One moment in several ways of writing. */
function anyTime(dice: Dice): string {
  const at = time(dice);
  const [lower, fraction] = [at.toLowerCase(), at.replace('Z', '.999Z')];
  return dice.pick([at, at, at, lower, fraction, at.replace('Z', '+03:00')]);
}

const upper = (dice: Dice, id: string) => (dice.chance(0.1) ? id.toUpperCase() : id);
const status = (dice: Dice) =>
  dice.pick(['scheduled', 'confirmed', 'completed', 'cancelled', 'no_show']);

const known = (dice: Dice, { world }: Setting) =>
  dice.chance(0.8) ? upper(dice, dice.pick(world.told.ids)) : world.theirs;

const agent = (dice: Dice, { world }: Setting) =>
  dice.chance(0.9)
    ? upper(dice, dice.pick(world.agentIds))
    : dice.pick([world.inactiveId, world.foreign.agent.id]);

/** In bodies and in queries. */
export const VALUES: Values = {
  department_id: (dice, { world: { tenant, foreign } }) =>
    dice.chance(0.9)
      ? upper(dice, tenant.department.id)
      : dice.pick([tenant.otherDepartment.id, foreign.department.id]),
  user_id: agent,
  customer_id: (dice, { world }) =>
    dice.chance(0.9) ? upper(dice, dice.pick(world.told.customers)) : world.foreign.customer.id,
  customer_email: (dice) =>
    `${dice.pick(['ana', 'JOSÉ', 'ß', '愛', 'x+y'])}${dice.below(20)}@email.com`,
  customer_phone: (dice) => `+55 (11) 9${dice.below(20) + 1000}-0000`,
  scheduled_at: (dice) => (dice.chance(0.95) ? anyTime(dice) : '2020-02-20T10:00:00Z'),
  duration_minutes: (dice) => dice.pick([30, 30, 30, 1, 15, 45, 60, 1_440]),
  inserted_at: time,
  updated_at: time,
  date_from: (dice) => dice.pick([time(dice), '2020-01-01', '2040-03-01T10:00:00 03:00']),
  date_to: (dice) => dice.pick(['2045-12-31', '9999-12-31', '2041-06-01T00:00:00.5 03:00']),
  exclude_id: known,
  role: (dice) => dice.pick(ROLES),
  q: (dice) => [...dice.pick(TEXTS)].slice(0, 100).join(''),
  status,
  page: (dice) => dice.pick(['1', '2', '+3', '007', '99999999999999999999', '9'.repeat(400)]),
  page_size: (dice) => dice.pick(['1', '5', '10', '20', '101', '9'.repeat(400)]),
};

/** What a change says about the appointment that it changes; moves to another agent are some of them. */
export const OF_CHANGE: Values = {
  id: (dice, { target }) => upper(dice, target?.id ?? 'x'),
  status: (dice, { target }) => (dice.chance(0.8) ? target?.wire?.status : status(dice)),
  user_id: (dice, setting) =>
    dice.chance(0.6)
      ? (setting.target?.wire?.user_id ?? agent(dice, setting))
      : agent(dice, setting),
};

const ZONES = ['UTC', 'Europe/Paris', 'america/sao_paulo', 'Asia/Kolkata', 'Etc/GMT+12', 'EST5EDT'];

/** What bodies say of departments, users and customers. E-mails are those that bookings name too. */
export const OF_RECORD: Values = {
  id: (dice, { id }) => upper(dice, id),
  name: (dice) => `${[...dice.pick(TEXTS)].slice(0, 200).join('')} ${dice.below(1_000)}`,
  email: (dice, setting) =>
    dice.chance(0.3) ? VALUES.customer_email?.(dice, setting) : `x${dice.below(9_999)}@email.com`,
  phone: (dice, setting) => VALUES.customer_phone?.(dice, setting),
  active: (dice) => dice.chance(0.5),
  time_zone: (dice) => dice.pick(ZONES),
  department_ids: (dice, { world: { tenant, foreign, told } }) =>
    Array.from({ length: dice.below(4) }, () =>
      dice.chance(0.9)
        ? upper(dice, dice.pick([tenant.department.id, ...told.records.ids('departments')]))
        : foreign.department.id,
    ),
};

const digits = (dice: Dice, alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet.charAt(dice.below(alphabet.length))).join('');

/** The first and the last moments that can be written, and the past. */
const FAR = ['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '2020-02-20T10:00:00Z'];

/** What a line of an import says about itself: a new id, now and then one in the shape of our own. */
export const OF_IMPORT: Values = {
  id: (dice, setting) => {
    if (dice.chance(0.1)) return known(dice, setting);
    const own = dice.pick(setting.world.told.ids);
    if (dice.chance(0.1)) return own.replace(/^.{8}/, digits(dice, '0123456789abcdef', 8));
    const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
    return [8, 4, 4, 4, 12].map((length) => digits(dice, alphabet, length)).join('-');
  },
  scheduled_at: (dice) =>
    dice.chance(0.7) ? anyTime(dice) : dice.pick([...FAR, '9999-12-30T23:59:59Z']),
};
