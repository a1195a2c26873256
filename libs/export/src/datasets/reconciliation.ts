import { dataset, type Row } from '../dataset';

/** Parcel cases, one row each. */
export const cases = dataset('cases', {
  key: 'text',
  kind: 'text',
  status: 'text',
  shared: 'boolean',
  orders: 'json',
  consignments: 'json',
  declarations: 'json',
  schemeNumbers: 'json',
  returns: 'json',
  claims: 'json',
  'next.leg': 'text',
  'next.deadline': 'timestamp',
  parts: 'json',
  breaks: 'json',
  matches: 'json',
  inFigure: 'decimal',
});

export const periodCases = dataset('period-cases', {
  key: 'text',
  kind: 'text',
  status: 'text',
  authority: 'text',
  holder: 'text',
  account: 'text',
  schemeNumber: 'text',
  period: 'text',
  beneficiaries: 'json',
  'next.leg': 'text',
  'next.deadline': 'timestamp',
  breaks: 'json',
  matches: 'json',
});

export const receiptCases = dataset('receipt-cases', {
  key: 'text',
  kind: 'text',
  status: 'text',
  authority: 'text',
  entryReference: 'text',
  amount: 'decimal',
  currency: 'text',
  allocated: 'decimal',
  identifiedFor: 'text',
  'next.leg': 'text',
  'next.deadline': 'timestamp',
  breaks: 'json',
});

const breakColumns = {
  id: 'text',
  code: 'text',
  caseKey: 'text',
  subject: 'text',
  severity: 'text',
  whoActs: 'text',
  amount: 'decimal',
  currency: 'text',
  since: 'timestamp',
  dueBy: 'day',
  'legalExpiry.on': 'day',
  'legalExpiry.right': 'text',
  'legalExpiry.law': 'text',
  rule: 'text',
  'causedBy.code': 'text',
  'causedBy.caseKey': 'text',
  'why.criterion': 'text',
  'why.expected': 'text',
  'why.found': 'text',
  'why.distance': 'text',
  'why.tolerance': 'text',
  'why.sentence': 'text',
  'work.status': 'text',
  'work.assignee': 'text',
  'work.daysToDue': 'integer',
  'work.daysToLegalExpiry': 'integer',
  'work.age': 'text',
  'work.lastComment': 'json',
} as const;

/** Breaks of the parcels, one row each. */
export const breaks = dataset('breaks', breakColumns);
/** Breaks of parcels, periods and bank entries that pass the filters of the worklist. */
export const worklist = dataset('worklist', breakColumns);

/** A bridge is its stages, those of its tax types, and the reasons of its steps; each is a row. */
const bridgeRows = ({ rows = {}, byTaxType = {}, steps = [], ...of }: Row): readonly Row[] => [
  ...Object.entries(rows as Row).map(([stage, amount]) => ({ ...of, kind: 'stage', stage, amount })),
  ...Object.entries(byTaxType as Readonly<Record<string, Row>>).flatMap(([taxType, stages]) =>
    Object.entries(stages).map(([stage, amount]) => ({ ...of, kind: 'tax', stage, taxType, amount })),
  ),
  ...(steps as readonly Readonly<{ from: string; to: string; because: Row }>[]).flatMap(({ because, from, to }) =>
    Object.entries(because).map(([reason, figure]) => ({ ...of, kind: 'step', from, to, reason, ...(figure as Row) })),
  ),
];
export const bridge = dataset(
  'bridge',
  {
    book: 'text',
    currency: 'text',
    kind: 'text',
    stage: 'text',
    from: 'text',
    to: 'text',
    reason: 'text',
    amount: 'decimal',
    cases: 'integer',
    taxType: 'text',
  },
  bridgeRows,
);

/** What there is of each status: items, units, declared items as a count, money by currency. */
const byStatus = (measure: string, { outside = {}, ...statuses }: Row): readonly Row[] =>
  [
    ...Object.entries(statuses).map(([status, of]) => ({ measure, status, of })),
    ...Object.entries(outside as Row).map(([reason, of]) => ({ measure, status: 'outside', reason, of })),
  ].flatMap(({ of, ...row }) =>
    typeof of === 'number' ? [{ ...row, count: of }] : amountsOf(of as Row).map((amount) => ({ ...row, ...amount })),
  );
const amountsOf = (byCurrency: Row): readonly Row[] => Object.entries(byCurrency).map(([currency, amount]) => ({ currency, amount }));
/** Under a code or rule: how often, and then what it comes to in each currency. */
const counted = (measure: string, key: string, of: Row): readonly Row[] =>
  Object.entries(of).flatMap(([name, figures]) => {
    const { amount, ...counts } = figures as Row;
    return [{ measure, [key]: name, ...counts }, ...amountsOf(amount as Row).map((money) => ({ measure, [key]: name, ...money }))];
  });
const totalRows = ({
  rules,
  cases: count,
  items,
  units,
  money,
  declaredItems,
  tolerated = {},
  breaks: found,
  asOf: _asOf,
  knownAt: _knownAt,
  ...rest
}: Row): readonly Row[] => [
  { measure: 'cases', rules, count, ...rest },
  ...[
    ['items', items],
    ['units', units],
    ['money', money],
    ['declaredItems', declaredItems],
  ].flatMap(([measure, of]) => byStatus(measure as string, of as Row)),
  ...counted('tolerated', 'rule', tolerated as Row),
  ...counted('breaks', 'code', found as Row),
];
/** Control totals: a row for each figure. */
export const totals = dataset(
  'totals',
  {
    measure: 'text',
    status: 'text',
    reason: 'text',
    rule: 'text',
    code: 'text',
    count: 'integer',
    derived: 'integer',
    currency: 'text',
    amount: 'decimal',
    rules: 'text',
  },
  totalRows,
);

/** Breaks by what they have in common. */
export const breakSummary = dataset('break-summary', {
  key: 'text',
  count: 'integer',
  derived: 'integer',
  overdue: 'integer',
  oldest: 'timestamp',
  amount: 'json',
});

const indicatorColumns = {
  id: 'text',
  code: 'text',
  name: 'text',
  'subject.kind': 'text',
  'subject.id': 'text',
  from: 'text',
  to: 'text',
  sentence: 'text',
  'figure.name': 'text',
  'figure.value': 'text',
  'figure.unit': 'text',
  'threshold.name': 'text',
  'threshold.value': 'text',
  'threshold.unit': 'text',
  measured: 'json',
  basis: 'text',
  rules: 'text',
  asOf: 'timestamp',
  knownAt: 'text',
  evidenceCount: 'integer',
  evidence: 'json',
} as const;
/** Findings of the risk indicators. */
export const risk = dataset('risk', indicatorColumns);
export const dataQuality = dataset('data-quality', {
  provider: 'text',
  role: 'text',
  month: 'text',
  kind: 'text',
  messages: 'integer',
  late: 'integer',
  timed: 'integer',
  toldLater: 'integer',
  'lines.read': 'integer',
  'lines.rejected': 'integer',
  fields: 'json',
});
