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
  ...Object.entries(breaks).map(([code, found]) =>
    row(
      code,
      `${String(found.count)} breaks, ${money(found.amount)} at stake${found.derived === 0 ? '' : `, ${String(found.derived)} explained by others`}`,
    ),
  ),
];

const isOpen = (amount: unknown): boolean => typeof amount === 'string' && signOf(amount) !== 0;

/** The report as text for people; the JSON document has all of it. */
export const formatReport = (report: DemoReport): string => {
  const { lines, declarations, returns, statements, receipts, verification, log, seconds, rates, legalNow, reconciliationOnLastDay } =
    report;
  const open = Object.entries(report.open).flatMap(([authority, sums]) =>
    Object.entries(sums as Record<string, unknown>).flatMap(([currency, amount]) =>
      isOpen(amount) ? [`${authority} ${String(amount)} ${currency}`] : [],
    ),
  );
  const books = Object.values(report.trialBalance).flatMap((currencies) => Object.values(currencies));
  const total = Object.values(seconds).reduce((sum, s) => sum + s, 0);
  return [
    'Front',
    row('lines', `${String(lines.read)} read, ${String(lines.accepted)} accepted, rejected: ${counts(lines.rejected)}`),
    row('orders', counts(report.orders)),
    row('credit lines', counts(report.credits)),
    row('classified', `${String(report.classification.classified)} of ${String(report.classification.goods)} goods lines`),
    'Back',
    row(
      'declarations',
      `${String(declarations.lodged)} lodged, ${String(declarations.assessed)} assessed, ${String(declarations.refused)} not assessable, ${String(declarations.released)} released`,
    ),
    row(
      'flat duty per item',
      report.flatDuty.lines === 0
        ? 'none'
        : `${String(report.flatDuty.lines)} items since ${report.flatDuty.firstOn ?? ''}, ${money(report.flatDuty.amount as Record<string, string>)}`,
    ),
    ...returns.map((r) =>
      row(
        'return',
        `${String(r['returnReference'])}: ${String(r['payable'])} ${String(r['currency'])} payable, ${String(r['supplies'])} supplies, ${String(r['adjustments'])} adjustments`,
      ),
    ),
    row('statements', `${String(statements.length)} with charges or payments`),
    row('bank entries', `${String(receipts.recorded)} recorded, ${String(receipts.identified)} identified`),
    row('open', open.join(', ') || 'nothing'),
    `Reconciliation on ${legalNow}`,
    ...reconciliationLines(report),
    ...(Object.keys(report.planted).length === 0 ? [] : [row('planted faults', counts(report.planted))]),
    row('on the last day', `${String(reconciliationOnLastDay.items.inTransit)} lines in transit`),
    'Journal and log',
    row(
      'trial balance',
      `${String(books.length)} books and currencies, ${books.every(({ debit, credit }) => debit === credit) ? 'debit equals credit in each' : 'NOT BALANCED'}`,
    ),
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
