// Lists page by page, and NDJSON line by line.

import { type ImportLine, RendezvousUnreachable } from '@rendezvous/client';
import { describe, expect, it, vi } from 'vitest';
import { clientOf, json } from './harness/server.ts';

const page = (ids: string[], next = '') =>
  json(
    { data: ids.map((id) => ({ id })), meta: { total_count: 3 } },
    {
      Link: `<https://elsewhere.example/x?page=1>; rel="first"${next && `, <${next}>; rel="next"`}`,
    },
  );
const idsOf = async (items: AsyncIterable<{ id: string }>) => {
  const ids: string[] = [];
  for await (const { id } of items) {
    ids.push(id);
    // A list that never ends is found out, too.
    if (ids.length > 9) break;
  }
  return ids;
};

describe('a list', () => {
  const turns = [page(['1', '2'], 'https://elsewhere.example/x?page=2&q=%C3%A9'), page(['3'])];

  it('is walked to its end by the links of its pages, but never away from the API', async () => {
    const { api, asked } = clientOf(turns);
    expect(await idsOf(api.customers.list({ q: 'é' }))).toEqual(['1', '2', '3']);
    expect(asked.map(({ url }) => url.href)).toEqual([
      'https://rendezvous.example/api/v1/customers?q=%C3%A9',
      'https://rendezvous.example/api/v1/customers?page=2&q=%C3%A9',
    ]);
  });

  it('is asked for no further than it is looked at, and anew each time', async () => {
    const { api, asked } = clientOf(turns);
    const list = api.appointments.history('7');
    expect(asked).toEqual([]);
    for await (const { version } of list) {
      expect(version).toBeUndefined();
      break;
    }
    expect(asked.map(({ url }) => url.pathname)).toEqual(['/api/v1/appointments/7/history']);
    const pages = [];
    for await (const { data } of clientOf(turns).api.users.list().pages()) pages.push(data.length);
    expect(pages).toEqual([2, 1]);
  });

  it('gives one page with what it says of itself', async () => {
    const { api, asked } = clientOf(turns);
    const { data, meta, pending } = await api.departments.list().page();
    expect([data.length, meta.total_count, pending]).toEqual([2, 3, false]);
    expect(asked).toHaveLength(1);
  });
});

/** A body that comes in these pieces. */
const body = (pieces: (string | Error)[], cancel = () => {}) => {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces.shift();
      if (piece instanceof Error) controller.error(piece);
      else if (piece === undefined) controller.close();
      else controller.enqueue(encoder.encode(piece));
    },
    cancel,
  });
};
const line = (id: string) => ({ id }) as ImportLine; // nobody here looks at the rest

describe('reports', () => {
  const reportsOf = async (...pieces: (string | Error)[]) => {
    const { api } = clientOf([() => new Response(body(pieces))]);
    const users: string[] = [];
    try {
      for await (const { user_id } of api.rebuild()) users.push(user_id);
    } catch (error) {
      return { users, error };
    }
    return { users };
  };

  it('come one by one, however their lines are cut', async () => {
    const text = '{"user_id":"é"}\n\n{"user_id":"2"}\n';
    expect(await reportsOf(text)).toEqual({ users: ['é', '2'] });
    expect(await reportsOf(...text)).toEqual({ users: ['é', '2'] });
    expect(await reportsOf()).toEqual({ users: [] });
  });

  it.each([
    ['a broken connection', ['{"user_id":"1"}\n', new TypeError('terminated')]],
    ['half a line', ['{"user_id":"1"}\n{"user_id', '":"2"}']],
    ['a line that is no JSON', ['{"user_id":"1"}\n<html>\n']],
  ])('end with an error after %s, and what came before is told', async (_, pieces) => {
    const { users, error } = await reportsOf(...pieces);
    expect(users).toEqual(['1']);
    expect(error).toBeInstanceOf(RendezvousUnreachable);
    expect(error).toHaveProperty('cause', expect.any(Error));
  });

  it('are not read on when nobody looks', async () => {
    const cancel = vi.fn();
    const pieces = ['1', '2', '3'].map((id) => `{"user_id":"${id}"}\n`);
    const { api } = clientOf([() => new Response(body(pieces, cancel))]);
    for await (const { user_id } of api.rebuild()) {
      expect(user_id).toBe('1');
      break;
    }
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe('the lines of an import', () => {
  const sent = async (lines: Iterable<ImportLine> | AsyncIterable<ImportLine>) => {
    const { api, asked } = clientOf([() => new Response('')]);
    await api.appointments.import(lines).next();
    const [request] = asked;
    expect(request?.headers.get('Content-Type')).toBe('application/x-ndjson');
    return request?.body;
  };

  it('go as one text when they are at hand', async () => {
    expect(await sent([line('1'), line('2')])).toBe('{"id":"1"}\n{"id":"2"}\n');
    expect(await sent([])).toBe('');
  });

  it('are streamed when they come over time, and their source is told when nobody reads on', async () => {
    let isOver = false;
    async function* source() {
      try {
        for (let id = 1; ; id += 1) yield line(String(id));
      } finally {
        isOver = true;
      }
    }
    const stream = await sent(source());
    if (!(stream instanceof ReadableStream)) throw new Error('not a stream');
    const reader = stream.getReader();
    for (const id of ['1', '2']) {
      const { value } = await reader.read();
      expect(new TextDecoder().decode(value)).toBe(`{"id":"${id}"}\n`);
    }
    await reader.cancel();
    expect(isOver).toBe(true);
  });
});
