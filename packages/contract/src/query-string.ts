// Query strings. An empty parameter counts as absent, of a repeated one the last wins, unknown ones are ignored.

import type { Status } from '@rendezvous/domain';
import type * as z from 'zod/mini';

/** A query string as the record that the schemas read: the last of a repeated parameter wins, then empty is absent. */
export const readQuery = (parameters: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    Object.entries(Object.fromEntries(parameters)).flatMap(([name, value]) =>
      value.trim() === '' ? [] : [[name, value.trim()]],
    ),
  );

/** The parameters that a list understood, as they were written, for links to its other pages: bounded in length. */
export const knownParameters = (
  { shape }: z.ZodMiniObject,
  parameters: Record<string, string>,
  {
    page_size,
    status,
  }: { readonly page_size: number; readonly status?: readonly Status[] | undefined },
): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(parameters).filter(([name]) => Object.hasOwn(shape, name))),
  page_size: String(page_size),
  ...(status && { status: status.join(',') }),
});
