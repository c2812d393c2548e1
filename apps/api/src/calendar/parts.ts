// What a calendar is made of, put together once.

import { Journal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { Memory } from './memory.ts';
import { Outbox } from './outbox.ts';
import { Outcomes } from './outcomes.ts';
import type { Clock, Ports } from './ports.ts';
import { Refusals } from './refusals.ts';
import { Transfers } from './transfer.ts';
import { TransferRecords } from './transfer-records.ts';
import { Wakeups } from './wakeups.ts';

export interface Parts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly outcomes: Outcomes;
  readonly refusals: Refusals;
  readonly outbox: Outbox;
  readonly records: TransferRecords;
  readonly transfers: Transfers;
  readonly wakeups: Wakeups;
}

export function assemble({
  sql,
  clock,
  peers,
  readModel,
  pageOutcomes,
  memory = new Memory(),
}: Ports): Parts {
  const wakeups = new Wakeups(clock);
  const ledger = new Ledger(sql, memory, () => wakeups.forget());
  const journal = new Journal(sql, ledger, memory);
  const outcomes = new Outcomes(sql, ledger, pageOutcomes);
  const refusals = new Refusals(sql, ledger);
  const outbox = new Outbox(journal, clock, readModel, wakeups);
  const records = new TransferRecords(sql, ledger, memory);
  const transfers = new Transfers({
    clock,
    peers,
    ledger,
    journal,
    outcomes,
    refusals,
    outbox,
    records,
    wakeups,
  });
  return { clock, ledger, journal, outcomes, refusals, outbox, records, transfers, wakeups };
}
