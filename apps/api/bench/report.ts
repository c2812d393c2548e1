// The report: one HTML page for people, from one document. It loads nothing and runs nothing, so it can be mailed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchDocument } from './document.ts';
import { count, text } from './report/format.ts';
import { sections } from './report/sections.ts';

const ASSETS = join(import.meta.dirname, '../assets');
const ICON = readFileSync(join(ASSETS, 'icon.svg'), 'utf8').trim();
const STYLE = [join(ASSETS, 'page.css'), join(import.meta.dirname, 'report/report.css')]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

export const report = (document: BenchDocument): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Benchmark of ${text(document.day)} · Rendezvous</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<style>
${STYLE}</style>
</head>
<body>
${head(document)}
<main>
${sections(document).join('\n')}
</main>
</body>
</html>
`;

const head = ({ command, day, machine, rounds, connections, sizes }: BenchDocument): string => {
  const facts = [
    ['Command', `<code>${text(command)}</code>`],
    ['Machine', text(`${machine.cpu}, ${count(machine.cores)} cores`)],
    ['Runtime', text(`workerd ${machine.workerd}, Node ${machine.node}`)],
    ['Appointments', sizes.map(count).join(' · ')],
    ['Load', `${count(rounds)} rounds, ${count(connections)} connections`],
  ];
  return `<header>${ICON}<div><h1>Benchmark</h1><p>Rendezvous, ${text(day)}</p></div></header>
<dl class="facts">
${facts.map(([term, fact]) => `<div><dt>${term}</dt><dd>${fact}</dd></div>`).join('\n')}
</dl>`;
};
