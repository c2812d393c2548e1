// Looks at every answer of the app in every test, without changing it. A test in which one was not documented fails.

import { afterEach, expect } from 'vitest';
import { app } from '../../src/app.ts';
import { undocumented } from './documented.ts';

const answer = app.fetch;
const faults: string[] = [];

app.fetch = async (request, ...rest) => {
  const response = await answer(request, ...rest);
  // A stream is its reader's: to copy it would change when it is asked for more. Its lines are checked by the client.
  const isStreamed = response.headers.get('Content-Type') === 'application/x-ndjson';
  const text = isStreamed || !response.body ? undefined : await response.clone().text();
  faults.push(...undocumented(request, response, text));
  return response;
};

afterEach(() => {
  expect(faults.splice(0).slice(0, 5), 'answers that are not documented').toEqual([]);
});
