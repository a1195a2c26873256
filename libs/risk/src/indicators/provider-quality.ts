import { exceeds, isJudged, keyOfQuality, type QualityRow, timing, type ToldMessage } from '../data-quality';
import { percentText } from '../exact-figures';
import { type Evidence, firstEvidence, type Finding, findingOf } from '../finding';
import { type RiskRules } from '../risk-rules';

interface Seen {
  count: number;
  rows: readonly Evidence[];
}
const nothingSeen: Seen = { count: 0, rows: [] };

/** The messages behind each rate, as many of them as findings show: memory does not grow with the messages of a provider. */
export class QualityEvidence {
  readonly #seen = new Map<string, Seen>();

  constructor(
    private readonly asOf: string,
    private readonly ownCalendar: boolean,
    private readonly rules: RiskRules,
  ) {}

  add(message: ToldMessage): void {
    const { fields, lines, recordedAt, deadline } = message;
    for (const [field, { of, missing }] of Object.entries(fields))
      if (missing > 0) this.#keep(message, `missing ${field}`, { missing: field, times: String(missing), of: String(of) });
    if (timing(message, this.asOf, this.ownCalendar) === 'late') this.#keep(message, 'late', { recordedAt, deadline: deadline ?? '' });
    if (lines !== undefined && lines.rejected > 0)
      this.#keep(message, 'rejected', { rejected: String(lines.rejected), of: String(lines.read) });
  }

  of(row: QualityRow, aspect: string): Seen {
    return this.#seen.get(`${keyOfQuality(row)}\n${aspect}`) ?? nothingSeen;
  }

  #keep(message: ToldMessage, aspect: string, values: Readonly<Record<string, string>>): void {
    const key = `${keyOfQuality(message)}\n${aspect}`;
    const seen = this.#seen.get(key) ?? { ...nothingSeen };
    this.#seen.set(key, seen);
    const { subject: stream, position, happenedAt: at } = message;
    const rows = [...seen.rows, { stream, position, values: { at, ...values } }];
    seen.count += 1;
    seen.rows = rows.length > 2 * this.rules.evidenceRows ? firstEvidence(rows, this.rules.evidenceRows) : rows;
  }
}

/**
 * R13: a provider's month in which a mandatory field is missing, messages are late or lines are rejected more often than the rules allow.
 * Rates are counted by field or line, the evidence is by message.
 */
export const providerQuality = (row: QualityRow, evidence: Pick<QualityEvidence, 'of'>, rules: RiskRules): readonly Finding[] => {
  if (!isJudged(row, rules)) return [];
  const { missingPercent, latePercent, rejectedPercent } = rules.dataQuality;
  const rates = [
    ...Object.entries(row.fields).map(([field, { of, missing }]) => ({
      aspect: `missing ${field}`,
      part: missing,
      whole: of,
      percent: missingPercent,
    })),
    { aspect: 'late', part: row.late, whole: row.timed, percent: latePercent },
    { aspect: 'rejected', part: row.lines.rejected, whole: row.lines.read, percent: rejectedPercent },
  ];
  return rates
    .filter(({ part, whole, percent }) => exceeds(part, whole, percent))
    .map((rate) => findingFor(row, rate, evidence.of(row, rate.aspect), rules));
};

const kindText = {
  order: 'order',
  orderLines: 'order line',
  manifest: 'manifest',
  status: 'status message',
  import: 'import file',
} as const;

interface Rate {
  readonly aspect: string;
  readonly part: number;
  readonly whole: number;
  readonly percent: number;
}

const findingFor = (
  { provider, role, month, kind }: QualityRow,
  { aspect, part, whole, percent }: Rate,
  { rows, count }: Seen,
  rules: RiskRules,
): Finding => {
  const share = percentText(BigInt(part), BigInt(whole));
  const who = provider === '-' ? 'a provider that the lines do not name' : `${role} ${provider}`;
  return findingOf('R13', rules, {
    subject: { kind: 'provider', id: provider },
    from: month,
    to: month,
    aspect: `${role} ${kind} ${aspect}`,
    figure: { name: aspect, value: share, unit: '%' },
    threshold: { name: aspect, value: String(percent), unit: '%' },
    measured: [
      { name: aspect, value: String(part), unit: 'times' },
      { name: 'of', value: String(whole), unit: 'times' },
    ],
    sentence: `${aspect} in ${share} % of what ${who} told by ${kindText[kind]} in ${month} (${String(part)} of ${String(whole)})`,
    evidence: rows,
    evidenceCount: count,
  });
};
