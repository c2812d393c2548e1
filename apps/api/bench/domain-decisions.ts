// A status after an action, and a page among all pages: what only the domain does.

import {
  ACTIONS,
  type Appointment,
  decideTransition,
  offsetOf,
  pageOf,
  STATUSES,
} from '@rendezvous/domain';
import type { Contestant } from './domain-conflicts.ts';

/** Every status with every action, most of which are refused; and pages of a list of a million. */
export function contestantsOfDecisions(): Contestant[] {
  const moves = STATUSES.flatMap((status) =>
    ACTIONS.map((action) => ({
      current: { ...APPOINTMENT, status },
      command: { action, reason: null, precondition: 'none' } as const,
    })),
  );
  const requests = Array.from({ length: 500 }, (_, index) => ({
    page: index * 101 + 1,
    pageSize: 20,
  }));
  return [
    {
      task: 'transition',
      by: '@rendezvous/domain',
      calls: moves.length,
      pass() {
        let versions = 0;
        for (const { current, command } of moves) {
          const decided = decideTransition(current, command, 0);
          if (decided.ok) versions += decided.value.version;
        }
        return versions;
      },
    },
    {
      task: 'page arithmetic',
      by: '@rendezvous/domain',
      calls: requests.length,
      pass() {
        let pages = 0;
        for (const request of requests) {
          const { prev, next, last } = pageOf(request, 1_000_000);
          pages += (prev ?? 0) + (next ?? 0) + last + offsetOf(request);
        }
        return pages;
      },
    },
  ];
}

const APPOINTMENT: Appointment = {
  id: 'appointment',
  title: 'A call',
  description: null,
  status: 'scheduled',
  scheduledAt: Date.UTC(2026, 10, 23, 8),
  durationMinutes: 30,
  departmentId: 'department',
  departmentName: 'Support',
  agentId: 'agent',
  agentName: 'Ana',
  customerId: 'customer',
  contact: { name: 'Rui', email: 'rui@example.com', phone: null },
  notes: null,
  cancellationReason: null,
  insertedAt: 0,
  updatedAt: 0,
  version: 1,
};
