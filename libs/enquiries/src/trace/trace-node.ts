/**
 * Towards the goods (`down`: bank entry, statement or return, charge, declaration, item, order line, event), or towards the money (`up`).
 */
export type Direction = 'down' | 'up';
export const directions = ['down', 'up'] as const satisfies readonly Direction[];

export type TraceKind =
  | 'receipt'
  | 'statement'
  | 'return'
  | 'charge'
  | 'adjustment'
  | 'toleration'
  | 'interest'
  | 'penalty'
  | 'declaration'
  | 'item'
  | 'order'
  | 'orderLine'
  | 'consignment'
  | 'event';

/** One step of the chain. Amounts are canonical text in `currency`: what this step carries of the one it was asked from. */
export interface TraceNode {
  readonly kind: TraceKind;
  /** What to ask on from: a stream, an item or line behind a `/`, an event behind an `@`; absent where the chain ends. */
  readonly subject?: string;
  readonly reference?: string;
  readonly on?: string;
  readonly amount?: string;
  readonly currency?: string;
  /** Shares of the amount. */
  readonly parts?: readonly { readonly taxType?: string; readonly beneficiary?: string; readonly rate?: string; readonly amount: string }[];
  /** What else the step says of itself. */
  readonly says?: Readonly<Record<string, string | number>>;
  /** Of an event: where it lies, and the message that it came from. */
  readonly origin?: EventOrigin;
}

/** An event and the raw message behind it. */
export interface EventOrigin {
  readonly type: string;
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly actor: string;
  readonly onBehalfOf?: string;
  readonly commandId: string;
  readonly hash: string;
  /** SHA-256 of the canonical request, where it came over HTTP. */
  readonly requestHash?: string;
  /** SHA-256 of the file or message that it was read from, and the line in it; an imported file is kept beside the log under this name. */
  readonly sourceFile?: string;
  readonly sourceLine?: number;
  readonly importRun?: string;
}

/** A step with those who may see it. */
export interface OwnedNode {
  readonly node: TraceNode;
  readonly owners: readonly string[];
  /** Its place among its siblings: a page goes on after it. */
  readonly key: string;
}

/** The parts of a subject's name. */
export interface SubjectName {
  readonly stream: string;
  readonly category: string;
  readonly id: string;
  /** Number of an item or of an order line. */
  readonly part?: number;
}

const form =
  /^((receipt|accountPeriod|schemeReturn|charge|declaration|order|consignment)-([0-9A-HJKMNP-TV-Z]{26}))(?:\/(0|[1-9]\d{0,5}))?$/;

/** Undefined for a text that names nothing the chain goes through. */
export const subjectNamed = (subject: string): SubjectName | undefined => {
  const [, stream, category, id, part] = form.exec(subject) ?? [];
  if (stream === undefined || category === undefined || id === undefined) return undefined;
  if (part !== undefined && category !== 'declaration' && category !== 'order') return undefined;
  return { stream, category, id, ...(part === undefined ? {} : { part: Number.parseInt(part, 10) }) };
};
