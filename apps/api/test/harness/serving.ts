// Which operation of the contract's table serves a request.

import { type Operation, type OperationId, operations } from '@rendezvous/contract';

const PATTERNS = operations.map(([id, operation]) => {
  const pattern = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
  return { id, operation, pattern };
});

/** The operations of a path, in the table's order: the first pattern that matches is the path's, as in the app. */
export function operationsAt(pathname: string): (readonly [OperationId, Operation])[] {
  const path = decoded(pathname);
  const first = PATTERNS.find(({ pattern }) => pattern.test(path));
  return PATTERNS.filter(({ operation }) => operation.path === first?.operation.path).map(
    ({ id, operation }) => [id, operation],
  );
}

/** HEAD is served as GET. */
export const serving = (
  method: string,
  pathname: string,
): readonly [OperationId, Operation] | undefined =>
  operationsAt(pathname).find(
    ([, operation]) => operation.method === (method === 'HEAD' ? 'GET' : method),
  );

function decoded(pathname: string): string {
  try {
    return decodeURI(pathname);
  } catch {
    return pathname;
  }
}
