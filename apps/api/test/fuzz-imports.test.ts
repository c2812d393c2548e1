// The fuzz of what is streamed: imports, line by line, and rebuilds.

import { describeCampaign } from './harness/fuzz/campaign.ts';

describeCampaign('imports', {
  parts: ['objects', 'headers'],
  refusals: [
    ...['unauthenticated', 'tenant_required', 'forbidden', 'not_found', 'method_not_allowed'],
    ...['unsupported_media_type', 'invalid'],
  ],
});
