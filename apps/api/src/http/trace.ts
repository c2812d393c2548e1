/**
 * The trace id of a `traceparent` header (W3C Trace Context §3.2), or undefined when it is not valid. Of a version that is not
 * known yet the beginning is read as of version 00.
 */
export function parseTraceId(traceparent: string | undefined): string | undefined {
  const [, version, traceId, parentId, rest] = TRACEPARENT.exec(traceparent?.trim() ?? '') ?? [];
  if (!traceId || version === 'ff' || (version === '00' && rest)) return;
  return isZero(traceId) || isZero(parentId) ? undefined : traceId;
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-.*)?$/;

const isZero = (id: string | undefined): boolean => /^0*$/.test(id ?? '');
