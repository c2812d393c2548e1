// A customer who is not in the directory is born with the booking. The id is derived, so that bookings that race with
// the same e-mail (or the same phone and no e-mail) make one customer, and keyed, so that it tells nothing. A customer may
// give the e-mail up later and keeps the id: whoever comes with that e-mail then is of the next generation.

import type { Contact } from '@rendezvous/domain';
import { v7 } from 'uuid';
import { emailKey } from './keys.ts';

/**
 * How often an e-mail or a phone can be given up before bookings that race with it may miss each other's customer: one digest
 * holds as many ids.
 */
const GENERATIONS = 4;
const ID_BYTES = 16;

/** Ids for a newborn with this contact: the first that no customer has or had is the right one, and the last is free. */
export async function newbornIds(
  key: string,
  tenant: string,
  { email, phone }: Pick<Contact, 'email' | 'phone'>,
): Promise<string[]> {
  // Nobody is found by name alone: without e-mail and phone each booking has a customer of its own.
  if (email === null && phone === null) return [v7()];
  const seed = email === null ? `phone:${phone}` : `email:${emailKey(email)}`;
  const digest = await sign(key, `${tenant}\n${seed}`);
  const derived = Array.from({ length: GENERATIONS }, (_, generation) =>
    toId(new Uint8Array(digest, generation * ID_BYTES, ID_BYTES)),
  );
  return [...derived, v7()];
}

const encoder = new TextEncoder();
const ALGORITHM = { name: 'HMAC', hash: 'SHA-512' };
/** The key that was used last: an isolate has one. */
let imported: { readonly key: string; readonly hmac: CryptoKey } | undefined;

async function sign(key: string, text: string): Promise<ArrayBuffer> {
  if (imported?.key !== key) {
    const hmac = await crypto.subtle.importKey('raw', encoder.encode(key), ALGORITHM, false, [
      'sign',
    ]);
    imported = { key, hmac };
  }
  return crypto.subtle.sign('HMAC', imported.hmac, encoder.encode(text));
}

/** A UUIDv8 of 122 of the bits. */
function toId(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
