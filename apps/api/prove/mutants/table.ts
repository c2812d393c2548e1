// The kill table as Markdown.

import type { Guard } from './guard.ts';
import type { KillReport, Verdict } from './kill.ts';

const SEEN_LENGTH = 110;

export function toTable({ verdicts, survived, control, seconds }: KillReport): string {
  const rows = verdicts.map((verdict) => [
    verdict.guard.name,
    String(verdict.guard.promise),
    inWords(verdict.guard.caughtBy),
    verdict.isCaught ? afterWhat(verdict) : '**survived**',
    verdict.seconds.toFixed(1),
    brief(verdict.seen),
  ]);
  const head = ['without this guard', 'falls', 'caught by', 'after', 's', 'what was seen'];
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const { histories, orders, tests } = control;
  return [
    ...lines,
    '',
    `${verdicts.length - survived.length} of ${verdicts.length} caught in ${Math.round(seconds)} s.` +
      ` With all guards in place the same ${count(histories)} histories, ${count(orders)} orders and ${count(tests)} tests pass.`,
    ...survived.map((name) => `SURVIVED: ${name}`),
  ].join('\n');
}

const count = (number: number): string => number.toLocaleString('en');

function inWords(caughtBy: Guard['caughtBy']): string {
  if (caughtBy === 'simulation') return 'A';
  return caughtBy === 'scopes' ? 'B' : `\`${caughtBy.test.replace(/^.*\//, '')}\``;
}

function afterWhat({ guard, tries, steps }: Verdict): string {
  const things = guard.caughtBy === 'simulation' ? ['history', 'histories'] : ['order', 'orders'];
  const [one, more] = steps === null ? ['test', 'tests'] : things;
  return `${count(tries)} ${tries === 1 ? one : more}${steps === null ? '' : `, ${count(steps)} steps`}`;
}

/** In one line, with short ids and without whereabouts in a copy that is gone. */
function brief(seen: string): string {
  const line = seen
    .replace(/\n\s+at .*/gs, '')
    .replace(/\s+/g, ' ')
    .replace(/\b([0-9a-f]{8})-[0-9a-f-]{27}\b/g, '$1…')
    .replaceAll('|', '\\|');
  return line.length > SEEN_LENGTH ? `${line.slice(0, SEEN_LENGTH)}…` : line;
}
