// The documentation in a real browser, against a server that `npm start` started: it stays on its origin, and it works.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { freePort, killAll, newState, start } from './started.ts';

let browser: Browser;
let origin: string;

beforeAll(async () => {
  browser = await openBrowser();
  const port = await freePort();
  origin = `http://localhost:${port}`;
  await start(newState(), port).printed('Other roles:');
});

afterAll(async () => {
  await browser?.close();
  await killAll();
});

interface Visit {
  readonly page: Page;
  /** Requests to other origins, and whatever the page complained about. */
  readonly complaints: readonly string[];
}

async function visit(path: string): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1_400, height: 900 } });
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) complaints.push(request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  await page.goto(`${origin}${path}`, { waitUntil: 'networkidle' });
  return { page, complaints };
}

describe('/docs', () => {
  it('sends a request with the token and the tenant of the demo, and stays on its origin', async () => {
    const { page, complaints } = await visit('/docs');
    await page.getByRole('link', { name: 'List appointments' }).first().click();
    await page.getByRole('button', { name: 'Test Request' }).first().click();
    const answered = page.waitForResponse((response) => response.url().includes('/api/v1/'));
    await page.getByRole('button', { name: 'Send', exact: false }).first().click();
    const answer = await answered;
    expect(answer.status(), await answer.text()).toBe(200);
    expect(answer.request().headers()).toMatchObject({
      authorization: expect.stringMatching(/^Bearer ./),
      'x-tenant': 'avanter',
    });
    await page.getByText('200 OK').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('books with the example as it stands', async () => {
    const { page } = await visit('/docs');
    await page.getByRole('link', { name: 'Book an appointment' }).first().click();
    await page
      .getByRole('button', { name: 'Test Request' })
      .and(page.locator(':visible'))
      .nth(1)
      .click();
    const answered = page.waitForResponse((response) => response.url().includes('/api/v1/'));
    await page.getByRole('button', { name: 'Send', exact: false }).first().click();
    const answer = await answered;
    expect([answer.request().method(), answer.status()]).toEqual(['POST', 201]);
    await page.close();
  });
});

describe.each(['/problems', '/problems/slot-taken'])('%s', (path) => {
  it.each(['light', 'dark'] as const)(
    'is styled, in %s too, and complains of nothing',
    async (scheme) => {
      const { page, complaints } = await visit(path);
      await page.emulateMedia({ colorScheme: scheme });
      const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(paper).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(20, 24, 31)');
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
