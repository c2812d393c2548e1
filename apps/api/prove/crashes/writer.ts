// One of the writers: wishes, asks, and asks again with the same key when no answer came, in this life of the server or in
// a later one. Now and then it hangs up early, asks twice at once, gives up, or abuses a key.

import { Caller, type Life } from './caller.ts';
import { Dice } from './dice.ts';
import { acceptedAnswerOf, type Command, isAccepted, isMove, isOpen, type Log } from './log.ts';
import { commandOf, nextWish } from './wishes.ts';

/** How many of the newest appointments a writer cares for. */
const RECENT = 80;
/** After an answer that settles nothing, in milliseconds. */
const PAUSE_MS = 15;

export class Writer {
  readonly #name: string;
  readonly #dice: Dice;
  readonly #log: Log;
  readonly #caller: Caller;
  /** What it will ask again. */
  #undecided: Command[] = [];
  #wishes = 0;

  constructor(name: string, dice: Dice, log: Log, caller: Caller) {
    this.#name = name;
    this.#dice = dice;
    this.#log = log;
    this.#caller = caller;
  }

  static async named(name: string, seed: number, log: Log): Promise<Writer> {
    return new Writer(name, new Dice(seed), log, await Caller.of(name));
  }

  /** Works until this life of the server is over. `from`: the hours that are fought over begin there. */
  async work(life: Life, from: number): Promise<void> {
    while (!life.over) {
      const old = this.#dice.happens(0.5) ? this.#undecided.shift() : undefined;
      await this.#carryOut(old ?? this.#invent(from), life);
    }
  }

  /** Asks again until everything is decided. False when that takes too long. */
  async settle(life: Life, withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    for (let next = this.#undecided.shift(); next; next = this.#undecided.shift()) {
      const { answer } = await this.#attempt(next, life);
      if (!isOpen(answer)) continue;
      if (performance.now() > deadline) return false;
      this.#undecided.push(next);
      await pause();
    }
    return true;
  }

  #invent(from: number): Command {
    this.#wishes += 1;
    const recent = [...this.#log.heard.values()].slice(-RECENT);
    const { coveted } = this.#log;
    const wish = nextWish(this.#dice, { from, recent, coveted });
    const command = commandOf(this.#name, wish, `${this.#name}-${this.#wishes}`);
    this.#log.commands.push(command);
    this.#log.covet(command);
    return command;
  }

  async #carryOut(command: Command, life: Life): Promise<void> {
    const { answer } = await (command.key !== null && this.#dice.happens(0.03)
      ? this.#twiceAtOnce(command, life)
      : this.#attempt(
          command,
          life,
          this.#dice.happens(0.02) ? this.#dice.between(1, 25) : undefined,
        ));
    if (isOpen(answer)) {
      // Some never ask again: nobody will tell them what became of it.
      if (command.key !== null && this.#dice.happens(0.85)) this.#undecided.push(command);
      await pause();
      return;
    }
    if (!isAccepted(answer) || command.key === null) return;
    if (!answer?.pending && !answer?.replayed && this.#dice.happens(0.06)) {
      await this.#lookForOwnWrite(command, life);
    }
    if (this.#dice.happens(0.03)) await this.#abuseKey(command, life);
  }

  async #attempt(command: Command, life: Life, patienceMs?: number) {
    if (isMove(command)) this.#log.movesBegun += 1;
    const attempt = await this.#caller.attempt(command, life, patienceMs);
    const { answer, invokedAt, endedAt, garbled } = attempt;
    if (isMove(command) && isAccepted(answer)) {
      this.#log.moveMs = (this.#log.moveMs * 3 + endedAt - invokedAt) / 4;
    }
    if (garbled) this.#log.breaches.push(`promise 2: ${command.path} was answered ${garbled}`);
    if (answer) this.#log.heardAt = endedAt;
    if (answer?.appointment) this.#log.hear(answer.appointment);
    for (const appointment of answer?.appointments ?? []) this.#log.hear(appointment);
    return attempt;
  }

  /** The same request on two connections. */
  async #twiceAtOnce(command: Command, life: Life) {
    const [one, other] = await Promise.all([
      this.#attempt(command, life),
      this.#attempt(command, life),
    ]);
    const both = [one, other];
    const decisive = both.find(({ answer }) => isAccepted(answer));
    return decisive ?? both.find(({ answer }) => isOpen(answer)) ?? one;
  }

  /** A writer's next list shows its own write. */
  async #lookForOwnWrite(command: Command, life: Life): Promise<void> {
    const own = acceptedAnswerOf(command)?.appointment;
    const look = commandOf(this.#name, { kind: 'list' }, '');
    this.#log.commands.push(look);
    const { answer } = await this.#attempt(look, life);
    const listed = answer?.appointments;
    if (!own || !listed) return;
    const found = listed.find(({ id }) => id === own.id);
    // More than a page may have been changed since.
    const isBeyond = listed.length === 100 && (listed.at(-1)?.updated_at ?? '') >= own.updated_at;
    if (found ? found.version < own.version : !isBeyond) {
      this.#log.breaches.push(
        `promise 5: the next list of ${this.#name} does not show its write ${command.key} (${own.id} version ${own.version}, seen ${found?.version})`,
      );
    }
  }

  /** The key of an accepted request with another body is refused. */
  async #abuseKey(command: Command, life: Life): Promise<void> {
    const body = JSON.stringify({ ...JSON.parse(command.body ?? '{}'), description: 'abuse' });
    const abuse = { ...command, body, attempts: [] };
    const { answer } = await this.#caller.attempt(abuse, life);
    if (!isOpen(answer) && answer?.problem?.code !== 'idempotency_mismatch') {
      this.#log.breaches.push(
        `promise 6: the key ${command.key} with another body was answered ${answer?.status} ${answer?.problem?.code}`,
      );
    }
  }
}

/** The writers of a run, each with dice of its own. */
export const writersOf = (names: readonly string[], seed: number, log: Log): Promise<Writer[]> =>
  Promise.all(names.map((name, index) => Writer.named(name, seed * 1_000 + index + 1, log)));

const pause = () => new Promise((next) => setTimeout(next, PAUSE_MS));
