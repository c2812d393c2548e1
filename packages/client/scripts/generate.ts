// The types of the description of the API (OpenAPI), written to src/openapi.ts.

import { writeFileSync } from 'node:fs';
import { openApiTypes } from './openapi-types.ts';

writeFileSync(new URL('../src/openapi.ts', import.meta.url), await openApiTypes());
