// A customer who is not in the directory is born with the booking. The id is derived, so that bookings that race with
// the same e-mail (or the same phone and no e-mail) make one customer, and keyed, so that it tells nothing.

import type { Contact, Customer } from '@rendezvous/domain';
import { v7 } from 'uuid';
import { emailKey } from './keys.ts';

export async function newbornOf(key: string, tenant: string, contact: Contact): Promise<Customer> {
  const { email, phone } = contact;
  // Nobody is found by name alone: without e-mail and phone each booking has a customer of its own.
  if (email === null && phone === null) return { id: v7(), contact };
  const seed = email === null ? `phone:${phone}` : `email:${emailKey(email)}`;
  return { id: await derivedId(key, `${tenant}\n${seed}`), contact };
}

/** A UUIDv8 of 122 bits of HMAC-SHA-256. */
async function derivedId(key: string, seed: string): Promise<string> {
  const encoder = new TextEncoder();
  const hmac = await crypto.subtle.importKey(
    'raw',
    encoder.encode(key),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const digest = await crypto.subtle.sign('HMAC', hmac, encoder.encode(seed));
  const hex = [...new Uint8Array(digest, 0, 16)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
