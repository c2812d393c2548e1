// The floor of a write: the Worker hands the body to an object, which inserts it.

import { DurableObject } from 'cloudflare:workers';

interface Env {
  readonly FLOORS: DurableObjectNamespace<Floor>;
}

export class Floor extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, body TEXT)');
  }

  insert(id: string, body: string): void {
    this.ctx.storage.sql.exec('INSERT INTO rows VALUES (?, ?)', id, body);
  }
}

export default {
  async fetch(request: Request, { FLOORS }: Env): Promise<Response> {
    const [, object = '', id = ''] = new URL(request.url).pathname.split('/');
    await FLOORS.getByName(object).insert(id, await request.text());
    return Response.json({ id }, { status: 201 });
  },
};
