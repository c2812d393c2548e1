import { beforeAll, describe, expect, it } from 'vitest';
import { client, slot } from './harness/client.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await newTenant();
});

describe('booking', () => {
  it('gives one slot to exactly one of fifty who ask at once', async () => {
    const asked = Array.from({ length: 50 }, () =>
      client(tenant).post('/appointments', {
        title: 'x',
        scheduled_at: slot(100_000),
        department_id: tenant.department.id,
        customer_name: 'Roberto Lima',
      }),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 201)) {
      expect(refused.problem('slot_taken').conflicts).toHaveLength(1);
    }
  });
});
