// One bundle in workerd over HTTP, without the proxy of a development server: its D1 and its Durable Objects in a folder of
// its own, no network, nobody told.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Log, LogLevel, Miniflare } from 'miniflare';

export interface Production {
  /** The main module of the bundle. */
  readonly bundle: string;
  /** The folder that outlives the server. */
  readonly state: string;
  /** Its bindings to Durable Objects: by their names, their classes. */
  readonly objects?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly json?: Readonly<Record<string, unknown>>;
  /** What the Worker logs, line by line. */
  readonly onLog: (line: string) => void;
}

const NAME = 'rendezvous';
const API = join(import.meta.dirname, '../..');
const configuration = readFileSync(join(API, 'wrangler.jsonc'), 'utf8');
const [, compatibilityDate = ''] = /"compatibility_date": "(.+?)"/.exec(configuration) ?? [];
const [, flags = '[]'] = /"compatibility_flags": (\[.+?\])/.exec(configuration) ?? [];

export function boot({
  bundle,
  state,
  objects = {},
  secrets = {},
  json = {},
  onLog,
}: Production): Miniflare {
  const env = (type: 'text' | 'json', values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type, value }]));
  return new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    enableDevRegistry: false,
    logRequests: false,
    telemetry: { enabled: false },
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: ({ message }) => onLog(message),
    resourcePersistencePath: join(state, 'stores'),
    resourceTmpPath: join(state, 'tmp'),
    workers: [
      {
        config: {
          name: NAME,
          compatibilityDate,
          compatibilityFlags: JSON.parse(flags),
          manifest: {
            mainModule: 'index.js',
            modules: { 'index.js': { type: 'esm', contents: readFileSync(bundle, 'utf8') } },
          },
          env: {
            DB: { type: 'd1', id: NAME },
            ...mapped(objects, (binding, exportName) => [
              binding,
              { type: 'durable-object', worker: NAME, exportName },
            ]),
            ...env('text', secrets),
            ...env('json', json),
          },
          exports: mapped(objects, (_, exportName) => [
            exportName,
            { type: 'durable-object', storage: 'sqlite' },
          ]),
        },
        dev: {
          outboundService: {
            type: 'fetcher',
            handler: () => {
              throw new Error('there is no network here');
            },
          },
        },
      },
    ],
  });
}

const mapped = <Value>(
  objects: Readonly<Record<string, string>>,
  to: (binding: string, exportName: string) => [string, Value],
): Record<string, Value> =>
  Object.fromEntries(Object.entries(objects).map(([binding, name]) => to(binding, name)));
