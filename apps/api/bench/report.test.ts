import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../scripts/browser.ts';
import { SAMPLE } from './report/sample-document.ts';
import { report } from './report.ts';

const HTML = report(SAMPLE);

/** What is read in the page's tables. */
const cells = [...HTML.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map(([, cell = '']) =>
  cell.replaceAll(/<[^>]*>/g, ''),
);

describe('the report', () => {
  it('tells every figure of its document', () => {
    const told = /<pre[^>]*>(.*?)<\/pre>/s.exec(HTML)?.[1]?.replaceAll('&quot;', '"');
    expect(JSON.parse(told ?? '')).toEqual(SAMPLE);
  });

  it.each([
    ['a target', ['US dollars per million bookings', '34.28', '≤ 33', '', '✗ missed']],
    ['a floor', ['object insert and D1 upsert', '912', '17.5', '44.1', '848 – 939']],
    [
      'a request',
      ['1,000,000', '568', '28.2', '70.7', '529 – 585', '0.62 × object insert and D1 upsert'],
    ],
    ['what a request uses', ['book', '9', '12', '2', '4', '7', '1', '3.1', '1.9']],
    ['a growth', ['list, last page', '1.29 ×']],
    ['a pure function', ['date-fns', '656']],
    ['a line of the bill', ['D1 rows read', '1,473,000,000 rows', '$0.001', '$1.47']],
    ['the bill', ['Together', '$34.28']],
  ])('has a row for %s', (_, row) => {
    expect(cells.join(' | ')).toContain(row.join(' | '));
  });

  it("shows no verdict that is not the document's", () => {
    expect(HTML).toContain('5 of 6 targets are met');
    const targets = SAMPLE.targets.map((target) => ({ ...target, isMet: true }));
    expect(report({ ...SAMPLE, targets })).toContain('All 6 targets are met');
  });

  it('shows texts as texts', () => {
    const evil = '<script>alert("&")</script>';
    const html = report({
      ...SAMPLE,
      command: evil,
      day: evil,
      machine: { ...SAMPLE.machine, cpu: evil, node: evil, workerd: evil },
      cost: {
        ...SAMPLE.cost,
        lines: SAMPLE.cost.lines.map((line) => ({ ...line, item: evil, unit: evil })),
      },
      targets: SAMPLE.targets.map((target) => ({ ...target, name: evil })),
    });
    expect(html).not.toContain('<script');
    expect(html.split('&lt;script&gt;').length).toBeGreaterThan(20);
  });

  it('is made of one size too, and of rounds that measured nothing', () => {
    const requests = SAMPLE.requests
      .filter(({ appointments }) => appointments === 1_000)
      .map((one) => ({ ...one, measured: { ...one.measured, rounds: [] } }));
    const html = report({ ...SAMPLE, sizes: [1_000], requests, floors: [], domain: [] });
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterAll(() => browser?.close());

  it.each([1_200, 390])('%i pixels wide, asks for nothing and fits', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on('request', (request) => complaints.push(request.url().slice(0, 40)));
    page.on('console', (message) => complaints.push(message.text()));
    await page.setContent(HTML);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(complaints.filter((complaint) => !complaint.startsWith('data:'))).toEqual([]);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('is %s for whoever reads so', async (colorScheme) => {
    const page = await browser.newPage({ colorScheme });
    await page.setContent(HTML);
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(paper).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 24, 31)');
    await page.close();
  });
});
