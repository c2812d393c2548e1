// The one table of attacks on identity: how each is forged, under which configuration, and what has to come of it. An
// honest twin stands in each family, so that the table fails both when an attack gets in and when a caller does not.

import type { Attack } from './attack.ts';
import { ATTACKS_ON_CLAIMS } from './attacks-on-claims.ts';
import { ATTACKS_ON_HEADERS } from './attacks-on-headers.ts';
import { ATTACKS_ON_KEYS } from './attacks-on-keys.ts';
import { ATTACKS_ON_SIGNATURES } from './attacks-on-signatures.ts';

export const ATTACKS: readonly Attack[] = [
  ...ATTACKS_ON_KEYS,
  ...ATTACKS_ON_SIGNATURES,
  ...ATTACKS_ON_CLAIMS,
  ...ATTACKS_ON_HEADERS,
];
