// The floor of a read: the Worker asks an object, which selects one row.

import { DurableObject } from 'cloudflare:workers';

interface Env {
  readonly FLOORS: DurableObjectNamespace<Floor>;
}

export class Floor extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, body TEXT)');
    ctx.storage.sql.exec("INSERT OR IGNORE INTO rows VALUES ('one', ?)", 'x'.repeat(600));
  }

  read(id: string): string {
    return String(this.ctx.storage.sql.exec('SELECT body FROM rows WHERE id = ?', id).one().body);
  }
}

export default {
  async fetch(request: Request, { FLOORS }: Env): Promise<Response> {
    const [, object = '', id = ''] = new URL(request.url).pathname.split('/');
    return Response.json({ id, body: await FLOORS.getByName(object).read(id) });
  },
};
