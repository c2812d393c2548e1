// What any test reads of a refusal is held to the catalogue: all that is said in English can be said in every other language.

import { recognise } from '@rendezvous/contract';

interface Said {
  readonly title?: string;
  readonly errors?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** English texts that no other language knows. */
export function unspeakable({ title, errors = {} }: Said): string[] {
  const texts = [...(title === undefined ? [] : [title]), ...Object.values(errors).flat()];
  return texts.filter((text) => !recognise(text));
}
