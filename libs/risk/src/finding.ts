import { indicatorCatalogue, type IndicatorCode } from './indicator-catalogue';
import { type RiskRules } from './risk-rules';

/** A number with what it counts or measures: money in a currency, `%`, `orders`. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
}
/** A fact that a finding rests on: where it is recorded, and the values that were used. */
export interface Evidence {
  readonly stream: string;
  /** Log position of the event. */
  readonly position: string;
  readonly values: Readonly<Record<string, string>>;
}
export type SubjectKind = 'buyer' | 'seller' | 'order' | 'declaration' | 'product' | 'schemeNumber' | 'peerGroup' | 'serial' | 'provider';

/**
 * Something that is worth a look: a question to be answered, never an accusation. A pure function of the facts, the rules and the moment
 * asked for; `id` is the same whenever and in whatever order the facts came.
 */
export interface Finding {
  readonly id: string;
  readonly code: IndicatorCode;
  readonly name: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  /** What it is about in time: moments, days or months, both included. */
  readonly from: string;
  readonly to: string;
  readonly figure: Figure;
  readonly threshold: Figure;
  readonly measured: readonly Figure[];
  readonly basis: string;
  /** Rules in their version: `risk@2`. */
  readonly rules: string;
  readonly sentence: string;
  readonly evidence: readonly Evidence[];
  /** All rows that there are, of which `evidence` shows the first ones. */
  readonly evidenceCount: number;
  /** The moment of the question, and the position of the log by which it was known. */
  readonly asOf?: string;
  readonly knownAt?: string;
}

type Found = Pick<Finding, 'subject' | 'from' | 'to' | 'figure' | 'threshold' | 'sentence' | 'evidence'> & {
  readonly measured?: readonly Figure[];
  /** Tells findings of one subject and beginning apart. */
  readonly aspect?: string;
  /** Where more was counted than kept. */
  readonly evidenceCount?: number;
};

/** A finding of an indicator; evidence in an order that does not depend on the log's. */
export const findingOf = (code: IndicatorCode, rules: RiskRules, found: Found): Finding => {
  const { subject, from, to, figure, threshold, sentence, evidence, aspect, measured = [], evidenceCount = evidence.length } = found;
  const { name, basis } = indicatorCatalogue[code];
  return {
    id: [code, subject.id, from, ...(aspect === undefined ? [] : [aspect])].join(' '),
    code,
    name,
    subject,
    from,
    to,
    figure,
    threshold,
    measured,
    basis,
    rules: `${rules.id}@${String(rules.version)}`,
    sentence: `${sentence}: worth a look.`,
    evidence: firstEvidence(evidence, rules.evidenceRows),
    evidenceCount,
  };
};

/** The first rows by moment, stream and content: which they are does not depend on the order they came in. */
export const firstEvidence = (evidence: readonly Evidence[], count: number): readonly Evidence[] =>
  [...evidence].sort(byContent).slice(0, count);

const byContent = (a: Evidence, b: Evidence): number => {
  const [one, other] = [sortText(a), sortText(b)];
  return one < other ? -1 : one > other ? 1 : 0;
};
const sortText = ({ stream, values }: Evidence): string => `${values['at'] ?? ''} ${stream} ${JSON.stringify(values)}`;

/** `1 order`, `3 orders`. */
export const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
