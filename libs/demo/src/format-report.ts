import { signOf } from '#money';
import { formatTruthCheck } from './faults/check-truth';
import type { DemoReport } from './report';

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, n]) => `${name} ${String(n)}`)
    .join(', ') || 'none';
const money = (of: Readonly<Record<string, string>>): string =>
  Object.entries(of)
    .map(([currency, amount]) => `${amount} ${currency}`)
    .join(', ') || '0';
const row = (name: string, value: string): string => `  ${name.padEnd(36)}${value}`;

const reconciliationLines = ({ reconciliation: { items, money: sums, breaks } }: DemoReport): readonly string[] => [
  row('matched', `${String(items.matched)} lines, ${money(sums.matched)}`),
  row('in transit', `${String(items.inTransit)} lines, ${money(sums.inTransit)}`),
  row('broken', `${String(items.broken)} lines, ${money(sums.broken)}`),
  ...Object.entries(items.outside).map(([reason, n]) =>
    row(`outside: ${reason}`, `${String(n)} lines, ${money(sums.outside[reason] ?? {})}`),
  ),
  ...Object.entries(breaks).map(([code, { count, amount, derived }]) => {
    const explained = derived === 0 ? '' : `, ${String(derived)} explained by others`;
    return row(code, `${String(count)} breaks, ${money(amount)} at stake${explained}`);
  }),
];

const backLines = ({ declarations, flatDuty, returns, statements, receipts, open }: DemoReport): readonly string[] => {
  const { lodged, assessed, refused, released } = declarations;
  const owed = Object.entries(open).flatMap(([authority, sums]) =>
    Object.entries(sums as Record<string, unknown>).flatMap(([currency, amount]) =>
      isOpen(amount) ? [`${authority} ${String(amount)} ${currency}`] : [],
    ),
  );
  return [
    row(
      'declarations',
      `${String(lodged)} lodged, ${String(assessed)} assessed, ${String(refused)} not assessable, ${String(released)} released`,
    ),
    row('flat duty per item', flatDutyText(flatDuty)),
    ...returns.map((filed) => row('return', returnText(filed))),
    row('statements', `${String(statements.length)} with charges or payments`),
    row('bank entries', `${String(receipts.recorded)} recorded, ${String(receipts.identified)} identified`),
    row('open', owed.join(', ') || 'nothing'),
  ];
};

const flatDutyText = ({ lines, firstOn, amount }: DemoReport['flatDuty']): string =>
  lines === 0 ? 'none' : `${String(lines)} items since ${firstOn ?? ''}, ${money(amount as Record<string, string>)}`;

const returnText = (filed: DemoReport['returns'][number]): string => {
  const told = (field: string): string => String(filed[field]);
  const carries = `${told('supplies')} supplies, ${told('adjustments')} adjustments`;
  return `${told('returnReference')}: ${told('payable')} ${told('currency')} payable, ${carries}`;
};

const isOpen = (amount: unknown): boolean => typeof amount === 'string' && signOf(amount) !== 0;

/** The report as text for people; the JSON document has all of it. */
export const formatReport = (report: DemoReport): string => {
  const { lines, verification, log, seconds, rates, legalNow, reconciliationOnLastDay } = report;
  const books = Object.values(report.trialBalance).flatMap((currencies) => Object.values(currencies));
  const balanced = books.every(({ debit, credit }) => debit === credit);
  const total = Object.values(seconds).reduce((sum, s) => sum + s, 0);
  return [
    'Front',
    row('lines', `${String(lines.read)} read, ${String(lines.accepted)} accepted, rejected: ${counts(lines.rejected)}`),
    row('orders', counts(report.orders)),
    row('credit lines', counts(report.credits)),
    row('classified', `${String(report.classification.classified)} of ${String(report.classification.goods)} goods lines`),
    'Back',
    ...backLines(report),
    `Reconciliation on ${legalNow}`,
    ...reconciliationLines(report),
    ...(Object.keys(report.planted).length === 0 ? [] : [row('planted faults', counts(report.planted))]),
    row('on the last day', `${String(reconciliationOnLastDay.items.inTransit)} lines in transit`),
    'Journal and log',
    row('trial balance', `${String(books.length)} books and currencies, ${balanced ? 'debit equals credit in each' : 'NOT BALANCED'}`),
    row('rates carried forward', String(rates.carriedForward)),
    row(
      'verification',
      verification.findingCount === 0 ? `${String(log.events)} events, nothing found` : `${String(verification.findingCount)} FINDINGS`,
    ),
    row('log.content', log.content),
    row('seconds', total.toFixed(1)),
    ...(report.truth === undefined ? [] : [formatTruthCheck(report.truth)]),
  ].join('\n');
};
