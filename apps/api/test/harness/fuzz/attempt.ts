// One request of the fuzz: a valid one from the contract's schemas, spoilt in up to three ways.

import { ORIGIN } from '../client.ts';
import { Dice } from './dice.ts';
import { type Draft, type Mutation, PARTS, type Part, textOf, toBytes, toFields } from './draft.ts';
import { FORMS, type Form, WRAPPERS } from './forms.ts';
import { IDS } from './hostile.ts';
import { BODY_MUTATIONS } from './mutate-bodies.ts';
import { HEADER_MUTATIONS } from './mutate-headers.ts';
import { URL_MUTATIONS } from './mutate-urls.ts';
import type { Known } from './told.ts';
import { validInput } from './valid.ts';
import type { World } from './world.ts';

export const MUTATIONS: readonly Mutation[] = [
  ...BODY_MUTATIONS,
  ...URL_MUTATIONS,
  ...HEADER_MUTATIONS,
];

export interface Attempt {
  /** The route that it was meant for. */
  readonly route: string;
  readonly mutations: readonly string[];
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Draft['headers'];
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** The body comes as a stream, in pieces of so many bytes. */
  readonly pieceLength: number | undefined;
  /** Through the platform's own door, not straight into the app. */
  readonly viaPlatform: boolean;
}

/** The n-th attempt of a seed, at one of these routes. Ids and times of the world's appointments differ from run to run. */
export function attemptOf(
  seed: number,
  number: number,
  routes: readonly string[],
  world: World,
): Attempt {
  const dice = new Dice(seed, number);
  if (dice.chance(0.03) && world.retried.length > 0) return again(dice, world);
  const route = dice.weigh(routes, (name) => FORMS[name]?.weight ?? 0);
  const form = FORMS[route];
  if (!form) throw new Error(`no form for ${route}`);
  const draft = validDraft(route, form, number, dice, world);
  const mutations = spoil(draft, form, dice, world);
  const { method, path, query, headers, bytes } = draft;
  const isLengthy = headers.some(([name]) => name === 'Content-Length' || name === 'Range');
  return {
    ...{ route, mutations, method, headers },
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    body: method === 'GET' || method === 'HEAD' ? undefined : bytes,
    ...(isLengthy || dice.chance(0.9)
      ? { viaPlatform: false, pieceLength: dice.chance(0.1) ? 1 + dice.below(500) : undefined }
      : { viaPlatform: true, pieceLength: undefined }),
  };
}

export function requestOf({ method, path, headers, body, pieceLength }: Attempt): Request {
  const sent = body && pieceLength ? streamOf(body, pieceLength) : body;
  return new Request(`${ORIGIN}${path}`, {
    method,
    headers: headers.map(([name, value]): [string, string] => [name, value]),
    ...(sent === undefined ? {} : { body: sent }),
  });
}

/** One that was accepted with a key: as it was, or with another body. */
function again(dice: Dice, { retried }: World): Attempt {
  const before = dice.pick(retried);
  const body = dice.chance(0.6) ? before.body : Uint8Array.from([...(before.body ?? []), 0x20]);
  return { ...before, mutations: ['again'], body };
}

function validDraft(route: string, form: Form, number: number, dice: Dice, world: World): Draft {
  const [method = '', pattern = ''] = route.split(' ');
  const target = dice.chance(0.9) ? targetOf(form, dice, world) : undefined;
  const id = target?.id ?? dice.pick([...IDS.slice(0, 6), world.theirs]);
  const setting = { world, target, id };
  const own = form.values ?? {};
  const isBodyLeftOut = form.media === 'any' && dice.chance(0.5);
  const count = form.media === 'application/x-ndjson' ? 1 + dice.below(3) : 1;
  const objects = Array.from({ length: form.body && !isBodyLeftOut ? count : 0 }, () =>
    toFields(form.body ? validInput(form.body, own, dice, setting) : {}),
  );
  const query = form.query ? validInput(form.query, own, dice, setting) : {};
  return {
    ...{ method, objects, bytes: undefined, text: undefined },
    path: pattern.replace(':id', dice.chance(0.1) ? id.toUpperCase() : encodeURIComponent(id)),
    query: Object.entries(query).map(
      ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
    ),
    headers: validHeaders(method, form, number, dice, world, target),
    wrapped: form.media !== 'application/x-ndjson' && dice.chance(0.5),
    wrapper: form.collection ? WRAPPERS[form.collection] : 'appointment',
  };
}

/** An appointment or a record that an answer told of; customers are told of by bookings too. */
function targetOf({ collection }: Form, dice: Dice, { told }: World): Known | undefined {
  if (!collection) {
    // The latest ones are those that an action still moves.
    return told.find(dice.pick(dice.chance(0.5) ? told.ids : told.ids.slice(-100)));
  }
  const ids = collection === 'customers' ? told.customers : told.records.ids(collection);
  const id = dice.pick(ids);
  return { id, version: told.records.find(collection, id)?.version ?? 1 };
}

function validHeaders(
  method: string,
  { role, media }: Form,
  number: number,
  dice: Dice,
  { tenant, tokens }: World,
  target: Known | undefined,
): Draft['headers'] {
  const isWrite = method !== 'GET';
  return [
    ...(role
      ? ([
          ['Authorization', `Bearer ${tokens[role]}`],
          ['X-Tenant', tenant.slug],
        ] as const)
      : []),
    ...(media && (media !== 'any' || dice.chance(0.5))
      ? ([['Content-Type', media === 'any' ? 'application/json' : media]] as const)
      : []),
    ...(isWrite && dice.chance(0.15) ? ([['Idempotency-Key', `own-${number}`]] as const) : []),
    ...(isWrite && target && dice.chance(0.1)
      ? ([['If-Match', `W/"${target.version}"`]] as const)
      : []),
  ];
}

/** How often each number of mutations is made. */
const COUNTS = [0, 1, 1, 1, 2, 2, 2, 3];

function spoil(draft: Draft, form: Form, dice: Dice, world: World): string[] {
  const weights = weightsOf(draft, form);
  const chosen = Array.from({ length: dice.pick(COUNTS) }, () => {
    const part = dice.weigh(PARTS, (candidate) => weights[candidate]);
    return dice.weigh(
      MUTATIONS.filter((mutation) => mutation.part === part),
      ({ weight }) => weight,
    );
  });
  for (const part of PARTS) {
    for (const mutation of chosen) if (mutation.part === part) mutation.apply(draft, dice, world);
    const hasBody = draft.objects.length > 0 || draft.text !== undefined;
    if (part === 'objects' && draft.objects.length > 0) draft.text = textOf(draft);
    if (part === 'text' && hasBody) draft.bytes = toBytes(draft.text ?? '');
  }
  return chosen.map(({ name }) => name);
}

/** How often each part is spoilt: what the route does not have is left alone. */
function weightsOf(draft: Draft, { query }: Form): Record<Part, number> {
  const body = draft.objects.length > 0 ? 1 : 0;
  return {
    ...{ objects: 10 * body, text: 2 * body, bytes: body },
    ...{ query: query ? 10 : 0.5, path: 1, headers: 4, method: 0.5 },
  };
}

const streamOf = (bytes: Uint8Array, pieceLength: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (let from = 0; from < bytes.length; from += pieceLength) {
        controller.enqueue(bytes.slice(from, from + pieceLength));
      }
      controller.close();
    },
  });
