// Who takes part: one tenant, five agents whose calendars everybody wants, and eight writers.

import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';

export const TENANT = 'crashes';
export const DEPARTMENT = { id: '01a20000-0000-7000-8000-0000000000d1', name: 'Support' };

export const AGENTS = ['Ana', 'Bruno', 'Célia', 'Davi', 'Elisa'].map((name, index) => ({
  id: `01a20000-0000-7000-8000-0000000000a${index + 1}`,
  name,
}));

export const WRITERS = Array.from({ length: 8 }, (_, index) => `writer-${index + 1}`);

export const SECRETS = {
  JWT_SECRET: 'the-secret-of-the-crashes-is-long-enough',
  CUSTOMER_ID_KEY: 'the-customer-key-of-the-crashes',
};

/** A token of this writer for the whole run. */
export const tokenOf = (writer: string): Promise<string> =>
  new SignJWT({ tenant: TENANT, role: 'attendant' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(writer)
    .setExpirationTime('7d')
    .sign(new TextEncoder().encode(SECRETS.JWT_SECRET));

/** What a ledger files an outcome under: scope and key of the request as one digest. */
export const outcomeKeyOf = (writer: string, method: string, path: string, key: string): string =>
  createHash('sha256')
    .update([writer, method, path.toLowerCase(), key].join('\n'))
    .digest('base64');
