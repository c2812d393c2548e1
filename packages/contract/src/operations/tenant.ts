import { importReport } from '../answers/import.ts';
import { rebuildReport } from '../answers/rebuild.ts';
import { importLine } from '../requests/import.ts';
import { imported, listed } from './examples.ts';
import type { Description } from './operation.ts';
import type { OperationId } from './routes.ts';

export const tenantOperations = {
  importAppointments: {
    tag: 'Tenant',
    description:
      'Takes over the appointments of an old system with their ids and times, one JSON object a line, and reports on each line in order. A line that is refused does not hold up the others; the same file again changes nothing. At most 16 MiB and 10,000 lines.',
    headers: ['Idempotency-Key'],
    body: { schema: importLine, media: 'application/x-ndjson', required: true, example: imported },
    answers: {
      200: {
        description: 'One report a line, as they come.',
        media: 'application/x-ndjson',
        schema: importReport,
        headers: ['Content-Language', 'Vary'],
        example: { line: 1, id: imported.id, result: 'imported' },
      },
    },
  },
  rebuildTenant: {
    tag: 'Tenant',
    description:
      'Replays every calendar of the tenant into the copy that lists are read from, while bookings go on. Of a tenant that its operators move to another database it takes the next step; until the last, writes of the directory are 503.',
    answers: {
      200: {
        description: 'One report a calendar, as they are done.',
        media: 'application/x-ndjson',
        schema: rebuildReport,
        example: { user_id: listed.user_id, result: 'rebuilt', events: 1, left: 0 },
      },
    },
  },
} as const satisfies Partial<Record<OperationId, Description>>;
