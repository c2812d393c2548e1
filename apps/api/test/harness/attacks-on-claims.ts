// Attacks with tokens that the issuer did sign: for another time, audience or tenant, for nobody, or with claims of a kind
// that a careless reader takes for more than they are.

import { type Attack, badTokens, goodTokens, sent } from './attack.ts';
import {
  AUDIENCE,
  type Configured,
  claimsOf,
  compact,
  hmac,
  honest,
  ISSUER,
  now,
  secretOf,
  type World,
} from './forgery.ts';

/** What a token claims instead of the truth; undefined takes a claim away. */
type Claims = Readonly<Record<string, (world: World) => Record<string, unknown>>>;

const rows = (under: Configured, claims: Claims) =>
  Object.fromEntries(
    Object.entries(claims).map(([name, of]) => [
      name,
      (world: World) => honest(world, under, of(world)),
    ]),
  );
const bad = (family: string, under: Configured, claims: Claims): Attack[] =>
  badTokens(family, under, rows(under, claims));
const good = (family: string, under: Configured, claims: Claims): Attack[] =>
  goodTokens(family, under, rows(under, claims));
const forbidden = (family: string, under: Configured, claims: Claims): Attack[] =>
  sent(family, under, 'forbidden', rows(under, claims));

/** A claim with each of these values. */
const each = (claim: string, values: readonly unknown[]): Claims =>
  Object.fromEntries(
    values.map((value) => [`${claim}: ${JSON.stringify(value)}`, () => ({ [claim]: value })]),
  );

/** Claims that JSON.stringify would not write: a number that is none, one beyond all numbers, a name given twice. */
const raw = (change: (claims: string) => string) => (world: World) =>
  compact(
    { alg: 'HS256' },
    change(JSON.stringify({ ...claimsOf(world), exp: 'EXP' })),
    hmac(secretOf('HS256')),
  );

const NO_TEXT = [undefined, null, '', 0, 7, true, [], {}];

const time = (under: Configured) => [
  ...good('time', under, {
    'exp: with a fraction': () => ({ exp: now() + 60.5 }),
    'exp: in 30 million years': () => ({ exp: 1e15 }),
    'nbf: now': () => ({ nbf: now() }),
    'nbf: a minute ago': () => ({ nbf: now() - 60 }),
  }),
  ...bad('time', under, {
    'exp: a second ago': () => ({ exp: now() - 1 }),
    'exp: this second': () => ({ exp: now() }),
    'exp: half a second ago': () => ({ exp: now() - 0.5 }),
    'exp: as text': () => ({ exp: String(now() + 3_600) }),
    'exp: as a date': () => ({ exp: new Date(Date.now() + 3_600_000).toISOString() }),
    'exp: in a list': () => ({ exp: [now() + 3_600] }),
    'nbf: in a minute': () => ({ nbf: now() + 60 }),
    'nbf: as text': () => ({ nbf: String(now() - 60) }),
    'nbf: in a list': () => ({ nbf: [now() - 60] }),
    ...each('exp', [undefined, null, '', 'never', true, {}, 0, -1, -1e15]),
    ...each('nbf', [null, true, {}, 1e15]),
  }),
];

const RAW = [
  ...badTokens('time', 'HS256', {
    'exp: not a number': raw((claims) => claims.replace('"EXP"', 'NaN')),
    'exp: Infinity by its name': raw((claims) => claims.replace('"EXP"', 'Infinity')),
    'exp: less than all numbers': raw((claims) => claims.replace('"EXP"', '-1e999')),
    'exp: given twice, the second is over': raw((claims) =>
      claims.replace('"EXP"', `${now() + 60},"exp":${now() - 60}`),
    ),
  }),
];

const STRICT = [
  ...good('issuer', 'strict', {
    'as configured': () => ({}),
    'aud: as configured, in a list': () => ({ aud: ['other', AUDIENCE] }),
  }),
  ...bad('issuer', 'strict', {
    ...each('iss', [...NO_TEXT, 'https://evil.example', ISSUER.toUpperCase(), `${ISSUER}/`]),
    ...each('iss', [`${ISSUER}.evil.example`, ` ${ISSUER}`, [ISSUER], { '0': ISSUER }, '*']),
    ...each('aud', [...NO_TEXT, 'other', ['other'], [[AUDIENCE]], { '0': AUDIENCE }, '*']),
    ...each('aud', [
      AUDIENCE.toUpperCase(),
      `${AUDIENCE} `,
      `${AUDIENCE},other`,
      AUDIENCE.slice(1),
    ]),
    'both missing': () => ({ iss: undefined, aud: undefined }),
    exchanged: () => ({ iss: AUDIENCE, aud: ISSUER }),
  }),
];

const tenant = (under: Configured) => [
  ...good('tenant', under, {
    'with others in other claims': ({ foreign }) => ({
      tenant_id: foreign.slug,
      tenants: [foreign.slug],
      Tenant: foreign.slug,
      org: foreign.slug,
    }),
  }),
  ...forbidden('tenant', under, {
    'of another tenant': ({ foreign }) => ({ tenant: foreign.slug }),
    'of nobody': () => ({ tenant: 'nobody' }),
    'with a letter more': ({ tenant }) => ({ tenant: `${tenant.slug}a` }),
  }),
  ...bad('tenant', under, {
    ...each('tenant', [...NO_TEXT, '*', '%', '.', '..', '-', '__proto__', 'a'.repeat(64)]),
    'in a list': ({ tenant }) => ({ tenant: [tenant.slug] }),
    'in a list with another': ({ tenant, foreign }) => ({ tenant: [tenant.slug, foreign.slug] }),
    'in an object': ({ tenant }) => ({ tenant: { '0': tenant.slug, length: 1 } }),
    'with a space before': ({ tenant }) => ({ tenant: ` ${tenant.slug}` }),
    'with a space after': ({ tenant }) => ({ tenant: `${tenant.slug} ` }),
    'with a line end after': ({ tenant }) => ({ tenant: `${tenant.slug}\n` }),
    'with a zero after': ({ tenant }) => ({ tenant: `${tenant.slug}\u0000` }),
    'in capitals': ({ tenant }) => ({ tenant: tenant.slug.toUpperCase() }),
    'with a letter that looks alike': ({ tenant }) => ({ tenant: tenant.slug.replace('t', 'т') }),
    'in wide letters': ({ tenant }) => ({ tenant: tenant.slug.replace('t', 'ｔ') }),
    'with an accent that nobody sees': ({ tenant }) => ({ tenant: `${tenant.slug}\u200d` }),
    'as a path to another': ({ tenant, foreign }) => ({
      tenant: `${tenant.slug}/../${foreign.slug}`,
    }),
    'with another behind a comma': ({ tenant, foreign }) => ({
      tenant: `${tenant.slug},${foreign.slug}`,
    }),
  }),
];

const ELSEWHERE = {
  roles: ['owner'],
  Role: 'owner',
  'role ': 'owner',
  scope: 'owner',
  permissions: ['*'],
  is_admin: true,
  admin: true,
};

const role = (under: Configured) => [
  ...good('role', under, { 'attendant, and an owner elsewhere': () => ELSEWHERE }),
  ...['attendant', 'supervisor', 'manager', 'owner'].flatMap((role) =>
    sent('role', under, { role }, rows(under, { [role]: () => ({ role }) })),
  ),
  ...forbidden('role', under, {
    ...each('role', ['admin', 'root', 'superuser', '*', 'attendant,owner', 'attendant owner']),
    ...each('role', ['Owner', 'OWNER', 'owner ', ' owner', 'owner\n', 'owner\u0000', '["owner"]']),
    ...each('role', [
      'οwner',
      'ｏｗｎｅｒ',
      'owne\u0301r',
      'owner\u200d',
      'ATTENDANT',
      '0',
      '3',
      '-1',
    ]),
    ...each('role', ['__proto__', 'constructor', 'toString', 'length', 'hasOwnProperty', 'null']),
  }),
  ...bad('role', under, {
    ...each('role', [...NO_TEXT, ['owner'], ['attendant'], { owner: true }, { '0': 'owner' }, 3]),
    'only elsewhere': () => ({ ...ELSEWHERE, role: undefined }),
  }),
];

const user = (under: Configured) => [
  ...good('user', under, {
    'with others in other claims': ({ tenant }) => ({
      user_id: tenant.manager.id,
      uid: tenant.manager.id,
      email: 'sofia@example.com',
      act: { sub: tenant.manager.id },
    }),
  }),
  ...bad('user', under, {
    ...each('sub', [...NO_TEXT, 'x'.repeat(256), 'half a pair: \ud800']),
    'in a list': ({ tenant }) => ({ sub: [tenant.agent.id] }),
    'in an object': ({ tenant }) => ({ sub: { id: tenant.agent.id } }),
    'only elsewhere': ({ tenant }) => ({ sub: undefined, user_id: tenant.agent.id }),
  }),
];

export const ATTACKS_ON_CLAIMS = [
  ...RAW,
  ...STRICT,
  ...(['HS256', 'JWKS'] as const).flatMap((under) => [
    ...time(under),
    ...tenant(under),
    ...role(under),
    ...user(under),
  ]),
];
