// The API in short, from the map of operations: Markdown that fits into a prompt.

import { isPublic, PROBLEMS, routes } from '@rendezvous/contract';

export const llmsText = (origin: string): string => `# Rendezvous

> Schedules video calls between a contact centre's agents and its customers. An agent is never booked twice for the same time.

- Base URL: ${origin}
- Every operation under /api/v1 needs \`Authorization: Bearer <JWT>\` and \`X-Tenant: <slug>\`. Roles, lowest first: attendant, supervisor, manager, owner.
- Bodies are JSON in snake_case. Times are RFC 3339 with \`Z\` or an offset.
- One: \`{"data": {…}}\`. List: \`{"data": […], "meta": {"current_page", "page_size", "total_pages", "total_count"}}\`.
- Send an \`Idempotency-Key\` with every write and repeat it on a retry: the change happens once.
- Send the \`ETag\` that you read as \`If-Match\` when you change something: 412 says that somebody else was faster.
- A refusal is application/problem+json with a \`code\`; its \`type\` is a page with cause and cure.

## Operations

${routes
  .map(
    ([, route]) =>
      `- \`${route.method} ${route.path}\`: ${route.summary} (${isPublic(route) ? 'no token' : route.lowestRole})`,
  )
  .join('\n')}

## Problems

${Object.entries(PROBLEMS)
  .map(([code, { status, cure }]) => `- ${status} \`${code}\`: ${cure}`)
  .join('\n')}

## More

- [OpenAPI 3.1](${origin}/openapi.json): every field, status and header
- [Documentation](${origin}/docs): the same for people
`;
