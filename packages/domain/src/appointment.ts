import type { Instant } from './interval.ts';
import type { Status } from './lifecycle.ts';

/** How to reach the customer of one appointment: its own copy, taken at booking; it does not follow the directory. */
export interface Contact {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}

/** An agent is the person who is booked (the wire calls it `user`). */
export interface Appointment {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly status: Status;
  readonly scheduledAt: Instant;
  readonly durationMinutes: number;
  readonly departmentId: string;
  /** The department's name when it was last looked up; what is shown follows the directory. */
  readonly departmentName: string | null;
  readonly agentId: string;
  /** The agent's name when it was last looked up; what is shown follows the directory. */
  readonly agentName: string | null;
  readonly customerId: string;
  readonly contact: Contact;
  readonly notes: string | null;
  readonly cancellationReason: string | null;
  readonly insertedAt: Instant;
  readonly updatedAt: Instant;
  /** 1 at birth, one more with every committed change. */
  readonly version: number;
}
