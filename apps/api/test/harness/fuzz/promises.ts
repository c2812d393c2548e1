// Promises by name, and which of them are broken.

export const brokenOf = (kept: Readonly<Record<string, boolean>>): string[] =>
  Object.entries(kept).flatMap(([promise, isKept]) => (isKept ? [] : [promise]));

/** The value of a JSON text; nothing, if it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
