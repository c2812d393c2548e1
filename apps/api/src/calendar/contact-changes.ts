// What an event tells of the contact: which fields of it changed, never their values, so that a person can be erased.

import type { Contact } from '@rendezvous/domain';

export type ContactField = keyof Contact;

const FIELDS = ['name', 'email', 'phone'] as const satisfies readonly ContactField[];

/** The fields that differ; before its birth an appointment has no contact. */
export const contactChanges = (before: Contact | null, after: Contact): ContactField[] =>
  FIELDS.filter((field) => (before ? before[field] : null) !== after[field]);
