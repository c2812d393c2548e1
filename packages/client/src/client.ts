// The map of the client: every operation of the API as a method.

import { type Answer, type Resource, readAnswer, type Written } from './answer.ts';
import { readLines, writeLines } from './ndjson.ts';
import { type List, listOf } from './pages.ts';
import { RendezvousUnreachable } from './problem.ts';
import {
  type CallOptions,
  type ChangeOptions,
  type ClientOptions,
  createTransport,
  type Parts,
  type WriteOptions,
} from './transport.ts';
import type {
  BodyOf,
  DataOf,
  ImportLine,
  ImportReport,
  ItemOf,
  OperationId,
  QueryOf,
  RebuildReport,
} from './types.ts';

export type Client = ReturnType<typeof createClient>;

export function createClient(client: ClientOptions) {
  const send = createTransport(client);

  // The answer is what the operation is documented to answer: the client does not carry the schemas.
  const ask = <Said>(operation: OperationId, parts: Parts, options: ChangeOptions = {}) =>
    send(operation, parts, options, readAnswer) as Promise<Said>;

  const list =
    <Id extends OperationId>(operation: Id) =>
    (query?: QueryOf<Id>, options?: CallOptions): List<ItemOf<Id>> =>
      listOf((next) => ask(operation, { query: next ?? query }, options));
  const create =
    <Id extends OperationId>(operation: Id) =>
    (body: BodyOf<Id>, options?: WriteOptions) =>
      ask<Written<DataOf<Id>>>(operation, { body: body as object }, options); // every documented body is one
  const get =
    <Id extends OperationId>(operation: Id) =>
    (id: string, options?: CallOptions) =>
      ask<Resource<DataOf<Id>>>(operation, { id }, options);
  const change =
    <Id extends OperationId>(operation: Id) =>
    (id: string, body: BodyOf<Id>, options?: ChangeOptions) =>
      ask<Written<DataOf<Id>>>(operation, { id, body: body as object }, options); // as above
  const act =
    <Id extends OperationId>(operation: Id) =>
    (id: string, options?: ChangeOptions) =>
      ask<Written<DataOf<Id>>>(operation, { id }, options);
  const probe =
    <Id extends OperationId>(operation: Id) =>
    (options?: CallOptions) =>
      ask<Answer<DataOf<Id>>>(operation, {}, options);

  async function* reports<Report>(operation: OperationId, parts: Parts, options: CallOptions = {}) {
    const body = await send(operation, parts, options, async (response) => response.body);
    try {
      yield* readLines<Report>(body);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw new RendezvousUnreachable({}, error);
    }
  }

  return {
    appointments: {
      list: list('listAppointments'),
      create: create('createAppointment'),
      get: get('getAppointment'),
      update: change('updateAppointment'),
      patch: change('patchAppointment'),
      confirm: act('confirmAppointment'),
      cancel: (id: string, body?: BodyOf<'cancelAppointment'>, options?: ChangeOptions) =>
        ask<Written<DataOf<'cancelAppointment'>>>('cancelAppointment', { id, body }, options),
      complete: act('completeAppointment'),
      noShow: act('markNoShow'),
      /** Every version that it has had, the oldest first. */
      history: (
        id: string,
        query?: QueryOf<'getHistory'>,
        options?: CallOptions,
      ): List<ItemOf<'getHistory'>> =>
        listOf((next) => ask('getHistory', { id, query: next ?? query }, options)),
      /** What is in the way of a time. */
      conflicts: (query: QueryOf<'getConflicts'>, options?: CallOptions) =>
        ask<Answer<DataOf<'getConflicts'>>>('getConflicts', { query }, options),
      /**
       * Takes over appointments of an old system, and tells of each line what became of it. An array is sent as one text; what comes
       * over time is streamed, which browsers do not all know how to. It is not tried again: send the same lines again, and what was
       * imported stays as it is.
       */
      import: (lines: Iterable<ImportLine> | AsyncIterable<ImportLine>, options?: CallOptions) =>
        reports<ImportReport>('importAppointments', { lines: writeLines(lines) }, options),
    },
    departments: {
      list: list('listDepartments'),
      create: create('createDepartment'),
      get: get('getDepartment'),
      update: change('updateDepartment'),
      patch: change('patchDepartment'),
    },
    users: {
      list: list('listUsers'),
      create: create('createUser'),
      me: (options?: CallOptions) => ask<Resource<DataOf<'getMe'>>>('getMe', {}, options),
      get: get('getUser'),
      update: change('updateUser'),
      patch: change('patchUser'),
    },
    customers: {
      list: list('listCustomers'),
      create: create('createCustomer'),
      get: get('getCustomer'),
      update: change('updateCustomer'),
      patch: change('patchCustomer'),
      /** Merges the customer that the body names into the one of the id. */
      merge: change('mergeCustomer'),
    },
    /** Replays every calendar of the tenant into its lists; one report a calendar. */
    rebuild: (options?: CallOptions) => reports<RebuildReport>('rebuildTenant', {}, options),
    health: probe('getHealth'),
    ready: probe('getReady'),
  };
}
