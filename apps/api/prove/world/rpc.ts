// What crosses from one object to another: copies of plain data, and errors without their class.

import type { Peer } from '../../src/calendar/ports.ts';
import type { Host } from './host.ts';
import type { Send } from './send.ts';

/** An error as it crosses RPC: its class is lost, and that it was thrown over there is marked. */
export const thrown = (reason: unknown): Error =>
  Object.assign(new Error(String(reason), { cause: reason }), { remote: true });

/** The other calendar, as it is called over RPC: what crosses is copied. */
export function peerAt(host: Host, send: Send): Peer {
  const ask =
    <Verb extends keyof Peer>(verb: Verb) =>
    (...values: unknown[]) => {
      const copies = structuredClone(values);
      return send(host.alias, verb, copies, (reply) =>
        host.receive(
          (calendar) => (calendar[verb] as (...v: unknown[]) => never)(...copies),
          reply,
        ),
      ) as never; // what the calendar answers to this verb
    };
  return {
    hold: ask('hold'),
    activate: ask('activate'),
    transferState: ask('transferState'),
    outcomesAfter: ask('outcomesAfter'),
    learnHolder: ask('learnHolder'),
  };
}
