// What the client's types are generated from: the description of the API (OpenAPI), without what no type can use.

import { openApiDocument } from '@rendezvous/contract/openapi';
import openapiTS, { astToString } from 'openapi-typescript';

const HEAD =
  '// Generated from the description of the API by `pnpm generate`. Not to be edited.\n\n';

const UNTYPED = new Set(['example', 'examples']);

export async function openApiTypes(): Promise<string> {
  const document = JSON.stringify(openApiDocument('1.0.0'), (key, value) => {
    if (UNTYPED.has(key)) return undefined;
    // The headers of answers.
    return value?.content && value.headers ? { ...value, headers: undefined } : value;
  });
  return HEAD + astToString(await openapiTS(document, { defaultNonNullable: false }));
}
