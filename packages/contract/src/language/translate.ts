// From a text as it is said in English to the same text in another language. The English one names its template, and what
// fills the slots of that is read back out of it.

import { STATUSES, type Status } from '@rendezvous/domain';
import { PROBLEMS } from '../problem.ts';
import {
  BETWEEN_FIELDS,
  type Catalogue,
  MESSAGES,
  SENTENCES,
  type Slots,
  type Template,
} from './en.ts';
import { fr } from './fr.ts';
import { ptBr } from './pt-br.ts';

/** The languages that problems are told in, as in `Content-Language`; English first: it is the default. */
export const LANGUAGES = ['en', 'fr', 'pt-BR'] as const;
export type Language = (typeof LANGUAGES)[number];

const CATALOGUES: Readonly<Record<Exclude<Language, 'en'>, Catalogue>> = { fr, 'pt-BR': ptBr };

/** A text of the catalogue in this language; any other text comes back as it is. */
export function translate(language: Language, text: string): string {
  const known = language === 'en' ? undefined : recognise(text);
  if (language === 'en' || !known) return text;
  const { texts, statuses } = CATALOGUES[language];
  return texts[known.template].replace(SLOT, (_, slot: string) => {
    const value = known.values[slot] ?? '';
    return slot === 'status' ? statuses[value as Status] : value; // its pattern lets nothing else in
  });
}

/** Fields with their messages in this language. */
export const translateErrors = (
  language: Language,
  errors: Readonly<Record<string, readonly string[]>>,
): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(errors).map(([field, messages]) => [
      field,
      messages.map((message) => translate(language, message)),
    ]),
  );

/** The template that an English text was made from; undefined: no language knows it. */
export function recognise(
  text: string,
): { readonly template: Template; readonly values: Readonly<Record<string, string>> } | undefined {
  for (const { template, pattern } of KNOWN) {
    if (text === template) return { template, values: {} };
    const { groups: values } = pattern?.exec(text) ?? {};
    if (values) return { template, values };
  }
}

const SLOT = /\{(\w+)\}/g;

/** What fills a slot, as a pattern. */
const FILLINGS: Readonly<Record<keyof Slots, string>> = {
  number: '\\d+',
  status: STATUSES.join('|'),
  methods: '[A-Z]+(?:, [A-Z]+)*',
  role: '[a-z]+',
};

const TEMPLATES: readonly Template[] = [
  ...MESSAGES,
  ...SENTENCES,
  ...Object.values(PROBLEMS).map(({ title }) => title),
  BETWEEN_FIELDS,
];

/** Every template; the pattern of one that has slots. */
const KNOWN = TEMPLATES.map((template) => ({ template, pattern: patternOf(template) }));

function patternOf(template: Template): RegExp | undefined {
  const open = template
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(SLOT, (_, slot: keyof Slots) => `(?<${slot}>${FILLINGS[slot]})`);
  return template.includes('{') ? new RegExp(`^${open}$`) : undefined;
}
