import {
  SpanStatusCode,
  trace,
  type Context,
  type Link,
  type Span,
  type SpanContext,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';

/** A span as a tracer was told of it. */
export interface RecordedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Id of the parent span, of whatever tracer; absent at the root of a trace. */
  readonly parent?: string;
  readonly links: readonly string[];
  readonly attributes: Record<string, unknown>;
  ended: boolean;
  failed: boolean;
}

/** A tracer that keeps what it was told: what an SDK would send on. Ids count up. */
export class SpanRecorder implements Tracer {
  readonly spans: RecordedSpan[] = [];

  named(name: string): readonly RecordedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  startSpan(name: string, options: SpanOptions = {}, context?: Context): Span {
    const parent = context === undefined ? undefined : trace.getSpanContext(context);
    const number = this.spans.length + 1;
    const own: SpanContext = {
      traceId: parent?.traceId ?? number.toString(16).padStart(32, 'f'),
      spanId: number.toString(16).padStart(16, '0'),
      traceFlags: 1,
    };
    const links = (options.links ?? []).map((link: Link) => link.context.spanId);
    const recorded: RecordedSpan = {
      name,
      traceId: own.traceId,
      spanId: own.spanId,
      ...(parent === undefined ? {} : { parent: parent.spanId }),
      links,
      attributes: { ...options.attributes },
      ended: false,
      failed: false,
    };
    this.spans.push(recorded);
    return spanOf(own, recorded);
  }

  startActiveSpan(): never {
    throw new TypeError('spans are begun, never entered');
  }
}

const spanOf = (own: SpanContext, recorded: RecordedSpan): Span => {
  const span: Span = {
    spanContext: () => own,
    setAttribute: (name, value) => {
      recorded.attributes[name] = value;
      return span;
    },
    setAttributes: () => span,
    addEvent: () => span,
    addLink: () => span,
    addLinks: () => span,
    setStatus: ({ code }) => {
      recorded.failed = code === SpanStatusCode.ERROR;
      return span;
    },
    updateName: () => span,
    end: () => {
      if (recorded.ended) throw new TypeError(`${recorded.name} ended twice`);
      recorded.ended = true;
    },
    isRecording: () => true,
    recordException: () => undefined,
  };
  return span;
};
