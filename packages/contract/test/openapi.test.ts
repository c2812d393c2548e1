// The description of the API is valid, and says of bodies what the schemas take: no more and no less.

import { type Schema, Validator } from '@cfworker/json-schema';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import {
  appointmentCancel,
  appointmentCreate,
  appointmentUpdate,
  importLine,
  operations,
  problemExample,
  problemsOf,
} from '../src/index.ts';
import { openApiDocument } from '../src/openapi/document.ts';

const document = openApiDocument('1.0.0');

describe('the document', () => {
  it('is OpenAPI 3.1, and the strictest of its linters finds nothing', async () => {
    const config = await createConfig({
      extends: ['recommended-strict'],
      rules: {
        // A probe has nothing to refuse.
        'operation-4xx-response': 'off',
        // The original's `/conflicts` stands beside its `/{id}`; the more literal one is served (OpenAPI 3.1 §4.8.8.1).
        'no-ambiguous-paths': 'off',
      },
    });
    const found = await lintFromString({ source: JSON.stringify(document), config });
    // It belongs to no operation; an extension refers to it, which the linter does not follow.
    const elsewhere = '#/components/responses/method_not_allowed';
    expect(found.map(({ location }) => location[0]?.pointer)).toEqual([elsewhere]);
  });

  it('has every operation of the table, and no other', () => {
    const described = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => [operationId, method, path]),
    );
    expect(described).toEqual(
      operations.map(([id, { method, path }]) => [id, method.toLowerCase(), path]),
    );
  });

  it('documents every status that the table says, for success and for refusals', () => {
    for (const [id, operation] of operations) {
      const { path, method, answers } = operation;
      const statuses = [
        ...Object.keys(answers),
        ...problemsOf(operation).map((code) => String(problemExample(code).status)),
      ];
      const described = new Map(Object.entries(document.paths?.[path] ?? {}));
      const documented = Object.keys(described.get(method.toLowerCase())?.responses ?? {});
      expect(documented.toSorted(), id).toEqual([...new Set(statuses)].sort());
    }
  });

  it('names the parameters of each path', () => {
    for (const [id, { path, parameters }] of operations) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(parameters?.shape ?? {}), id).toEqual(names);
    }
  });
});

const ID = 'e5f6a7b8-c9d0-1234-efgh-567890123456';

/** A body that passes, for each of them. */
const BODIES: readonly [string, z.ZodMiniObject, Record<string, unknown>][] = [
  [
    'AppointmentCreate',
    appointmentCreate,
    {
      ...{ title: 'Visita', scheduled_at: '2026-02-25T14:00:00Z', department_id: ID },
      ...{ customer_name: 'Roberto Lima', customer_id: ID },
    },
  ],
  ['AppointmentUpdate', appointmentUpdate, {}],
  ['AppointmentCancel', appointmentCancel, {}],
  [
    'ImportLine',
    importLine,
    {
      ...{ id: ID, title: 'Visita', status: 'scheduled', scheduled_at: '2026-02-25T14:00:00Z' },
      ...{ department_id: ID, user_id: ID, customer_id: ID },
    },
  ],
];

const VALUES: readonly unknown[] = [
  ...[null, true, [], {}, [ID], { title: 'x' }],
  ...[0, 1, 30, 1_440, 1_441, -1, 1.5, 1e9, '30'],
  ...[
    'x',
    'é',
    '\u{1F600}',
    ' x ',
    ID,
    ID.toUpperCase(),
    `${ID}0`,
    ID.slice(1),
    ID.replace('-', ''),
  ],
  ...[255, 256, 1_000, 1_001, 10_000, 10_001].flatMap((length) => [
    'x'.repeat(length),
    '\u{1F600}'.repeat(length),
  ]),
  ...['2026-02-25T14:00:00Z', '2026-02-25T14:00:00.5+02:00', '2026-02-25t14:00:00z'],
  ...['2026-02-25T14:00:00', '2026-02-25', '2026-02-30T14:00:00Z', '2026-02-25T24:00:00Z'],
  ...['a@b.co', 'josé@exemplo.com.br', 'a@b', 'a b@c.de', '@b.co', 'a@b.co, c@d.ef'],
  ...[`${'a'.repeat(249)}@b.co`, `${'a'.repeat(250)}@b.co`],
  ...['+5511966665544', '+55 (11) 96666-5544', '+1234567', '+1234567890123456', '5511966665544'],
  ...['scheduled', 'no_show', 'no-show', 'Scheduled'],
];

describe.each(BODIES)('%s', (name, schema, body) => {
  const components = JSON.parse(JSON.stringify(document.components));
  const documented: Schema = { $ref: `#/components/schemas/${name}`, components };
  const validator = new Validator(documented, '2020-12', false);
  const verdicts = (value: unknown) => ({
    document: validator.validate(value).valid,
    contract: schema.safeParse(value).success,
  });

  it('takes the same values for each field as the contract', () => {
    expect(verdicts(body)).toEqual({ document: true, contract: true });
    for (const field of Object.keys(schema.shape)) {
      for (const value of VALUES) {
        const { document: said, contract } = verdicts({ ...body, [field]: value });
        // What is padded is trimmed by the contract, which no schema can say.
        const isPadded = value === ' x ';
        expect(said || isPadded, `${field}: ${JSON.stringify(value)?.slice(0, 60)}`).toBe(
          contract || isPadded,
        );
      }
    }
  });

  it('needs the same fields', () => {
    for (const field of Object.keys(body)) {
      const { [field]: _, ...others } = body;
      const { document: said, contract } = verdicts(others);
      expect(said, field).toBe(contract);
    }
    const { customer_id: _, customer_name: __, ...nobody } = body;
    expect(verdicts(nobody).document).toBe(verdicts(nobody).contract);
  });

  it('takes no blank where the contract takes none', () => {
    for (const field of Object.keys(schema.shape)) {
      for (const blank of ['', ' ', '\t\n']) {
        const { document: said, contract } = verdicts({ ...body, [field]: blank });
        if (said) expect(contract, field).toBe(true);
      }
    }
  });
});
