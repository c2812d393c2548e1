// A customer who is not in the directory is born with the booking. The id is derived, so that bookings that race with
// the same e-mail (or the same phone and no e-mail) make one customer, and keyed, so that it tells nothing. A customer may
// give the e-mail up later and keeps the id: whoever comes with that e-mail then is of the next generation.

import type { Contact } from '@rendezvous/domain';
import { v7 } from 'uuid';
import { emailKey } from './keys.ts';

/** How often an e-mail or a phone can be given up before bookings that race with it may miss each other's customer. */
const GENERATIONS = 4;

/** Ids for a newborn with this contact: the first that no customer has or had is the right one, and the last is free. */
export async function newbornIds(
  key: string,
  tenant: string,
  { email, phone }: Pick<Contact, 'email' | 'phone'>,
): Promise<string[]> {
  // Nobody is found by name alone: without e-mail and phone each booking has a customer of its own.
  if (email === null && phone === null) return [v7()];
  const seed = email === null ? `phone:${phone}` : `email:${emailKey(email)}`;
  const seeds = Array.from({ length: GENERATIONS }, (_, generation) =>
    [tenant, seed, ...(generation === 0 ? [] : [generation])].join('\n'),
  );
  return [...(await derivedIds(key, seeds)), v7()];
}

async function derivedIds(key: string, seeds: readonly string[]): Promise<string[]> {
  const encoder = new TextEncoder();
  const hmac = await crypto.subtle.importKey(
    'raw',
    encoder.encode(key),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return Promise.all(
    seeds.map(async (seed) => toId(await crypto.subtle.sign('HMAC', hmac, encoder.encode(seed)))),
  );
}

/** A UUIDv8 of 122 bits of the digest. */
function toId(digest: ArrayBuffer): string {
  const hex = [...new Uint8Array(digest, 0, 16)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
