// The published client as an integrator has it, against the Worker; and what the API says no with.

import { exports } from 'cloudflare:workers';
import { type Client, createClient, RendezvousProblem } from '@rendezvous/client';
import { ORIGIN } from './client.ts';

type Options = Parameters<typeof createClient>[0];

export const publishedClient = (options: Pick<Options, 'tenant' | 'token'>): Client =>
  createClient({
    baseUrl: ORIGIN,
    fetch: (url, init) => exports.default.fetch(url, init),
    ...options,
  });

export const code = async (work: Promise<unknown>) => (await refusal(work)).code;
export const errors = async (work: Promise<unknown>) => (await refusal(work)).errors;

export async function refusal(work: Promise<unknown>): Promise<RendezvousProblem> {
  const thrown: unknown = await work.then(
    () => new Error('it was accepted'),
    (error) => error,
  );
  if (thrown instanceof RendezvousProblem) return thrown;
  throw thrown;
}

/** All items of all pages. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
