import { exceeds, isJudged, type QualityRow } from '../data-quality';
import { percentText } from '../exact-figures';
import { type Finding, findingOf } from '../finding';
import { type RiskRules } from '../risk-rules';

/** R13: a provider's month in which a mandatory field is missing, messages are late or lines are rejected more often than the rules allow. The evidence is counted, message by message, in the data quality. */
export const providerQuality = (row: QualityRow, rules: RiskRules): readonly Finding[] => {
  if (!isJudged(row, rules)) return [];
  const { missingPercent, latePercent, rejectedPercent } = rules.dataQuality;
  const rates = [
    ...Object.entries(row.fields).map(([field, { of, missing }]) => ({ aspect: `missing ${field}`, part: missing, whole: of, percent: missingPercent })),
    { aspect: 'late', part: row.late, whole: row.timed, percent: latePercent },
    { aspect: 'rejected', part: row.lines.rejected, whole: row.lines.read, percent: rejectedPercent },
  ];
  return rates.filter(({ part, whole, percent }) => exceeds(part, whole, percent)).map((rate) => findingFor(row, rate, rules));
};

const kindText = { order: 'order', orderLines: 'order line', manifest: 'manifest', status: 'status message', import: 'import file' } as const;

const findingFor = ({ provider, role, month, kind }: QualityRow, { aspect, part, whole, percent }: { readonly aspect: string; readonly part: number; readonly whole: number; readonly percent: number }, rules: RiskRules): Finding => {
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
    evidence: [],
  });
};
