// What a plan does to the world: each message's way, D1's mood, and how late alarms are. Once `calm`, nothing goes wrong.

import type { D1Mood } from '../world/d1.ts';
import type { Way } from '../world/network.ts';
import { noise } from '../world/noise.ts';
import { type Fault, MESSAGE_FAULTS, type MOODS } from './plan.ts';

type MessageFault = Fault & { kind: (typeof MESSAGE_FAULTS)[number] };

export class Fate {
  calm = false;
  /** Faults that came to pass, by kind. */
  readonly faults = new Map<string, number>();
  /** Pages of outcomes that were asked for. */
  pages = 0;
  readonly #seed: number;
  readonly #now: () => number;
  /** What will befall the next messages and the next alarms, one each. */
  readonly #messages: MessageFault[] = [];
  readonly #alarms: number[] = [];
  #illness: { mood: (typeof MOODS)[number]; until: number } | undefined;
  #throws = 0;

  constructor(seed: number, now: () => number) {
    this.#seed = seed;
    this.#now = now;
  }

  /** A fault whose moment has come, unless it is one of a calendar's. */
  arm(fault: Fault): void {
    if (fault.kind === 'D1 ill') this.#illness = { ...fault, until: this.#now() + fault.ms };
    else if (fault.kind === 'alarm late') this.#alarms.push(fault.ms);
    else if (isOfMessage(fault)) this.#messages.push(fault);
  }

  wayOf(label: string): Way {
    if (label.endsWith(': outcomesAfter')) this.pages += 1;
    const way: Way = { requestMs: 1 + this.#throw(15), answerMs: 1 + this.#throw(15) };
    const fault = this.calm ? undefined : this.#nextFor(label);
    if (fault) return this.#spoil(way, fault);
    if (label.includes('→ D1') && this.#mood() === 'slow') {
      this.count('D1 slow');
      return { ...way, requestMs: way.requestMs + this.#throw(9_000) };
    }
    return way;
  }

  d1Mood(): D1Mood {
    const mood = this.#mood();
    if (mood === undefined || mood === 'slow') return 'well';
    this.count(`D1 ${mood}`);
    return mood;
  }

  commitMs(): number {
    return this.#throw(4);
  }

  alarmLateMs(): number {
    const late = this.calm ? undefined : this.#alarms.shift();
    if (late !== undefined) this.count('alarm late');
    return this.#throw(40) + (late ?? 0);
  }

  count(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  /**
   * The platform makes no call of a Worker twice: the Worker itself does, and impatient clients do. What calendars say, to
   * each other and to D1, may arrive twice.
   */
  #nextFor(label: string): MessageFault | undefined {
    const fits = ({ kind }: MessageFault) =>
      kind !== 'request doubled' || !label.startsWith('client');
    const index = this.#messages.findIndex(fits);
    return index < 0 ? undefined : this.#messages.splice(index, 1)[0];
  }

  #mood(): (typeof MOODS)[number] | undefined {
    const isIll = !this.calm && this.#illness && this.#now() < this.#illness.until;
    return isIll ? this.#illness?.mood : undefined;
  }

  #spoil(way: Way, { kind, ms }: MessageFault): Way {
    this.count(kind);
    switch (kind) {
      case 'request lost':
        return { ...way, lost: 'request' };
      case 'answer lost':
        return { ...way, lost: 'answer' };
      case 'request swallowed':
        return { ...way, lost: 'request', silently: true };
      case 'answer swallowed':
        return { ...way, lost: 'answer', silently: true };
      case 'request doubled':
        return { ...way, againMs: ms };
      case 'request late':
        return { ...way, requestMs: way.requestMs + ms };
      case 'answer late':
        return { ...way, answerMs: way.answerMs + ms };
    }
  }

  #throw(below: number): number {
    this.#throws += 1;
    return noise(this.#seed, this.#throws, below);
  }
}

const isOfMessage = (fault: Fault): fault is MessageFault =>
  MESSAGE_FAULTS.some((kind) => kind === fault.kind);
