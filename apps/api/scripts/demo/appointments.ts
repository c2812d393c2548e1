// The demo's appointments: the document's own, and about forty around the day of the first start, in all statuses.

import { ANA, AVANTER, CARLOS, JOAO, MARC, SALES, SUPPORT } from './directory.ts';

/** The appointment that the original's page lists, with its own id, past date and texts. */
const DOCUMENTED = {
  id: '4c5d6e7f-8a9b-0123-defg-456789012345',
  title: 'Consulta de acompanhamento',
  description: 'Retorno sobre tratamento iniciado em janeiro',
  status: 'scheduled',
  scheduled_at: '2026-02-20T10:00:00Z',
  duration_minutes: 30,
  department_id: SUPPORT,
  user_id: JOAO,
  customer_id: CARLOS,
  customer_name: 'Carlos Ferreira',
  customer_email: 'carlos@email.com',
  customer_phone: '+5511999998888',
  notes: null,
  inserted_at: '2026-02-15T10:00:00Z',
  updated_at: '2026-02-15T10:00:00Z',
};

const SUBJECTS = [
  ['Réunion de présentation', SALES, 45],
  ['Consulta de acompanhamento', SUPPORT, 30],
  ['Instalação assistida', SUPPORT, 60],
  ['Renovação de contrato', SALES, 30],
  ['Primeiro contato', SALES, 15],
] as const;

const PAST_STATUSES = ['completed', 'completed', 'cancelled', 'completed', 'no_show'] as const;
const COMING_STATUSES = ['scheduled', 'confirmed', 'scheduled', 'cancelled', 'confirmed'] as const;

/** Days from the first start on which there are appointments. */
const DAYS = [-4, -3, -2, -1, 1, 2, 3, 6] as const;
/** Hours of each day, UTC, per agent: they never meet. */
const HOURS = [
  [JOAO, [9, 13]],
  [ANA, [10, 15]],
  [MARC, [11]],
] as const;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const wire = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');

/** Lines of an import. `day` is the first moment of a day, in milliseconds: the same day gives the same lines. */
export function demoAppointments(day: number): readonly { readonly id: string }[] {
  const around = DAYS.flatMap((offset) =>
    HOURS.flatMap(([agent, hours]) => hours.map((hour) => ({ offset, agent, hour }))),
  );
  return [
    DOCUMENTED,
    ...around.map(({ offset, agent, hour }, index) => {
      const pick = <Item>(items: readonly Item[]) => items[index % items.length];
      const [title, department_id, duration_minutes] = pick(SUBJECTS) ?? SUBJECTS[0];
      const status = pick(offset < 0 ? PAST_STATUSES : COMING_STATUSES);
      const at = day + offset * DAY_MS + hour * HOUR_MS;
      return {
        id: `01a20000-0000-7000-8000-${String(index + 1).padStart(12, '0')}`,
        title,
        description: null,
        status,
        scheduled_at: wire(at),
        duration_minutes,
        department_id,
        user_id: agent,
        customer_id: pick(AVANTER.customers)?.id,
        notes: null,
        cancellation_reason: status === 'cancelled' ? 'Le client a demandé un report' : null,
        inserted_at: wire(day - 7 * DAY_MS + index * HOUR_MS),
        updated_at: wire(offset < 0 ? at + HOUR_MS : day - 7 * DAY_MS + index * HOUR_MS),
      };
    }),
  ];
}
