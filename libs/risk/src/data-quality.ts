import { type RiskRules } from './risk-rules';

/**
 * Who tells something: the seller of an order, the platform it was sold on, the carrier of a parcel. `-` where a rejected line names
 * nobody.
 */
export type ProviderRole = 'seller' | 'platform' | 'carrier' | 'import';
export const messageKinds = ['order', 'orderLines', 'manifest', 'status', 'import'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** How often a field had to be there, and how often it was not. */
export interface FieldCount {
  readonly of: number;
  readonly missing: number;
}
/** One message as far as its quality goes. */
export interface ToldMessage {
  /** What it is about, and where it is in the log. */
  readonly subject: string;
  readonly position: string;
  readonly happenedAt: string;
  readonly provider: string;
  readonly role: ProviderRole;
  readonly kind: MessageKind;
  /** Month of what it tells, UTC. */
  readonly month: string;
  readonly recordedAt: string;
  readonly fields: Readonly<Record<string, FieldCount>>;
  /** Lines of an import: how many were read, and how many of them rejected. */
  readonly lines?: { readonly read: number; readonly rejected: number };
  /** Moment before which it had to be told; absent where no such moment is known. */
  readonly deadline?: string;
}
export interface QualityRow {
  readonly provider: string;
  readonly role: ProviderRole;
  readonly month: string;
  readonly kind: MessageKind;
  readonly messages: number;
  readonly fields: Readonly<Record<string, FieldCount>>;
  readonly lines: { readonly read: number; readonly rejected: number };
  /** Messages that have a deadline and were told by the moment asked for, and those of them that came after it. */
  readonly timed: number;
  readonly late: number;
  /**
   * Told after the moment asked for, like a history that is loaded, or to a demonstration, whose day is its own: whether it was late is not
   * judged.
   */
  readonly toldLater: number;
}

type Counting = { -readonly [K in keyof QualityRow]: QualityRow[K] };

/** The place of a row among those of an answer. */
export const keyOfQuality = ({ provider, role, month, kind }: Pick<QualityRow, 'provider' | 'role' | 'month' | 'kind'>): string =>
  `${provider}\n${month}\n${role}\n${kind}`;

/**
 * Whether a message came in time; `none` where no moment is known by which it had to, `toldLater` where it is not judged. `ownCalendar`:
 * the recorder's clock is not the ledger's.
 */
export const timing = (
  { deadline, recordedAt }: ToldMessage,
  asOf: string,
  ownCalendar: boolean,
): 'none' | 'toldLater' | 'inTime' | 'late' => {
  if (deadline === undefined) return 'none';
  if (ownCalendar || recordedAt > asOf) return 'toldLater';
  return recordedAt > deadline ? 'late' : 'inTime';
};

/** Counts messages; memory is a row for each provider, month and kind. */
export class QualityTally {
  readonly #rows = new Map<string, Counting>();

  /** `ownCalendar`: the recorder's clock is not the ledger's, so that nothing is judged late. */
  constructor(
    private readonly asOf: string,
    private readonly ownCalendar = false,
  ) {}

  add(message: ToldMessage): void {
    const { provider, role, month, kind, fields, lines } = message;
    const key = keyOfQuality(message);
    const row = this.#rows.get(key) ?? {
      provider,
      role,
      month,
      kind,
      messages: 0,
      fields: {},
      lines: { read: 0, rejected: 0 },
      timed: 0,
      late: 0,
      toldLater: 0,
    };
    this.#rows.set(key, row);
    row.messages += 1;
    row.fields = summed(row.fields, fields);
    if (lines !== undefined) row.lines = { read: row.lines.read + lines.read, rejected: row.lines.rejected + lines.rejected };
    const timed = timing(message, this.asOf, this.ownCalendar);
    if (timed === 'none') return;
    if (timed === 'toldLater') row.toldLater += 1;
    else {
      row.timed += 1;
      if (timed === 'late') row.late += 1;
    }
  }

  /** In order of provider, month, role and kind. */
  rows(): readonly QualityRow[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

const summed = (a: Readonly<Record<string, FieldCount>>, b: Readonly<Record<string, FieldCount>>): Readonly<Record<string, FieldCount>> => {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      { of: (a[name]?.of ?? 0) + (b[name]?.of ?? 0), missing: (a[name]?.missing ?? 0) + (b[name]?.missing ?? 0) },
    ]),
  );
};

/** A share of something above what the rules allow; whole numbers, so nothing is rounded. */
export const exceeds = (part: number, whole: number, percent: number): boolean => whole > 0 && part * 100 > whole * percent;

/** Rows that are judged at all: enough messages, or lines of an import. */
export const isJudged = (row: QualityRow, rules: RiskRules): boolean =>
  Math.max(row.messages, row.lines.read) >= rules.dataQuality.messages;
