import {
  context,
  ROOT_CONTEXT,
  type Attributes,
  type Context,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { spanContextOf, traceparentOf } from './traceparent';

export interface SpanBeginning {
  /** `traceparent` of what this follows from; else the span that is active here, if any. */
  readonly parent?: string | undefined;
  readonly kind?: 'server' | 'client' | 'internal';
  readonly attributes?: Attributes;
  /** `traceparent`s of other causes: a stretch of the log has many. */
  readonly links?: readonly string[];
}

/** A span on its way. */
export interface OpenSpan {
  /** For what follows: the span's own where a tracer records, else its parent's, else undefined. */
  readonly traceparent: string | undefined;
  /** Runs something so that spans begun in it are children of this one. */
  readonly within: <T>(run: () => T) => T;
  readonly attribute: (name: string, value: string | number | boolean) => void;
  /** Ends it, once; `fault` says that and why it failed. */
  readonly end: (fault?: string) => void;
}

/** Most links of one span: a sample of the causes, and a bound for whoever stores them. */
const mostLinks = 32;

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/**
 * Spans by the API of OpenTelemetry. Without an SDK, which an operator registers (`node --require`), spans record nothing and cost next to
 * nothing; a caller's trace is carried on all the same.
 */
export class Traces {
  constructor(private readonly tracer: Tracer = trace.getTracer('tidewaiter')) {}

  begin(name: string, { parent, kind = 'internal', attributes = {}, links = [] }: SpanBeginning = {}): OpenSpan {
    const remote = spanContextOf(parent);
    const around = remote === undefined ? context.active() : trace.setSpanContext(ROOT_CONTEXT, remote);
    const causes = [...new Set(links)].slice(0, mostLinks).flatMap((link) => spanContextOf(link) ?? []);
    return openSpan(
      this.tracer.startSpan(name, { kind: kinds[kind], attributes, links: causes.map((cause) => ({ context: cause })) }, around),
      around,
    );
  }
}

const openSpan = (span: Span, around: Context): OpenSpan => ({
  traceparent: traceparentOf(span.spanContext()),
  within: (run) => context.with(trace.setSpan(around, span), run),
  attribute: (name, value) => {
    span.setAttribute(name, value);
  },
  end: (fault) => {
    if (fault !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: fault });
    span.end();
  },
});
