import { dataset, eachOf, type Row } from '../dataset';

/** What has to be filed, paid and brought. */
export const obligations = dataset('obligations', {
  id: 'text',
  kind: 'text',
  holder: 'text',
  authority: 'text',
  state: 'text',
  dueOn: 'day',
  currency: 'text',
  amount: 'decimal',
  paid: 'decimal',
  open: 'decimal',
  disputed: 'decimal',
  preview: 'boolean',
  amountMissing: 'text',
  reference: 'text',
  schemeNumber: 'text',
  period: 'text',
  account: 'text',
  document: 'text',
  subject: 'text',
  beneficiaries: 'json',
});

/** Documents that an authority asked of a party, one row each, with the answers. */
export const evidenceRequests = dataset('evidence-requests', {
  'asked.request': 'text',
  'asked.authority': 'text',
  'asked.requestReference': 'text',
  'asked.kind': 'text',
  'asked.subject': 'text',
  'asked.party': 'text',
  'asked.transaction.psp': 'text',
  'asked.transaction.transactionId': 'text',
  'asked.reason': 'text',
  'asked.requestedBy': 'text',
  'asked.requestedOn': 'day',
  'asked.dueOn': 'day',
  'asked.retentionYears': 'integer',
  status: 'text',
  documents: 'json',
  proofs: 'json',
  declined: 'json',
  withdrawn: 'json',
});

/** What people asked for, agreed to or did by hand. */
export const manualEntries = dataset('manual-entries', {
  position: 'text',
  at: 'timestamp',
  recordedAt: 'timestamp',
  event: 'text',
  stream: 'text',
  revision: 'text',
  book: 'text',
  how: 'text',
  actor: 'text',
  requestedBy: 'text',
  approvedBy: 'text',
  amount: 'decimal',
  currency: 'text',
  reference: 'text',
  reason: 'text',
  document: 'text',
});

/** A row for each unit that was drawn, after one for the population and one for each stratum. */
const sampleRows = ({ population, strata, units, position: _position, ...of }: Row): readonly Row[] => [
  { ...of, row: 'population', ...(population as Row) },
  ...(strata as readonly Row[]).map((stratum) => ({ row: 'stratum', ...stratum })),
  ...(units as readonly Row[]).map((unit) => ({ row: 'unit', ...unit })),
];
export const sample = dataset(
  'sample',
  {
    row: 'text',
    of: 'text',
    from: 'day',
    to: 'day',
    seed: 'text',
    size: 'integer',
    howChosen: 'text',
    stratum: 'text',
    count: 'integer',
    sums: 'json',
    drawn: 'integer',
    total: 'decimal',
    interval: 'decimal',
    start: 'decimal',
    withoutAmount: 'integer',
    id: 'text',
    reference: 'text',
    day: 'day',
    amount: 'decimal',
    currency: 'text',
    authority: 'text',
    points: 'integer',
    certain: 'boolean',
  },
  sampleRows,
);

/** A row for each stage of a sheet and for each difference between two of them; at last one that says whether all of them tie. */
const tieOutRows = ({ stages = [], steps = [], ...sheet }: Row): readonly Row[] => {
  if (sheet['kind'] === 'total') return [{ row: 'total', ...sheet }];
  return [
    ...(stages as readonly Row[]).map((stage) => ({ ...sheet, row: 'stage', ...stage })),
    ...(steps as readonly Row[]).map((step) => ({ ...sheet, row: 'step', ...step })),
  ];
};
export const tieOut = dataset(
  'tie-out',
  {
    row: 'text',
    kind: 'text',
    authority: 'text',
    holder: 'text',
    account: 'text',
    reference: 'text',
    period: 'text',
    scheme: 'text',
    schemeNumber: 'text',
    currency: 'text',
    dueOn: 'day',
    ties: 'boolean',
    stage: 'text',
    amount: 'decimal',
    source: 'text',
    count: 'integer',
    from: 'text',
    to: 'text',
    difference: 'decimal',
    explained: 'json',
    unexplained: 'decimal',
    sheets: 'integer',
    differing: 'integer',
    position: 'text',
    asOf: 'timestamp',
  },
  tieOutRows,
);

/** The chain of a thing, a row for each step, depth first. */
export const trace = dataset('trace', {
  depth: 'integer',
  from: 'text',
  kind: 'text',
  subject: 'text',
  reference: 'text',
  on: 'text',
  amount: 'decimal',
  currency: 'text',
  parts: 'json',
  says: 'json',
  'origin.type': 'text',
  'origin.effectiveAt': 'timestamp',
  'origin.recordedAt': 'timestamp',
  'origin.actor': 'text',
  'origin.onBehalfOf': 'text',
  'origin.commandId': 'text',
  'origin.hash': 'text',
  'origin.requestHash': 'text',
  'origin.sourceFile': 'text',
  'origin.sourceLine': 'integer',
  'origin.importRun': 'text',
});

/** Charges and adjustments of a statement with the order lines behind them; the last row says whether they add up. */
export const statementLines = dataset('statement-lines', {
  kind: 'text',
  charge: 'text',
  reference: 'text',
  subject: 'text',
  on: 'text',
  total: 'decimal',
  currency: 'text',
  taxes: 'json',
  reason: 'text',
  items: 'json',
  'charges.count': 'integer',
  'charges.lines': 'decimal',
  'charges.statement': 'decimal',
  'adjustments.count': 'integer',
  'adjustments.lines': 'decimal',
  'adjustments.statement': 'decimal',
  byTax: 'json',
  addsUp: 'boolean',
});

/** Supplies of a return with the lines of their orders; the last row says whether they add up. */
export const returnLines = dataset('return-lines', {
  kind: 'text',
  seq: 'integer',
  order: 'text',
  seller: 'text',
  orderNumber: 'text',
  creditNumber: 'text',
  country: 'text',
  period: 'text',
  originalPeriod: 'text',
  at: 'timestamp',
  currency: 'text',
  rows: 'json',
  orderLines: 'json',
  supplies: 'integer',
  adjustments: 'integer',
  'payable.lines': 'decimal',
  'payable.return': 'decimal',
  differences: 'json',
  addsUp: 'boolean',
  roundings: 'json',
  refusal: 'text',
});

const figures = {
  parcels: 'integer',
  items: 'integer',
  units: 'integer',
  values: 'json',
  presented: 'decimal',
  itemsNotPresented: 'integer',
  mass: 'decimal',
  itemsWithMass: 'integer',
  taxes: 'json',
} as const;
/** A row for each cell of the statistics, and a last one for all of them. */
const statisticsRows = ({ rows, total, asOf: _asOf, knownAt: _knownAt, from: _from, to: _to, ...of }: Row): readonly Row[] => [
  ...eachOf('rows', 'number')({ rows, currency: of['currency'] }).map(({ number: _number, ...row }) => ({ row: 'cell', ...row })),
  { row: 'total', ...of, ...(total as Row) },
];
export const statistics = dataset(
  'statistics',
  {
    row: 'text',
    'key.month': 'text',
    'key.authority': 'text',
    'key.destination': 'text',
    'key.dispatch': 'text',
    'key.origin': 'text',
    'key.hs6': 'text',
    'key.chapter': 'text',
    'key.mode': 'text',
    'key.model': 'text',
    'key.scheme': 'text',
    'key.band': 'text',
    'key.dataset': 'text',
    currency: 'text',
    ...figures,
    by: 'json',
    rounding: 'json',
    'suppressed.rows': 'integer',
    'suppressed.least': 'integer',
    invalidated: 'integer',
    notAssessed: 'integer',
  },
  statisticsRows,
);
