import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/read-model/schema.ts',
  out: './migrations',
});
