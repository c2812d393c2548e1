// The kill table as Markdown.

import type { Catcher } from './guard.ts';
import type { KillReport, Trial } from './kill.ts';

const MAX_SEEN_LENGTH = 100;

export function toTable({ killed, survived, control, seconds }: KillReport): string {
  const { histories, orders, tests } = control;
  return [
    '| what was taken away | promise | noticed by | after | s | what was seen |',
    '|---|---|---|---|---|---|',
    ...[...killed, ...survived].map(toRow),
    '',
    `${killed.length} of ${killed.length + survived.length} noticed in ${seconds.toFixed(0)} s. With all guards in place the same`,
    `${count(histories)} histories, ${count(orders)} interleavings and ${count(tests)} tests pass.`,
  ].join('\n');
}

function toRow(trial: Trial): string {
  const { guard, breach, note, seconds } = trial;
  const after = breach === null ? '**NOT NOTICED**' : afterWhat(trial);
  const seen = brief(breach ?? note ?? '');
  return `| ${guard.name} | ${guard.promise} | ${nameOf(guard.caughtBy)} | ${after} | ${seconds.toFixed(1)} | ${seen} |`;
}

const count = (number: number): string => number.toLocaleString('en');

function nameOf(caughtBy: Catcher): string {
  if (caughtBy === 'simulation') return 'A';
  return caughtBy === 'scopes' ? 'B' : `\`${caughtBy.test.replace(/^.*\//, '')}\``;
}

function afterWhat({ guard: { caughtBy }, tries, steps }: Trial): string {
  if (steps === null) return `${count(tries)} ${tries === 1 ? 'test' : 'tests'}`;
  const [one, more] =
    caughtBy === 'simulation' ? ['history', 'histories'] : ['interleaving', 'interleavings'];
  return `${count(tries)} ${tries === 1 ? one : more}, ${count(steps)} steps`;
}

/** In one line, with short ids, and without whereabouts in a copy that is gone or the answer that an assertion quotes. */
function brief(seen: string): string {
  const line = seen
    .replace(/\n\s+at .*/gs, '')
    .replace(/^AssertionError: (\{.*\}: (?=expected))?/s, '')
    .replace(/\s+/g, ' ')
    .replace(/\b([0-9a-f]{8})-[0-9a-f-]{27}\b/g, '$1…')
    .replaceAll('|', '\\|');
  return line.length > MAX_SEEN_LENGTH ? `${line.slice(0, MAX_SEEN_LENGTH)}…` : line;
}
