// Shows the document of this very server. On a developer's own machine the demo's token and tenant are filled in.

const [description, demo] = await Promise.all([
  fetch('/openapi.json').then((answer) => answer.json()),
  fetch('/docs/token').then((answer) => (answer.ok ? answer.json() : undefined)),
]);

if (demo) {
  const [, claims] = demo.token.split('.');
  const { tenant } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
  description.components.parameters['X-Tenant'].example = tenant;
  // The day of the example has passed.
  const { example } =
    description.paths['/api/v1/appointments'].post.requestBody.content['application/json'];
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
  example.appointment.scheduled_at = `${tomorrow.slice(0, 10)}T14:00:00Z`;
}

globalThis.Scalar.createApiReference('#docs', {
  content: description,
  baseServerURL: location.origin,
  authentication: {
    preferredSecurityScheme: 'token',
    securitySchemes: { token: { token: demo?.token ?? '' } },
  },
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  // Nothing of it leaves this origin.
  agent: { disabled: true },
  hideClientButton: true,
  mcp: { disabled: true },
  persistAuth: false,
  showDeveloperTools: 'never',
  telemetry: false,
  withDefaultFonts: false,
});
