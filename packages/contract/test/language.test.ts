// No language lacks a text, and no schema says anything that the catalogue does not know.

import { STATUSES } from '@rendezvous/domain';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import * as contract from '../src/index.ts';
import { LANGUAGES, PROBLEMS, recognise, translate, translateErrors } from '../src/index.ts';
import { MESSAGES, SENTENCES, type Template } from '../src/language/en.ts';
import { fr } from '../src/language/fr.ts';
import { ptBr } from '../src/language/pt-br.ts';

const CATALOGUES = { fr, 'pt-BR': ptBr };
const OTHERS = ['fr', 'pt-BR'] as const;

/** A text of each template, its slots filled with something that may stand there. */
const FILLINGS: Record<string, string> = {
  ...{ number: '12', status: 'no_show', methods: 'GET, HEAD', role: 'manager' },
};
const slotsOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, slot = '']) => slot);
const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, slot) => FILLINGS[slot] ?? '');

const titles = Object.values(PROBLEMS).map(({ title }) => title);
const templates: readonly Template[] = [...MESSAGES, ...SENTENCES, ...titles];

describe.each(OTHERS)('in %s', (language) => {
  it.each(templates)('"%s" has a text of its own, with the same slots', (template) => {
    const text = CATALOGUES[language].texts[template];
    expect(text).not.toBe(template);
    expect(slotsOf(text).sort()).toEqual(slotsOf(template).sort());
    const said = translate(language, fill(template));
    expect(said).not.toBe(fill(template));
    expect(said).not.toMatch(/[{}]/);
  });

  it('a sentence is a sentence, and a message can follow the name of a field', () => {
    const { texts } = CATALOGUES[language];
    for (const sentence of SENTENCES) expect(texts[sentence]).toMatch(/^\p{Lu}.*\.$/u);
    for (const message of MESSAGES) expect(texts[message]).toMatch(/^\p{Ll}.*[^.]$/u);
    for (const title of titles) expect(texts[title]).toMatch(/^\p{Lu}.*[^.]$/u);
  });

  it('every status has a word of its own', () => {
    const said = STATUSES.map((status) =>
      translate(language, `An appointment that is ${status} does not allow this action.`),
    );
    expect(new Set(said).size).toBe(STATUSES.length);
    expect(said.join()).not.toMatch(/scheduled|confirmed|completed|cancelled|no_show/);
  });

  it('what nobody knows stays as it is', () => {
    for (const text of ['', 'is wrong', 'should be at most x character(s)', 'constructor']) {
      expect(translate(language, text)).toBe(text);
    }
  });
});

describe('English', () => {
  it('is said as it is, and is the first of the languages', () => {
    expect(LANGUAGES[0]).toBe('en');
    for (const template of templates) expect(translate('en', fill(template))).toBe(fill(template));
  });

  it.each([
    ["can't be blank", 'ne peut pas être vide', 'não pode ficar em branco'],
    [
      'should be at most 255 character(s)',
      'ne doit pas dépasser 255 caractères',
      'deve ter no máximo 255 caracteres',
    ],
    [
      'An appointment that is scheduled does not allow this action.',
      'Un rendez-vous au statut «\u00a0planifié\u00a0» ne permet pas cette action.',
      'Um agendamento com status “agendado” não permite esta ação.',
    ],
    [
      'This resource knows GET, HEAD, POST.',
      'Méthodes acceptées par cette ressource\u00a0: GET, HEAD, POST.',
      'Métodos aceitos por este recurso: GET, HEAD, POST.',
    ],
    [
      'This needs the role manager or a higher one.',
      'Cette opération exige le rôle manager ou un rôle supérieur.',
      'Esta operação exige o papel manager ou um papel superior.',
    ],
  ])('"%s" becomes French and Portuguese', (english, french, portuguese) => {
    expect(OTHERS.map((language) => translate(language, english))).toEqual([french, portuguese]);
  });

  it('of errors only the messages change', () => {
    expect(translateErrors('fr', { title: ["can't be blank"], id: ['is invalid', '?'] })).toEqual({
      title: ['ne peut pas être vide'],
      id: ['n’est pas valide', '?'],
    });
  });
});

/** Values that a field may be offered; between them they break every rule that there is. */
const OFFERED: readonly unknown[] = [
  ...[undefined, null, true, '', ' ', 'x', '\0', '\ud800', 'x'.repeat(20_000), {}, [], ['x']],
  ...[-1, 0, 1, 1.5, 1e9, Number.NaN, 1n, '-1', '0', '1e9', '99999', '2041-02-30', '2041-03-01'],
  ...['2041-03-01T09:00:00', '9999-12-31T23:59:59Z', '2020-01-01T00:00:00Z', 'ana@', '+1'],
];

/** What reads a body or a query, by its name in the contract: unlike an answer it takes keys that nobody knows. */
const readers: Record<string, z.ZodMiniObject> = {};
for (const [name, part] of Object.entries<unknown>(contract)) {
  if (part instanceof z.ZodMiniObject && part.def.catchall === undefined) readers[name] = part;
}

/** Every message that it says to one wrong field and to all of them. Of a query every value is text. */
function messagesOf(name: string): string[] {
  const schema = readers[name] ?? z.object({});
  const fields = Object.keys(schema.shape);
  const values = OFFERED.filter(
    (value) => !name.endsWith('Query') || value === undefined || typeof value === 'string',
  );
  const offers = values.flatMap((value) => [
    Object.fromEntries(fields.map((field) => [field, value])),
    ...fields.map((field) => ({ [field]: value })),
  ]);
  const backwards = { date_from: '2041-03-02', date_to: '2041-03-01' };
  return [...offers, backwards].flatMap(
    (offer) => schema.safeParse(offer).error?.issues.map(({ message }) => message) ?? [],
  );
}

describe('every schema that reads', () => {
  it.each(Object.keys(readers))('%s says only what every language knows', (name) => {
    const said = new Set(messagesOf(name));
    expect([...said].filter((message) => !recognise(message))).toEqual([]);
    expect(said).not.toEqual(new Set());
  });

  it('is here, and between them they say every message that is of forms', () => {
    const said = new Set(Object.keys(readers).flatMap(messagesOf));
    const templatesSaid = new Set([...said].map((message) => recognise(message)?.template));
    expect(Object.keys(readers)).toEqual(
      expect.arrayContaining(['appointmentCreate', 'appointmentUpdate', 'listQuery', 'importLine']),
    );
    expect([...templatesSaid]).toEqual(
      expect.arrayContaining([
        "can't be blank",
        'is invalid',
        'must be greater than {number}',
        'must be less than or equal to {number}',
        'should be at most {number} character(s)',
        'must be before or equal to date_to',
      ]),
    );
  });
});
