import type { Contact } from './appointment.ts';

/** What the directory said about one reference. `silent`: it did not answer, so nothing is known. */
export type Lookup<Found> =
  | { readonly kind: 'found'; readonly value: Found }
  | { readonly kind: 'inactive' | 'unknown' | 'silent' };

/** A department or an agent as the directory knows it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A customer as the directory knows it, or as it is about to be born with a booking. */
export interface Customer {
  readonly id: string;
  readonly contact: Contact;
}

/** What the directory said about the references of a booking. */
export interface BookingFacts {
  readonly department: Lookup<Named>;
  readonly agent: Lookup<Named>;
  /** For a booking without a `customer_id`: the one found by e-mail or phone, or the one to be born. */
  readonly customer: Lookup<Customer>;
}

/** What the directory said about the references that a change names; those it does not name are missing. */
export type ChangeFacts = Partial<BookingFacts>;
