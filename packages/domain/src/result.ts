/** What a decision returns: the value it settled on, or a refusal with its facts. Refusals are values; throwing is for bugs. */
export type Result<Value, Refused> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refused };

export const accept = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

export const refuse = <Refused>(
  refusal: Refused,
): { readonly ok: false; readonly refusal: Refused } => ({ ok: false, refusal });
