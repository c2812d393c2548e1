// Refusals in the caller's language: the words follow `Accept-Language`, and nothing else does.

import { importReport, type ProblemCode } from '@rendezvous/contract';
import { Hono } from 'hono';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Http } from '../src/http/context.ts';
import { negotiate } from '../src/http/language.ts';
import { refuse } from '../src/http/problem.ts';
import { type Answer, anonymous, booking, type Client, client } from './harness/client.ts';
import { IMPORTS, NDJSON } from './harness/imports.ts';
import { newTenant, type Tenant } from './harness/tenant.ts';

let tenant: Tenant;
let attendant: Client;
beforeAll(async () => {
  tenant = await newTenant();
  attendant = client(tenant);
});

const LIST = '/appointments';
const inLanguage = (language: string) => ({ 'Accept-Language': language });

describe('the language', () => {
  it.each([
    [undefined, 'en'],
    ['fr', 'fr'],
    ['FR', 'fr'],
    ['fr-CA', 'fr'],
    ['pt-BR', 'pt-BR'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['en-GB', 'en'],
    ['de', 'en'],
    ['frr', 'en'],
    ['de, fr;q=0.8, en;q=0.9', 'en'],
    ['de, fr;q=0.9, en;q=0.8', 'fr'],
    ['en;q=0.5 , fr ; q=0.7,pt; Q=0.9', 'pt-BR'],
    ['fr, pt', 'fr'],
    ['pt, fr', 'pt-BR'],
    ['de-DE, fr;q=0.001', 'fr'],
    ['*', 'en'],
    ['fr;q=0.5, *', 'en'],
    ['fr, *;q=0.5', 'fr'],
    ['fr;q=0', 'en'],
    ['fr;q=0, pt;q=0.1', 'pt-BR'],
    ['fr;q=0.000', 'en'],
    ['en;q=0, *', 'fr'],
    ['en;q=0, fr;q=0, *;q=0.1', 'pt-BR'],
    ['en;q=0', 'en'],
    [',, ,fr,', 'fr'],
  ])('of "%s" is %s', (header, language) => {
    expect(negotiate(header)).toBe(language);
  });

  it.each([
    ...['', ' ', ',', ';', 'q=1', ';q=1', 'fr;', 'fr;q', 'fr;q=', 'fr;q=x', 'fr;q=-1', 'fr;q=2'],
    ...[
      'fr;q=1.1',
      'fr;q = 1',
      'fr;q=0.0001',
      'fr;q=1;q=1',
      'fr pt',
      'fr/pt',
      'fr_FR',
      'français',
      '"fr"',
    ],
    ...['fr\u0000', '__proto__', 'constructor', '-fr', 'fr-', 'x'.repeat(100_000), '{"fr":1}'],
    ...[`fr${'-a'.repeat(50_000)}!`, `fr;q=0.${'0'.repeat(50_000)}`, '*;q=0,'.repeat(20_000)],
  ])('of what is no list of languages is English: %.20s', (header) => {
    expect(negotiate(header)).toBe('en');
  });

  it('is found behind what is not understood', () => {
    expect(negotiate(`${'en;q=0,'.repeat(20_000)}x y, fr;q=0.1`)).toBe('fr');
  });
});

describe('a refusal', () => {
  it.each([
    [
      'fr',
      'Certains champs ne sont pas valides',
      'title ne peut pas être vide\u202f; scheduled_at n’est pas valide\u202f; duration_minutes doit être un nombre supérieur à 0.',
      ['ne peut pas être vide', 'n’est pas valide', 'doit être un nombre supérieur à 0'],
    ],
    [
      'pt-BR',
      'Alguns campos não são válidos',
      'title não pode ficar em branco; scheduled_at não é um valor válido; duration_minutes deve ser maior que 0.',
      ['não pode ficar em branco', 'não é um valor válido', 'deve ser maior que 0'],
    ],
    [
      'en',
      'Some fields are invalid',
      "title can't be blank; scheduled_at is invalid; duration_minutes must be greater than 0.",
      ["can't be blank", 'is invalid', 'must be greater than 0'],
    ],
  ])('of a form is told in %s', async (language, title, detail, messages) => {
    const body = { ...booking(tenant), title: '', scheduled_at: 'soon', duration_minutes: 0 };
    const answer = await attendant.post(LIST, body, inLanguage(language));
    const [blank, invalid, positive] = messages.map((message) => [message]);
    expect(answer.problem('invalid')).toMatchObject({
      ...{ title, detail, code: 'invalid', status: 422 },
      errors: { title: blank, scheduled_at: invalid, duration_minutes: positive },
    });
    expect(answer.headers.get('Content-Language')).toBe(language);
    expect(answer.headers.get('Vary')).toBe('Accept-Language');
  });

  it('by facts and by the calendar is told in it too', async () => {
    const body = { ...booking(tenant), user_id: v7(), scheduled_at: '2020-01-01T00:00:00Z' };
    expect((await attendant.post(LIST, body, inLanguage('fr'))).errors()).toEqual({
      scheduled_at: ['doit se situer dans le futur'],
      user_id: ['n’existe pas'],
    });
    const { id } = await attendant.book();
    const confirm = (language: string) =>
      attendant.post(`${LIST}/${id}/confirm`, undefined, inLanguage(language));
    await confirm('fr');
    expect((await confirm('fr')).problem('invalid_transition')).toMatchObject({
      detail: 'Un rendez-vous au statut «\u00a0confirmé\u00a0» ne permet pas cette action.',
      current_status: 'confirmed',
      allowed_actions: ['cancel', 'complete', 'no-show'],
    });
    expect((await confirm('pt-PT')).problem('invalid_transition').detail).toBe(
      'Um agendamento com status “confirmado” não permite esta ação.',
    );
  });

  type Row = readonly [ProblemCode, (headers: Record<string, string>) => Promise<Answer>];
  const TABLE: readonly Row[] = [
    ['malformed_body', (headers) => attendant.post(LIST, '{', headers)],
    ['tenant_required', (headers) => attendant.get(LIST, { ...headers, 'X-Tenant': ' ' })],
    ['unauthenticated', (headers) => anonymous('GET', LIST, headers)],
    ['forbidden', (headers) => attendant.get(LIST, { ...headers, 'X-Tenant': 'another' })],
    ['forbidden', (headers) => attendant.post(IMPORTS, '', headers)],
    ['not_found', (headers) => attendant.get(`${LIST}/x`, headers)],
    ['method_not_allowed', (headers) => attendant.call('DELETE', LIST, { headers })],
    ['body_too_large', (headers) => attendant.post(LIST, ' '.repeat(65_537), headers)],
    [
      'unsupported_media_type',
      (headers) => attendant.post(LIST, '{}', { ...headers, 'Content-Type': 'text/plain' }),
    ],
    ['invalid', (headers) => attendant.get(`${LIST}?page=0&status=x`, headers)],
    [
      'version_mismatch',
      async (headers) => {
        const { id } = await attendant.book();
        return attendant.put(`${LIST}/${id}`, {}, { ...headers, 'If-Match': '"7"' });
      },
    ],
  ];

  it.each(TABLE)('%s differs in its words alone', async (code, provoke) => {
    const [english, ...others] = await Promise.all(
      ['en', 'fr', 'pt-BR'].map(async (language) => {
        const answer = await provoke({ ...inLanguage(language), 'X-Request-Id': 'the-same' });
        expect(answer.headers.get('Content-Language')).toBe(language);
        return answer.problem(code);
      }),
    );
    expect(others).toHaveLength(2);
    for (const other of others) {
      const { title, detail, errors, instance, ...codes } = other;
      expect(english).toMatchObject(codes);
      expect(Object.keys(errors)).toEqual(Object.keys(english?.errors ?? {}));
      const told = [title, detail, ...Object.values(errors).flat()];
      const before = [english?.title, english?.detail, ...Object.values(english?.errors ?? {})];
      expect(told.filter((text) => before.flat().includes(text))).toEqual([]);
    }
  });

  it('adds to what the answer varies with, and takes nothing from it', async () => {
    const app = new Hono<Http>();
    app.use((c, next) => {
      c.header('Vary', 'Origin');
      return next();
    });
    app.get('/', (c) => refuse(c, { code: 'not_found' }));
    expect((await app.request('/')).headers.get('Vary')).toBe('Origin, Accept-Language');
  });
});

describe('the reports of an import', () => {
  it('are told in it, ids and results as ever', async () => {
    const manager = client(tenant, { role: 'manager', userId: tenant.manager.id });
    const lines = ['no json', '\u00ff', JSON.stringify({ id: 'x' })].join('\n');
    const headers = { ...inLanguage('pt-BR'), 'Content-Type': NDJSON };
    const answer = await manager.post(IMPORTS, lines, headers);
    const reports = answer.text
      .split('\n')
      .flatMap((line) => (line ? [importReport.parse(JSON.parse(line))] : []));
    expect(reports[0]).toEqual({
      ...{ line: 1, id: null, result: 'invalid' },
      errors: { line: ['não é JSON'] },
    });
    expect(reports[2]?.errors).toMatchObject({
      id: ['não é um valor válido'],
      title: ['não pode ficar em branco'],
    });
    expect(answer.headers.get('Content-Language')).toBe('pt-BR');
    expect(answer.headers.get('Vary')).toBe('Accept-Language');
  });
});
