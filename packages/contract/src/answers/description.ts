// What describes the API to machines and to people.

import * as z from 'zod';

/** The version of the API that the document names. */
export const API_VERSION = '1.0.0';

/** `/openapi.json`, as far as whoever asks for it can rely on. */
export const openApiAnswer = z
  .looseObject({
    openapi: z.string().regex(/^3\.1\.\d+$/),
    info: z.looseObject({ title: z.string(), version: z.literal(API_VERSION) }),
    paths: z.record(z.string(), z.looseObject({})),
  })
  .meta({ id: 'OpenApi', description: 'An OpenAPI 3.1 document.' });

const links = z.array(z.strictObject({ href: z.url(), type: z.string() }));

/** `/.well-known/api-catalog` (RFC 9727). */
export const apiCatalog = z
  .strictObject({
    linkset: z.array(
      z.strictObject({
        anchor: z.url(),
        'service-desc': links,
        'service-doc': links,
        'service-meta': links,
        status: links,
      }),
    ),
  })
  .meta({ id: 'ApiCatalog', description: 'A linkset (RFC 9264).' });

export const demoToken = z
  .strictObject({ token: z.string() })
  .meta({ id: 'DemoToken', description: 'A token of the local demo.' });
