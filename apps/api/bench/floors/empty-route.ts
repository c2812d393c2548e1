// The floor of any request: a router with one route, and nothing behind it.

import { Hono } from 'hono';

const app = new Hono();
app.get('/:id', (c) => c.json({ id: c.req.param('id') }));

export default app;
