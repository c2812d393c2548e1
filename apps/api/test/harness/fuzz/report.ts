// What is printed when the fuzz has found something: the request as it was, the answer, and how to get there again.

import type { Attempt } from './attempt.ts';
import type { Sent } from './run.ts';

/** A request whose answer breaks these promises. */
export function report(seed: number, { number, attempt, answer }: Sent, broken: string[]): string {
  return [
    `${broken.join('; ')}\n(seed ${seed}, attempt ${number}: ${attempt.mutations.join(' + ') || 'valid'})`,
    ...describe(attempt),
    `=> ${answer.status} ${JSON.stringify(Object.fromEntries(answer.headers))}`,
    brief(answer.text),
  ].join('\n');
}

/** Of a batch, the requests that a discrepancy may come from: those that name what it names. */
export function reportBatch(
  seed: number,
  batch: readonly Sent[],
  found: readonly string[],
): string {
  const ids = found.flatMap((line) => line.match(ID) ?? []);
  const suspects = batch.filter(({ attempt, answer }) =>
    ids.some((id) => textOf(attempt, answer.text).toLowerCase().includes(id)),
  );
  return [
    `(seed ${seed}, attempts ${batch.at(0)?.number} to ${batch.at(-1)?.number})`,
    ...found.slice(0, 10).map(brief),
    ...suspects.slice(0, 5).map((sent) => report(seed, sent, [])),
  ].join('\n');
}

const ID = /[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}/g;

const bodyOf = ({ body }: Attempt): string => (body ? new TextDecoder().decode(body) : '');
const textOf = (attempt: Attempt, answer: string) => `${attempt.path} ${bodyOf(attempt)} ${answer}`;

const describe = (attempt: Attempt): string[] => [
  `${attempt.method} ${brief(attempt.path)}${attempt.viaPlatform ? ' (via the platform)' : ''}`,
  ...attempt.headers.map(([name, value]) => `  ${name}: ${JSON.stringify(value.slice(0, 100))}`),
  ...(attempt.body ? [`  ${brief(JSON.stringify(bodyOf(attempt)))}`] : []),
];

/** Cut short, and well-formed: whoever prints it may not take anything else. */
const brief = (text: string): string =>
  (text.length > 1_000 ? `${text.slice(0, 1_000)}… (${text.length})` : text).toWellFormed();
