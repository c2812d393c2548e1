import { expect, it } from 'vitest';
import { openApiTypes } from '../scripts/openapi-types.ts';
import generated from '../src/openapi.ts?raw';

it('has the types of the description as it is now (else: pnpm --dir packages/client generate)', async () => {
  // Not toEqual: a difference of thousands of lines tells nobody anything.
  expect(generated === (await openApiTypes())).toBe(true);
});
