// The documentation to read and to try: Scalar, from a file of our own. See `scripts/assets.mjs` for where it comes from.

/**
 * Scalar sets styles on its elements and in `<style>`, which is why style may be inline; its icons are `data:` images. It
 * gets no `eval`, no inline script, and no origin but ours to load from or to send to.
 */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
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
<link rel="icon" href="data:,">
</head>
<body>
<div id="docs"></div>
<noscript>The documentation to try needs JavaScript; <a href="/openapi.json">the document</a> itself does not.</noscript>
<script src="/assets/scalar.js"></script>
<script src="/assets/docs.js"></script>
</body>
</html>
`;
