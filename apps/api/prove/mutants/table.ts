// The kill table as it is printed.

import type { Catcher } from './guard.ts';
import type { KillReport, Trial } from './kill.ts';

export function toTable({ killed, survived }: KillReport): string {
  return [
    '| what was taken away | promise | noticed by | after | what was seen |',
    '|---|---|---|---|---|',
    ...[...killed, ...survived].map(toRow),
    '',
    `${killed.length} of ${killed.length + survived.length} noticed.`,
  ].join('\n');
}

function toRow({ guard, tries, steps, breach }: Trial): string {
  const after = breach === null ? `${tries} tries` : afterWhat(guard.caughtBy, tries, steps);
  const seen = breach === null ? 'NOTHING' : firstWords(breach);
  return `| ${guard.name} | ${guard.promise} | ${nameOf(guard.caughtBy)} | ${after} | ${seen} |`;
}

const nameOf = (caughtBy: Catcher): string => {
  if (caughtBy === 'simulation') return 'A';
  return caughtBy === 'scopes' ? 'B' : `\`${caughtBy.test}\``;
};

function afterWhat(caughtBy: Catcher, tries: number, steps: number): string {
  if (caughtBy === 'simulation') return `${tries} histories, ${steps} steps`;
  return caughtBy === 'scopes' ? `${tries} interleavings, ${steps} steps` : `${tries} tests`;
}

const MAX_WORDS_LENGTH = 90;

/** The first line, short, and without what would end the cell. */
function firstWords(breach: string): string {
  const [line = ''] = breach.split('\n');
  const text = line.replaceAll('|', '/').replace(/file:\/\/\S+/g, '');
  return text.length > MAX_WORDS_LENGTH ? `${text.slice(0, MAX_WORDS_LENGTH)}…` : text;
}
