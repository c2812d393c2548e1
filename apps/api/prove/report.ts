// The report as it is printed.

import type { CrashReport } from './crashes/crash.ts';
import type { Explored } from './scopes/explore.ts';
import type { Tally } from './simulation/tally.ts';

const count = (number: number): string => number.toLocaleString('en');

const byKind = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, number]) => `${kind} ${count(number)}`)
    .join(', ');

export function tellSimulation(tally: Tally, seconds: number): string {
  const perMinute = Math.round((tally.commands / seconds) * 60);
  return [
    `   ${count(tally.histories)} histories, ${count(tally.steps)} steps, ${count(tally.commands)} commands (${count(perMinute)} a minute)`,
    `   ${count(tally.accepted)} accepted answers, ${count(tally.events)} events`,
    `   faults: ${byKind(tally.faults)}`,
    `   seen: ${byKind(tally.sights)}`,
    `   breaches: ${tally.breaches.length}`,
  ].join('\n');
}

export function tellScopes(explored: readonly Explored[]): string {
  const sum = (of: (one: Explored) => number) => explored.reduce((all, one) => all + of(one), 0);
  const lines = explored.flatMap((one) => [
    `   ${one.name}, ${one.faults} faults: ${count(one.ended)} interleavings to their end, ${count(one.merged)} until another one had been there, ${count(one.states)} states, ${count(one.turns)} turns, ${count(one.told)} of them told, ${Math.round(one.seconds)} s${one.breach ? ', BREACH' : ''}`,
    ...(one.breach ? [...one.breach.told, `BREACH: ${one.breach.message}`] : []).map(
      (line) => `      ${line}`,
    ),
  ]);
  return [
    ...lines,
    `   in all: ${count(sum(({ ended, merged }) => ended + merged))} interleavings, ${count(sum(({ states }) => states))} states`,
    `   breaches: ${explored.filter(({ breach }) => breach).length}`,
  ].join('\n');
}

export function tellCrashes(report: CrashReport): string {
  const { acknowledged, refused, d1Faults, history, checks } = report;
  return [
    `   ${report.rounds} rounds, ${report.kills} kills, ${report.killsInMidMove} of them in mid-move, ${report.killsInMidDelivery} with events on their way to D1`,
    `   ${count(report.requests)} requests, ${count(report.lostAnswers)} without an answer, ${count(report.unavailable)} answered 503`,
    `   acknowledged: ${byKind(acknowledged)}; ${count(report.foundByRetry)} of them only by a retry`,
    `   refused: ${byKind(refused)}`,
    `   outcome never heard of: ${report.unknown}, of which done: ${report.unknownDone}`,
    `   D1's faults: ${byKind(d1Faults)}`,
    `   histories: ${count(history.operations)} operations, ${history.ambiguous} ambiguous, at most ${count(history.visited)} states a search`,
    `   checks, by promise: ${byKind(checks)}`,
    `   breaches: ${report.breaches.length}`,
    ...report.breaches.map((breach) => `      ${breach}`),
  ].join('\n');
}
