// What the report says, in order: verdicts first, then why, then every figure.

import type { BenchDocument } from '../document.ts';
import { dollars, short, text } from './format.ts';
import * as plots from './plots.ts';
import { nanoseconds } from './plots-of-domain.ts';
import { colourOfFloor, latencies, latenciesOfFloors } from './plots-of-latency.ts';
import { colourOfSize } from './svg.ts';
import * as tables from './tables.ts';

export const sections = (document: BenchDocument): string[] => [
  targets(document),
  throughput(document),
  latency(document),
  growth(document),
  spread(document),
  domain(document),
  cost(document),
  figures(document),
];

const section = (title: string, lead: string, ...content: readonly string[]): string =>
  `<section>
<h2>${text(title)}</h2>
<p class="lead">${text(lead)}</p>
${content.join('\n')}
</section>`;

const grid = (plotted: readonly (readonly [caption: string, plot: string])[]): string =>
  `<div class="grid">
${plotted.map(([caption, plot]) => `<figure><figcaption>${text(caption)}</figcaption>${plot}</figure>`).join('\n')}
</div>`;

type Sign = readonly [shape: 'bar' | 'dot' | 'line', colour: string, meaning: string];

const legend = (signs: readonly Sign[]): string =>
  `<ul class="legend">${signs
    .map(
      ([shape, colour, meaning]) =>
        `<li><i class="${shape}" style="background:${colour}"></i>${text(meaning)}</li>`,
    )
    .join('')}</ul>`;

const appointments = (size: number): string => `${short(size)} appointments`;

const signsOfSizes = (sizes: readonly number[]): Sign[] =>
  sizes.map((size, index) => ['bar', colourOfSize(index, sizes.length), appointments(size)]);

function targets(document: BenchDocument): string {
  const all = document.targets;
  const missed = all.filter(({ isMet }) => !isMet);
  return section(
    missed.length === 0
      ? `All ${all.length} targets are met`
      : `${all.length - missed.length} of ${all.length} targets are met`,
    'Ratios are of figures of this one run. The line in each bar is the target.',
    `<div class="targets">${tables.targets(document)}</div>`,
  );
}

const throughput = (document: BenchDocument): string =>
  section(
    'Throughput beside its floor',
    'A floor is the least that could do the same writes or reads on this runtime: the distance to it is what the product itself costs. More is better.',
    legend([
      ['bar', 'var(--bar)', 'median of the rounds'],
      ['dot', 'var(--ink)', 'one round'],
      ['line', 'var(--floor)', 'floor, and the ratio to it'],
    ]),
    grid(document.sizes.map((size) => [appointments(size), plots.throughput(document, size)])),
    tables.floors(document),
  );

const latency = (document: BenchDocument): string =>
  section(
    'Latency',
    'What share of requests was answered within so many milliseconds. Each step to the right is one request in ten, in a hundred, in a thousand. Lower is better, and curves that lie on each other do not depend on size.',
    legend([...signsOfSizes(document.sizes), ['bar', 'var(--floor)', 'floor, where there is one']]),
    grid([
      ...[...new Set(document.requests.map(({ request }) => request))].map(
        (request) => [request, latencies(document, request)] as const,
      ),
      ['floors', latenciesOfFloors(document)],
    ]),
    legend(
      document.floors.map(({ name }, index) => ['bar', colourOfFloor(index), `floor: ${name}`]),
    ),
  );

const growth = (document: BenchDocument): string =>
  section(
    'Growth',
    `The same request with ${document.sizes.map(short).join(', ')} appointments. Dots that lie on each other are the aim: what a request costs should not depend on how much there is.`,
    legend(signsOfSizes(document.sizes)),
    grid([
      ['Time, largest over smallest size', plots.growth(document)],
      ['Median latency, by size', plots.medians(document)],
      [`Rows read, at ${short(document.sizes.at(-1) ?? 0)}`, plots.rowsRead(document)],
    ]),
  );

const spread = (document: BenchDocument): string =>
  section(
    "Rounds' spread",
    'How far each round was from the median. All requests and floors take turns within a round, so a disturbance hits them alike; a difference smaller than this spread means nothing.',
    grid(document.sizes.map((size) => [appointments(size), plots.spread(document, size)])),
  );

const domain = (document: BenchDocument): string => {
  const of = (...tasks: readonly string[]) =>
    document.domain.filter(({ task }) => tasks.includes(task));
  return section(
    'The domain alone',
    'Pure functions in Node. The libraries get dates and intervals that were made before the clock started. In a conflict check they look for the first overlap in a day of 20 appointments; the domain makes its whole decision, clock and references included.',
    grid([
      ['Interval overlap', nanoseconds('interval overlap', of('interval overlap'), 'by')],
      ['Conflict check', nanoseconds('conflict check', of('conflict check'), 'by')],
      ['Only the domain', nanoseconds('domain only', of('transition', 'page arithmetic'), 'task')],
    ]),
    tables.domain(document),
  );
};

const cost = (document: BenchDocument): string =>
  section(
    `${dollars(document.cost.dollars)} per million bookings`,
    "At Cloudflare's published prices, nothing included for free subtracted. Each booking is booked, confirmed, read twice and listed twice (first page and a middle one). Storage is left out: it is paid per month.",
    `<div class="cost">${tables.cost(document)}</div>`,
  );

const figures = (document: BenchDocument): string =>
  section(
    'Figures',
    'What the plots were made from.',
    tables.requests(document),
    tables.grown(document),
    tables.counted(document),
    `<details><summary>The whole document, as --json prints it</summary><pre tabindex="0">${text(JSON.stringify(document, undefined, 2))}</pre></details>`,
  );
