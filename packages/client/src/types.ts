// What crosses the wire, by name. All of it is read off the description of the API.

import type { components, operations } from './openapi.ts';
import type { ROUTES } from './routes.ts';

type Schemas = components['schemas'];

export type Appointment = Schemas['Appointment'];
export type Department = Schemas['Department'];
export type User = Schemas['User'];
export type Customer = Schemas['Customer'];
export type HistoryEntry = Schemas['HistoryEntry'];
/** One line of an import: an appointment of an old system. */
export type ImportLine = Schemas['ImportLine'];
export type ImportReport = Schemas['ImportReport'];
export type RebuildReport = Schemas['RebuildReport'];
/** Where a page stands in its list. */
export type PageMeta = Schemas['PageMeta'];
/** A refusal as it is on the wire. */
export type Problem = Schemas['Problem'];
export type ProblemCode = Problem['code'];

export type OperationId = keyof typeof ROUTES;

type Content<Id extends OperationId> =
  operations[Id]['responses'] extends Record<200, { content: Record<string, infer Body> }>
    ? Body
    : operations[Id]['responses'] extends Record<201, { content: Record<string, infer Body> }>
      ? Body
      : never;

/** What an operation answers with. */
export type DataOf<Id extends OperationId> =
  Content<Id> extends { data: infer Data } ? Data : Content<Id>;

/** What a list is made of. */
export type ItemOf<Id extends OperationId> = DataOf<Id> extends (infer Item)[] ? Item : never;

type Wrapper = 'appointment' | 'department' | 'user' | 'customer';

/** The body of an operation, without the wrapper that it may come in. */
export type BodyOf<Id extends OperationId> = operations[Id] extends {
  requestBody?: { content: { 'application/json': infer Body } };
}
  ? Exclude<Body, { [Key in Wrapper]: Record<Key, unknown> }[Wrapper]>
  : never;

type Parameters<Id extends OperationId> = operations[Id]['parameters'] extends {
  query?: infer Query;
}
  ? NonNullable<Query>
  : never;

/** The query of an operation. What takes several values takes one as it is. */
export type QueryOf<Id extends OperationId> = {
  [Name in keyof Parameters<Id>]:
    | Parameters<Id>[Name]
    | undefined
    | (NonNullable<Parameters<Id>[Name]> extends (infer One)[] ? One : never);
};
