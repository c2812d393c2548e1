// The fuzz in three parts that run side by side, and what each of them promises.

import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ringUntilQuiet } from '../alarms.ts';
import { expectEqual } from '../equality.ts';
import { MUTATIONS } from './attempt.ts';
import { PARTS, type Part } from './draft.ts';
import { FORMS, isStreamed } from './forms.ts';
import { fuzz, type Tally } from './run.ts';
import { openWorld, untouchables, type World } from './world.ts';

export type Campaign = 'reads' | 'writes' | 'imports';

/** How much of the fuzz each part is, and what it leads with: another seed asks other things. */
export const PLANS: Readonly<Record<Campaign, { requests: number; seed: number }>> = {
  reads: { requests: 32_000, seed: 20_260_101 },
  writes: { requests: 17_000, seed: 20_260_102 },
  imports: { requests: 1_500, seed: 20_260_103 },
};

/** Of all requests, those that have to pass the validation of their form. */
export const LEAST_PAST_FORM = 0.3;

/** The part that a route belongs to. */
export function campaignOf(route: string): Campaign {
  const form = FORMS[route];
  if (!form) throw new Error(`no form for ${route}`);
  if (isStreamed(form)) return 'imports';
  return route.startsWith('GET ') ? 'reads' : 'writes';
}

const TIMEOUT_MS = 600_000;

/** The promises of one part. `refusals` are the codes that it has to hear, `parts` what it has to spoil in every way. */
export function describeCampaign(
  campaign: Campaign,
  { refusals, parts = PARTS }: { refusals: readonly string[]; parts?: readonly Part[] },
): void {
  describe(`the fuzz of ${campaign}`, () => {
    const routes = Object.keys(FORMS).filter(
      (route) => campaignOf(route) === campaign && FORMS[route]?.weight !== 0,
    );
    const failures: string[] = [];
    let world: World;
    let before: unknown;
    let tally: Tally;
    beforeAll(async () => {
      vi.spyOn(console, 'log').mockImplementation((line) => {
        if (/"level":"(WARN|ERROR|FATAL)/.test(String(line))) failures.push(String(line));
      });
      world = await openWorld(120);
      before = await untouchables(world);
      const startedAt = performance.now();
      tally = await fuzz(world, { routes, ...PLANS[campaign] });
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      const share = Math.round((100 * tally.pastForm) / tally.requests);
      console.info(
        `${campaign}: ${tally.requests} requests, ${share} % past the form, ${seconds} s`,
      );
    }, TIMEOUT_MS);

    it('finds no 5xx, and every answer as the contract says', () => {
      expect([...tally.broken.values()].slice(0, 5).join('\n\n')).toBe('');
    });

    it('leaves nothing behind but what was accepted', () => {
      expect(tally.left ?? '').toBe('');
    });

    it('changes neither the directory nor anything of another tenant', async () => {
      expect(await untouchables(world)).toEqual(before);
    });

    it('ends with D1 equal to the ledgers', async () => {
      await ringUntilQuiet(world.tenant);
      await expectEqual(world.tenant);
    });

    it('makes no store fail', () => {
      expect(failures).toEqual([]);
    });

    it('is as large as planned, and passes the form often enough', () => {
      expect(tally.requests).toBeGreaterThanOrEqual(PLANS[campaign].requests);
      expect(tally.pastForm / tally.requests).toBeGreaterThanOrEqual(LEAST_PAST_FORM);
    });

    it('spoils requests in every way', () => {
      const ways = MUTATIONS.filter(({ part }) => parts.includes(part)).map(({ name }) => name);
      expect(ways.filter((name) => !tally.mutations.has(name))).toEqual([]);
    });

    it('is accepted and refused by every route', () => {
      expect([...tally.heard.keys()].sort()).toEqual(routes.toSorted());
      for (const [route, heard] of tally.heard) {
        expect(heard, route).toContain('accepted');
        expect(heard.size, route).toBeGreaterThan(2);
      }
      const heard = new Set([...tally.heard.values()].flatMap((codes) => [...codes]));
      expect(refusals.filter((code) => !heard.has(code))).toEqual([]);
    });
  });
}
