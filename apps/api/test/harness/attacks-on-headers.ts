// Attacks beside the token: where it is put, what stands around it, and headers by which a caller tries to be somebody
// else, somewhere else, or to ask for something else.

import { bearer, type Forged, requests } from './attack.ts';
import type { World } from './forgery.ts';

type Rows = Record<string, (token: string, world: World) => Forged>;

const ATTENDANT = { role: 'attendant' };

/** The tenant alone, and these headers instead of `Authorization`. */
const instead =
  (headers: (token: string, world: World) => Record<string, string>) =>
  (token: string, world: World): Forged => ({
    headers: { 'X-Tenant': world.tenant.slug, ...headers(token, world) },
  });
const authorized = (value: (token: string) => string) =>
  instead((token) => ({ Authorization: value(token) }));

const AUTHORIZATION = [
  ...requests('authorization', 'HS256', ATTENDANT, {
    Bearer: authorized((token) => `Bearer ${token}`),
    'in small letters': authorized((token) => `bearer ${token}`),
    'in capitals': authorized((token) => `BEARER ${token}`),
    'with more spaces': authorized((token) => `Bearer    ${token}  `),
    'with a cookie and a query of somebody else': (token, world) => ({
      headers: { ...bearer(token, world), Cookie: 'token=x; session=y' },
      query: 'access_token=x&token=y',
    }),
  }),
  ...requests('authorization', 'HS256', 'unauthenticated', {
    'no header': instead(() => ({})),
    'an empty header': authorized(() => ''),
    'the scheme alone': authorized(() => 'Bearer'),
    'the token alone': authorized((token) => token),
    Basic: authorized((token) => `Basic ${btoa(`user:${token}`)}`),
    'another scheme': authorized((token) => `JWT ${token}`),
    'the scheme twice': authorized((token) => `Bearer Bearer ${token}`),
    'no space': authorized((token) => `Bearer${token}`),
    'a colon': authorized((token) => `Bearer: ${token}`),
    'a tab': authorized((token) => `Bearer\t${token}`),
    'a parameter': authorized((token) => `Bearer token=${token}`),
    quotes: authorized((token) => `Bearer "${token}"`),
    'a space inside the token': authorized((token) => `Bearer ${token.replace('.', ' .')}`),
    'a space after each part': authorized((token) => `Bearer ${token.replaceAll('.', '. ')}`),
    'the token twice': authorized((token) => `Bearer ${token} ${token}`),
    'two headers, the honest one first': (token, world) => ({
      headers: [...Object.entries(bearer(token, world)), ['Authorization', 'Bearer x.y.z']],
    }),
    'two headers, the honest one last': (token, world) => ({
      headers: [['Authorization', 'Bearer x.y.z'], ...Object.entries(bearer(token, world))],
    }),
    'the honest header twice': (token, world) => ({
      headers: [...Object.entries(bearer(token, world)), ['Authorization', `Bearer ${token}`]],
    }),
    'two, joined by a comma': authorized((token) => `Bearer ${token}, Bearer ${token}`),
    'two, joined by a comma alone': authorized((token) => `Bearer ${token},${token}`),
    'a challenge of its own': authorized(() => 'Bearer realm="rendezvous"'),
    'in a cookie': instead((token) => ({ Cookie: `Authorization=${token}; token=${token}` })),
    'in Proxy-Authorization': instead((token) => ({ 'Proxy-Authorization': `Bearer ${token}` })),
    'in X-Authorization': instead((token) => ({ 'X-Authorization': `Bearer ${token}` })),
    'in X-Access-Token': instead((token) => ({ 'X-Access-Token': token, 'X-Auth-Token': token })),
    'in X-Original-Authorization': instead((token) => ({
      'X-Original-Authorization': `Bearer ${token}`,
      'X-Forwarded-Authorization': `Bearer ${token}`,
    })),
    'in Sec-WebSocket-Protocol': instead((token) => ({
      'Sec-WebSocket-Protocol': `bearer, ${token}`,
    })),
    'in the query': (token, world) => ({
      headers: { 'X-Tenant': world.tenant.slug },
      query: `access_token=${token}&token=${token}&authorization=Bearer%20${token}`,
    }),
  }),
];

const tenantIs =
  (value: (world: World) => string, more: Record<string, string> = {}) =>
  (token: string, world: World): Forged => ({
    headers: { ...bearer(token, world), 'X-Tenant': value(world), ...more },
  });

const X_TENANT = [
  ...requests('x-tenant', 'HS256', ATTENDANT, {
    'with spaces around, which HTTP takes away': tenantIs(({ tenant }) => `  ${tenant.slug} `),
    'with another in the query': (token, world) => ({
      headers: bearer(token, world),
      query: `tenant=${world.foreign.slug}&X-Tenant=${world.foreign.slug}`,
    }),
    'with another in headers that nobody reads': (token, world) => ({
      headers: {
        ...bearer(token, world),
        ...Object.fromEntries(
          ['X-Tenant-Id', 'X-Tenant-Slug', 'Tenant', 'X_Tenant', 'X-Forwarded-Tenant'].map(
            (name) => [name, world.foreign.slug],
          ),
        ),
        Cookie: `tenant=${world.foreign.slug}`,
      },
    }),
  }),
  ...requests('x-tenant', 'HS256', 'tenant_required', {
    missing: (token) => ({ headers: { Authorization: `Bearer ${token}` } }),
    empty: tenantIs(() => ''),
    spaces: tenantIs(() => '   '),
    'only in the query': (token, { tenant }) => ({
      headers: { Authorization: `Bearer ${token}` },
      query: `tenant=${tenant.slug}&X-Tenant=${tenant.slug}`,
    }),
    'only in another header': (token, { tenant }) => ({
      headers: { Authorization: `Bearer ${token}`, 'X-Tenant-Id': tenant.slug },
    }),
  }),
  ...requests('x-tenant', 'HS256', 'forbidden', {
    'another tenant': tenantIs(({ foreign }) => foreign.slug),
    nobody: tenantIs(() => 'nobody'),
    twice: (token, world) => ({
      headers: [...Object.entries(bearer(token, world)), ['X-Tenant', world.tenant.slug]],
    }),
    'twice, another one last': (token, world) => ({
      headers: [...Object.entries(bearer(token, world)), ['X-Tenant', world.foreign.slug]],
    }),
    'twice, another one first': (token, world) => ({
      headers: [['X-Tenant', world.foreign.slug], ...Object.entries(bearer(token, world))],
    }),
    'two, joined by a comma': tenantIs(({ tenant, foreign }) => `${tenant.slug},${foreign.slug}`),
    'in capitals': tenantIs(({ tenant }) => tenant.slug.toUpperCase()),
    quoted: tenantIs(({ tenant }) => `"${tenant.slug}"`),
    'encoded for a URL': tenantIs(({ tenant }) => tenant.slug.replace('-', '%2D')),
    'as a path': tenantIs(({ tenant }) => `${tenant.slug}/.`),
    'as a path to another': tenantIs(({ tenant, foreign }) => `${foreign.slug}/../${tenant.slug}`),
    'a star': tenantIs(() => '*'),
    'a list': tenantIs(({ tenant }) => `["${tenant.slug}"]`),
    'as a domain': tenantIs(({ tenant }) => `${tenant.slug}.example`),
  }),
];

/** What proxies say about a request, and what some frameworks believe of it. */
const SMUGGLED: Readonly<Record<string, (world: World) => Record<string, string>>> = {
  'another address': () => ({ 'X-Original-URL': '/health', 'X-Rewrite-URL': '/health' }),
  'another path': () => ({
    'X-Forwarded-Prefix': '/health',
    'X-Forwarded-Path': '/health',
    'X-Forwarded-Uri': '/ready',
  }),
  'another method': () => ({
    'X-HTTP-Method-Override': 'GET',
    'X-HTTP-Method': 'GET',
    'X-Method-Override': 'GET',
  }),
  'the loopback as its sender': () => ({
    'X-Forwarded-For': '127.0.0.1',
    'X-Real-IP': '::1',
    'CF-Connecting-IP': '127.0.0.1',
    'True-Client-IP': '127.0.0.1',
    Forwarded: 'for=127.0.0.1;host=localhost;proto=http',
  }),
  'the loopback as its host': () => ({
    Host: 'localhost',
    'X-Forwarded-Host': 'localhost',
    'X-Host': 'localhost',
    'X-Forwarded-Proto': 'http',
    Origin: 'http://localhost',
  }),
  'another user': ({ tenant }) =>
    Object.fromEntries(
      [
        'X-User',
        'X-User-Id',
        'X-Forwarded-User',
        'Remote-User',
        'X-Authenticated-User',
        'From',
      ].map((name) => [name, tenant.manager.id]),
    ),
  'another role': () =>
    Object.fromEntries(
      ['X-Role', 'X-Roles', 'Role', 'X-User-Role', 'X-Permissions', 'X-Admin'].map((name) => [
        name,
        'owner',
      ]),
    ),
  'headers that are to be dropped': () => ({
    Connection: 'Authorization, X-Tenant',
    Via: '1.1 internal',
  }),
  'a debugger': () => ({ 'X-Debug': '1', 'X-Internal': 'true', 'CF-Worker': 'rendezvous' }),
};

const smuggled = (beside: string, own: (token: string, world: World) => Record<string, string>) =>
  Object.fromEntries(
    Object.entries(SMUGGLED).map(([name, headers]): [string, Rows[string]] => [
      `${name}, beside ${beside}`,
      (token, world) => ({ headers: { ...headers(world), ...own(token, world) } }),
    ]),
  );

const FAR = 'https://rendezvous.example';
const fromAfar = (rows: Rows): Rows =>
  Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      (token, world) => ({ ...row(token, world), origin: FAR }),
    ]),
  );

const TRANSPORT = [
  ...requests('transport', 'HS256', ATTENDANT, fromAfar(smuggled('a token', bearer))),
  ...requests(
    'transport',
    'HS256',
    'unauthenticated',
    smuggled('no token', (_, { tenant }) => ({ 'X-Tenant': tenant.slug })),
  ),
  ...requests('transport', 'local', ATTENDANT, {
    'on the loopback': (token, world) => ({ headers: bearer(token, world) }),
  }),
  ...requests('transport', 'local', 'unavailable', fromAfar(smuggled('a token', bearer))),
];

export const ATTACKS_ON_HEADERS = [...AUTHORIZATION, ...X_TENANT, ...TRANSPORT];
