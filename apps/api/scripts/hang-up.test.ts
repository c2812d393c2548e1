// Callers who hang up in the middle of a request, over real sockets to the real server: it changes nothing.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appointmentAnswer, appointmentList } from '@rendezvous/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AVANTER } from './demo/directory.ts';
import { localToken } from './local-token.ts';

const state = mkdtempSync(join(tmpdir(), 'rendezvous-'));
let port: number;
let server: ChildProcess;
let headers: Record<string, string>;

beforeAll(async () => {
  port = await freePort();
  server = spawn('npm', ['start'], {
    cwd: join(import.meta.dirname, '../../..'),
    detached: true,
    env: { ...process.env, PORT: String(port), RENDEZVOUS_STATE: state },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await printed('Other roles:');
  const { slug, users } = AVANTER;
  const [{ id: userId }] = users;
  const token = await localToken({ tenant: slug, role: 'manager', userId, ttl: 3_600 });
  headers = { Authorization: `Bearer ${token}`, 'X-Tenant': slug };
});

afterAll(async () => {
  const ended = new Promise((end) => server.once('close', end));
  // Its whole group, as a crash would.
  if (server.pid && server.exitCode === null) process.kill(-server.pid, 'SIGKILL');
  await ended;
  rmSync(state, { recursive: true, force: true });
});

const JSON_TYPE = 'application/json';
const NDJSON = 'application/x-ndjson';
const LENGTH = 'Content-Length: 1000';
const CHUNKED = 'Transfer-Encoding: chunked';
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

it('changes nothing, and keeps nobody else from the same slot', async () => {
  const before = await list();
  const [first] = before.data;
  if (!first) throw new Error('the demo has appointments');
  const { id } = appointmentAnswer.parse(
    await json('POST', '/appointments', booking(first, 1)),
  ).data;
  const wanted = JSON.stringify(booking(first, 2));
  const line = `${JSON.stringify({ ...first, id: crypto.randomUUID(), status: 'completed' })}\n`;
  const requests = [
    head('/appointments', LENGTH) + wanted.slice(0, 10),
    head('/appointments', LENGTH) + wanted,
    head('/appointments', CHUNKED) + chunk(wanted),
    head('/appointments', CHUNKED) + chunk(wanted).trimEnd(),
    head('/appointments', LENGTH).trimEnd(),
    head(`/appointments/${id}/confirm`, LENGTH),
    head(`/appointments/${id}/confirm`, CHUNKED),
    head(`/appointments/${id}/cancel`, CHUNKED) + chunk('{}'),
    // A line that has come whole may be taken before the caller is gone; one that has not never is.
    head('/imports/appointments', LENGTH, NDJSON) + line.slice(0, -10),
    head('/imports/appointments', CHUNKED, NDJSON) + chunk(line.slice(0, -1)),
  ];
  // One that just stays silent, while the others come and go.
  const silent = connect(port, 'localhost').on('error', () => {});
  silent.write(head('/appointments', LENGTH) + wanted.slice(0, 10));
  for (const request of requests) {
    await hangUp(request, (socket) => socket.end());
    await hangUp(request, (socket) => socket.resetAndDestroy());
  }

  expect((await list()).meta.total_count).toBe(before.meta.total_count + 1);
  const { version, status } = appointmentAnswer.parse(
    await json('GET', `/appointments/${id}`),
  ).data;
  expect({ version, status }).toEqual({ version: 1, status: 'scheduled' });
  // Whole, the same requests do what they say.
  appointmentAnswer.parse(await json('POST', '/appointments', JSON.parse(wanted)));
  const imported = await ask('POST', '/imports/appointments', line, NDJSON);
  expect(await imported.text()).toContain('"imported"');
  expect((await list()).meta.total_count).toBe(before.meta.total_count + 3);
  silent.destroy();
});

/** A booking like that one, at an hour that the demo leaves free. */
const booking = (
  { department_id, user_id }: { department_id: string; user_id: string },
  hour: number,
) => ({
  title: 'Chamada interrompida',
  scheduled_at: `2050-01-01T0${hour}:00:00Z`,
  department_id,
  user_id,
  customer_name: 'Roberto Lima',
});

const list = async () => appointmentList.parse(await json('GET', '/appointments'));

const json = async (method: string, path: string, body?: object): Promise<unknown> =>
  (await ask(method, path, body && JSON.stringify(body))).json();

const ask = (method: string, path: string, body?: string, type = JSON_TYPE): Promise<Response> =>
  fetch(`http://localhost:${port}/api/v1${path}`, {
    method,
    headers: { ...headers, 'Content-Type': type },
    ...(body !== undefined && { body }),
  });

/** A request as it goes over the wire, up to its body. */
const head = (path: string, length: string, type = JSON_TYPE): string =>
  [
    `POST /api/v1${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Content-Type: ${type}`,
    length,
    '\r\n',
  ].join('\r\n');

/** Sends this much and hangs up; resolves when the connection is closed. */
const hangUp = (text: string, how: (socket: Socket) => void): Promise<void> =>
  new Promise((closed) => {
    const socket = connect(port, 'localhost');
    socket.on('error', () => {}).on('close', () => closed());
    socket.resume().write(text, () => how(socket));
  });

function printed(text: string): Promise<void> {
  let output = '';
  return new Promise((seen, failed) => {
    server.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
      if (output.includes(text)) seen();
    });
    server.once('close', () => failed(new Error(output)));
  });
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const { port: free } = probe.address() as AddressInfo; // it listens on a port, not on a pipe
      probe.close(() => found(free));
    });
  });
}
