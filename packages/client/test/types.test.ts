// What integrators see is what the contract says. The compiler is the test: `npm test` runs it.

import {
  type Appointment,
  type Client,
  type Customer,
  type Department,
  type HistoryEntry,
  type ImportReport,
  type ProblemCode,
  type RebuildReport,
  RendezvousProblem,
  type User,
} from '@rendezvous/client';
import type {
  ProblemCode as Code,
  HistoryEntry as ContractHistoryEntry,
  ImportReport as ContractImportReport,
  RebuildReport as ContractRebuildReport,
  WireAppointment,
  WireCustomer,
  WireDepartment,
  WireUser,
} from '@rendezvous/contract';
import { describe, expectTypeOf, it } from 'vitest';

type Create = Parameters<Client['appointments']['create']>[0];
type List = NonNullable<Parameters<Client['appointments']['list']>[0]>;

describe('the types', () => {
  it('of answers are those of the contract', () => {
    expectTypeOf<Appointment>().toEqualTypeOf<WireAppointment>();
    expectTypeOf<Department>().toEqualTypeOf<WireDepartment>();
    expectTypeOf<User>().toEqualTypeOf<WireUser>();
    expectTypeOf<Customer>().toEqualTypeOf<WireCustomer>();
    expectTypeOf<RebuildReport>().toEqualTypeOf<ContractRebuildReport>();
    expectTypeOf<ProblemCode>().toEqualTypeOf<Code>();
    // The contract's may be undefined besides, which no JSON is.
    expectTypeOf<HistoryEntry>().toExtend<ContractHistoryEntry>();
    expectTypeOf<ImportReport>().toExtend<ContractImportReport>();
  });

  it('of a booking need a title, a time, a department and a customer', () => {
    const booking = { title: 'Demo', scheduled_at: '2040-01-01T10:00:00Z', department_id: 'd' };
    expectTypeOf({ ...booking, customer_name: 'Ana' }).toExtend<Create>();
    expectTypeOf({ ...booking, customer_id: 'c', notes: null }).toExtend<Create>();
    expectTypeOf(booking).not.toExtend<Create>();
    expectTypeOf({ title: 'Demo', customer_name: 'Ana' }).not.toExtend<Create>();
    expectTypeOf({
      ...booking,
      customer_name: 'Ana',
      duration_minutes: '30',
    }).not.toExtend<Create>();
  });

  it('of a query take numbers, and one status or several', () => {
    expectTypeOf<{ page: number; status: 'scheduled' }>().toExtend<List>();
    expectTypeOf<{ status: ('scheduled' | 'confirmed')[] }>().toExtend<List>();
    expectTypeOf<{ status: 'planned' }>().not.toExtend<List>();
    expectTypeOf<{ page: string }>().not.toExtend<List>();
  });

  it('of the bodies of changes are neither wrapped nor unknown', () => {
    type Update = Parameters<Client['departments']['update']>[1];
    expectTypeOf<{ name: string }>().toExtend<Update>();
    expectTypeOf<{ name: number }>().not.toExtend<Update>();
    expectTypeOf<Update>().not.toHaveProperty('department');
  });

  it('of a problem follow its code', () => {
    const told = (error: unknown) => {
      if (!(error instanceof RendezvousProblem)) return;
      if (error.code === 'slot_taken') expectTypeOf(error.conflicts).toEqualTypeOf<Appointment[]>();
      if (error.code === 'version_mismatch') expectTypeOf(error.current_version).toBeNumber();
      if (error.code === 'invalid')
        expectTypeOf(error.errors.title).toEqualTypeOf<string[] | undefined>();
      expectTypeOf(error).not.toHaveProperty('conflicts');
      expectTypeOf(error.code).toEqualTypeOf<ProblemCode>();
    };
    told(undefined);
  });
});
