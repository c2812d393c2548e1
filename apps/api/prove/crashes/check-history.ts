// Promise 4, for one era: each calendar's history has an order that explains it.

import { calendarModel } from '../history/calendar-model.ts';
import { linearize } from '../history/linearizability.ts';
import { AGENTS } from './cast.ts';
import type { Findings } from './findings.ts';
import { type Era, historiesOf, stateOf } from './history-of-era.ts';

export interface HistoryFigures {
  operations: number;
  ambiguous: number;
  /** The most states that a search looked at. */
  visited: number;
}

export function checkHistory(era: Era, findings: Findings): HistoryFigures {
  const { operations, ambiguous } = historiesOf(era);
  const figures = { operations: 0, ambiguous, visited: 0 };
  for (const { id: agentId } of AGENTS) {
    const history = operations.get(agentId) ?? [];
    const verdict = linearize({ ...calendarModel, initial: stateOf(era.before, agentId) }, history);
    figures.operations += history.length;
    figures.visited = Math.max(figures.visited, verdict.visited);
    findings.check(4, verdict.kind === 'explained', () => {
      const stuck = verdict.kind === 'unexplained' ? JSON.stringify(verdict.stuck) : '';
      return `the history of ${agentId} (${history.length} operations) is ${verdict.kind}: ${stuck}`;
    });
  }
  return figures;
}
