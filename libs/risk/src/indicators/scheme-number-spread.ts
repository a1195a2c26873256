import { type SchemeImport } from '../facts';
import { counted, type Evidence, type Finding, findingOf } from '../finding';
import { grouped } from '../grouped';
import { type RiskRules } from '../risk-rules';

/** R10: one scheme number with many senders or origins in a month, or with many times the imports of the months before. */
export const schemeNumberSpread = (schemeNumber: string, imports: readonly SchemeImport[], rules: RiskRules): readonly Finding[] => {
  const months = [...grouped(imports, ({ acceptedOn }) => acceptedOn.slice(0, 7))].sort(([a], [b]) => (a < b ? -1 : 1));
  const counts = new Map(months.map(([month, own]) => [month, own.length]));
  return months.flatMap(([month, own]) => [...spread(schemeNumber, month, own, rules), ...jump(schemeNumber, month, own, counts, rules)]);
};

const evidenceOf = (imports: readonly SchemeImport[]): readonly Evidence[] =>
  imports.map(({ stream, position, mrn, acceptedOn, seller, dispatchCountry }) => ({
    stream,
    position,
    values: { at: acceptedOn, mrn, ...(seller === undefined ? {} : { seller }), dispatchCountry },
  }));

const spread = (schemeNumber: string, month: string, own: readonly SchemeImport[], rules: RiskRules): readonly Finding[] => {
  const { senders: mostSenders, origins: mostOrigins } = rules.schemeNumberSpread;
  const senders = new Set(own.flatMap(({ seller }) => seller ?? [])).size;
  const origins = new Set(own.map(({ dispatchCountry }) => dispatchCountry)).size;
  const bySenders = senders >= mostSenders;
  if (!bySenders && origins < mostOrigins) return [];
  return [
    findingOf('R10', rules, {
      subject: { kind: 'schemeNumber', id: schemeNumber },
      from: month,
      to: month,
      aspect: 'spread',
      figure: bySenders
        ? { name: 'senders', value: String(senders), unit: 'senders' }
        : { name: 'countries of dispatch', value: String(origins), unit: 'countries' },
      threshold: bySenders
        ? { name: 'senders', value: String(mostSenders), unit: 'senders' }
        : { name: 'countries of dispatch', value: String(mostOrigins), unit: 'countries' },
      measured: [
        { name: 'senders', value: String(senders), unit: 'senders' },
        { name: 'countries of dispatch', value: String(origins), unit: 'countries' },
        { name: 'imports', value: String(own.length), unit: 'imports' },
      ],
      sentence:
        `${counted(own.length, 'import')} under ${schemeNumber} in ${month}, of ${counted(senders, 'sender')} ` +
        `from ${origins === 1 ? '1 country' : `${String(origins)} countries`} of dispatch`,
      evidence: evidenceOf(own),
    }),
  ];
};

const monthBefore = (month: string): string => {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  return number === 1 ? `${String(year - 1)}-12` : `${month.slice(0, 4)}-${String(number - 1).padStart(2, '0')}`;
};

/** Only months that have the whole of their comparison behind them: a number that is new has no volume to jump from. */
const jump = (
  schemeNumber: string,
  month: string,
  own: readonly SchemeImport[],
  counts: ReadonlyMap<string, number>,
  rules: RiskRules,
): readonly Finding[] => {
  const { jumpFactor, jumpMonths, imports: least } = rules.schemeNumberSpread;
  const before: number[] = [];
  for (let earlier = monthBefore(month); before.length < jumpMonths; earlier = monthBefore(earlier)) before.push(counts.get(earlier) ?? 0);
  const sum = before.reduce((a, b) => a + b, 0);
  if (before.at(-1) === 0 || own.length < least || own.length * jumpMonths <= jumpFactor * sum) return [];
  return [
    findingOf('R10', rules, {
      subject: { kind: 'schemeNumber', id: schemeNumber },
      from: month,
      to: month,
      aspect: 'volume',
      figure: { name: 'imports', value: String(own.length), unit: 'imports' },
      threshold: {
        name: `${String(jumpFactor)} times the mean of ${counted(jumpMonths, 'month')} before`,
        value: String(Math.floor((jumpFactor * sum) / jumpMonths)),
        unit: 'imports',
      },
      measured: [{ name: `imports in ${counted(jumpMonths, 'month')} before`, value: String(sum), unit: 'imports' }],
      sentence:
        `${counted(own.length, 'import')} under ${schemeNumber} in ${month}, ` +
        `after ${String(sum)} in the ${counted(jumpMonths, 'month')} before`,
      evidence: evidenceOf(own),
    }),
  ];
};
