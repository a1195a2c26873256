import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';

/** W3C Trace Context, version 00: trace id, id of the parent span, flags. */
const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span that a `traceparent` names; undefined for whatever is none, all zeros included. */
export const spanContextOf = (traceparent: string | undefined): SpanContext | undefined => {
  const [, traceId, spanId, flags] = form.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const found: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(found) ? found : undefined;
};

/** The `traceparent` of a span; undefined where there is none to speak of, as without a tracer and without a caller's. */
export const traceparentOf = (span: SpanContext): string | undefined =>
  isSpanContextValid(span) ? `00-${span.traceId}-${span.spanId}-0${String(span.traceFlags & 1)}` : undefined;
