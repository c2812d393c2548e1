// The floor of a booking: an object inserts the body, then copies it to D1 before it answers.

import { DurableObject } from 'cloudflare:workers';

interface Env {
  readonly DB: D1Database;
  readonly FLOORS: DurableObjectNamespace<Floor>;
}
const UPSERT = 'INSERT INTO rows VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body';

export class Floor extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, body TEXT)');
  }

  async insert(id: string, body: string): Promise<void> {
    this.ctx.storage.sql.exec('INSERT INTO rows VALUES (?, ?)', id, body);
    await this.env.DB.prepare(UPSERT).bind(id, body).run();
  }
}

export default {
  async fetch(request: Request, { FLOORS }: Env): Promise<Response> {
    const [, object = '', id = ''] = new URL(request.url).pathname.split('/');
    await FLOORS.getByName(object).insert(id, await request.text());
    return Response.json({ id }, { status: 201 });
  },
};
