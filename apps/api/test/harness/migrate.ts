import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { DATABASES, databaseCalled } from './databases.ts';

for (const name of DATABASES) await applyD1Migrations(databaseCalled(name), env.MIGRATIONS);
