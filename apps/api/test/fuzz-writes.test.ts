// The fuzz of what writes: bookings, changes, actions.

import { describeCampaign } from './harness/fuzz/campaign.ts';

describeCampaign('writes', {
  parts: ['objects', 'text', 'bytes', 'path', 'headers', 'method'],
  refusals: [
    ...['unauthenticated', 'tenant_required', 'forbidden', 'not_found', 'method_not_allowed'],
    ...['body_too_large', 'unsupported_media_type', 'malformed_body', 'invalid'],
    ...['idempotency_mismatch', 'version_mismatch', 'invalid_transition', 'appointment_closed'],
    'slot_taken',
  ],
});
