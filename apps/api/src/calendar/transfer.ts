// An appointment moves from calendar A to calendar B:
//
//   1. A, one transaction: the intent. The appointment still occupies A.
//   2. B, one transaction: holds the time, occupying it too; or says that it is taken.
//   3. A, one transaction, the commit: the intent is still open and B holds → gone, the time is free. Else: as it was.
//   4. B, one transaction: the hold becomes the appointment, version + 1, with the outcomes it brings along.
//   5. A forgets the intent; B tells the appointment's home calendar where it is now.
//
// Each step can be repeated, and an alarm on either side repeats it until it is done. A hold never ends by its own clock:
// B asks A and lets go only of a transfer that A does not know. Calls between calendars never wait for a transfer, so
// moves that cross cannot lock each other.

import { Arrivals } from './arrivals.ts';
import { Departures } from './departures.ts';
import { FIRST_RETRY_MS, type TransferParts } from './peer-call.ts';

/** The longest time between two looks of the alarm at what is not finished, in milliseconds. */
const MAX_RETRY_MS = 20_000;

export class Transfers {
  readonly departures: Departures;
  readonly arrivals: Arrivals;
  readonly #parts: TransferParts;
  #failures = 0;

  constructor(parts: TransferParts) {
    this.#parts = parts;
    this.departures = new Departures(parts);
    this.arrivals = new Arrivals(parts);
    // What an earlier life of this calendar did not finish.
    if (parts.records.areUnfinished()) parts.wakeups.within(FIRST_RETRY_MS);
  }

  /** What the alarm does. */
  async resume(): Promise<void> {
    await Promise.all([this.departures.resume(), this.arrivals.resume()]);
    // Counted and armed in one turn: what began meanwhile is seen here.
    this.#failures = this.#parts.records.areUnfinished() ? this.#failures + 1 : 0;
    if (this.#failures > 0) {
      this.#parts.wakeups.within(Math.min(1_000 * 2 ** (this.#failures - 1), MAX_RETRY_MS));
    }
  }
}
