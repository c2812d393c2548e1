// The fuzz of what reads: lists, conflicts, single appointments, probes.

import { describeCampaign } from './harness/fuzz/campaign.ts';

describeCampaign('reads', {
  parts: ['query', 'path', 'headers', 'method'],
  refusals: [
    ...['unauthenticated', 'tenant_required', 'forbidden', 'not_found', 'method_not_allowed'],
    'invalid',
  ],
});
