// A page for every problem: what its `type` leads to.

import { PROBLEM_PAGES, PROBLEMS, type ProblemCode, problemPath } from '@rendezvous/contract';
import { page, escapeHtml as text } from './html.ts';

export function problemPage(code: ProblemCode): string {
  const { status, title, cause, cure } = PROBLEMS[code];
  return page(
    title,
    `<nav><a href="/problems">All problems</a> <a href="/docs">Documentation</a></nav>
<main>
<p class="code">${status} <code>${code}</code></p>
<h1>${text(title)}</h1>
<h2>Cause</h2>
<p>${text(cause)}</p>
<h2>Cure</h2>
<p>${text(cure)}</p>
</main>`,
  );
}

export const problemIndex = (): string =>
  page(
    'Problems',
    `<nav><a href="/docs">Documentation</a></nav>
<main>
<h1>Problems</h1>
<p>Every refusal is one <a href="https://www.rfc-editor.org/rfc/rfc9457">problem</a> with one of these codes.</p>
<dl>
${[...PROBLEM_PAGES.values()].map(entry).join('\n')}
</dl>
</main>`,
  );

const entry = (code: ProblemCode): string =>
  `<dt>${PROBLEMS[code].status} <a href="${problemPath(code)}"><code>${code}</code></a></dt>
<dd>${text(PROBLEMS[code].title)}</dd>`;
