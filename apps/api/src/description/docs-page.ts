// The documentation to read and to try: Scalar, from a file of our own. See `scripts/assets.ts` for where it comes from.

/**
 * Style may be inline, because Scalar's editor and notices put `<style>` elements of their own into the page. Everything else
 * is as strict as it can be: no `eval`, no inline script, and no origin but ours to load from or to send to.
 */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const DOCS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Documentation · Rendezvous</title>
<link rel="icon" href="/assets/icon.svg">
</head>
<body>
<div id="docs"></div>
<noscript>The documentation to try needs JavaScript; <a href="/openapi.json">the document</a> itself does not.</noscript>
<script src="/assets/scalar.js"></script>
<script type="module" src="/assets/docs.js"></script>
</body>
</html>
`;
