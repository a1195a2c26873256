import { book, country, currency, decimal, oneOf, partyCode, reference, textUpTo } from '#event-catalogue';
import type { Row } from '#export';
import { breakCatalogue, breakCodes, type BreakFilter, type BreakGrouping, breakGroupings, bridgeStages, type CaseFilter, collectionModels, type DimensionFilter, Reconciliation, summaryOfBreaks, WorkedBreaks } from '#reconciliation';
import { indicatorCodes, limitsOf } from '#risk';
import { CannotRunError } from '../exit';
import { indicatorsOf } from '../risk-indicators';
import { allPages, documents, pageAfter, type AskedRows, type Filters, type Source } from './source';

const actors = [...new Set(Object.values(breakCatalogue).map(({ whoActs }) => whoActs))];
const code = { shape: oneOf(...breakCodes) };
const bridgeFigure = { book: { shape: book }, currency: { shape: currency }, from: { shape: oneOf(...bridgeStages) }, to: { shape: oneOf(...bridgeStages) }, reason: { shape: textUpTo(80) } };

/** Which cases: of a month, model and country, or with a collector's order, a scheme number or goods of a chapter. */
const dimensions = { month: { shape: textUpTo(7) }, model: { shape: oneOf(...collectionModels) }, country: { shape: country }, collector: { shape: partyCode }, schemeNumber: { shape: reference }, chapter: { shape: textUpTo(2) } };
/** The values are those that their shapes let through. */
const dimensionsOf = ({ collector, ...rest }: Filters): DimensionFilter => ({ ...rest, ...(collector === undefined ? {} : { seller: collector }) });

/** Filters that stand together, or not at all. */
const together = (filters: Filters, names: readonly string[]): boolean => {
  const given = names.filter((name) => filters[name] !== undefined);
  const [missing] = names.filter((name) => filters[name] === undefined);
  if (given.length > 0 && missing !== undefined) throw new CannotRunError('OPTION_MISSING', `--filter: ${names.join(', ')} stand together`, '--filter');
  return given.length > 0;
};

/** One field under several names. */
const oneNameOf = (filters: Filters, names: readonly string[]): string | undefined => {
  const [first, second] = names.filter((name) => filters[name] !== undefined);
  if (second !== undefined) throw new CannotRunError('OPTION_CONFLICT', `--filter: only one of ${names.join(', ')}`, '--filter');
  return first === undefined ? undefined : filters[first];
};

const caseFilter = (filters: Filters): CaseFilter => {
  const { book: of, currency: money, from, to, reason, term: _term, mrn: _mrn, tracking: _tracking, order: _order, scheme: _scheme, schemeNumber: _number, ...rest } = filters;
  const [term, schemeNumber] = [oneNameOf(filters, ['term', 'mrn', 'tracking', 'order']), oneNameOf(filters, ['schemeNumber', 'scheme'])];
  const within = { ...dimensionsOf(rest), ...(term === undefined ? {} : { term }), ...(schemeNumber === undefined ? {} : { schemeNumber }) };
  return (together(filters, Object.keys(bridgeFigure)) ? { ...within, behind: { book: of, currency: money, from, to, reason } } : within) as CaseFilter;
};
const breakFilter = (filters: Filters): BreakFilter => {
  const { overdue, minimumAmount, currency: money, ...rest } = filters;
  const atLeast = together(filters, ['minimumAmount', 'currency']) ? { atLeast: { amount: minimumAmount, currency: money } } : {};
  return { ...rest, ...atLeast, ...(overdue === undefined ? {} : { overdue: overdue === 'true' }) } as BreakFilter;
};

async function* cases({ views, filters, question }: AskedRows): AsyncGenerator<Row> {
  const reconciliation = new Reconciliation(views);
  const worked = new WorkedBreaks(views, reconciliation);
  const filter = caseFilter(filters);
  const found = allPages(async (after) => {
    const page = await reconciliation.list(question, filter, pageAfter(after));
    return { rows: await worked.joined(question, page.cases), next: page.next };
  });
  yield* documents(found, (one) => one);
}

const worklist = ({ views, filters, question }: AskedRows): AsyncGenerator<Row> => {
  const worked = new WorkedBreaks(views, new Reconciliation(views));
  const filter = breakFilter(filters);
  const found = allPages(async (after) => {
    const { breaks, next } = await worked.list(question, filter, pageAfter(after));
    return { rows: breaks, next };
  });
  return documents(found, (one) => one);
};

const ofReport = (part: 'periods' | 'receipts'): Source['rows'] =>
  async function* ({ views, question }) {
    const reconciliation = new Reconciliation(views);
    const report = await reconciliation.reconcile(question);
    yield* documents(await new WorkedBreaks(views, reconciliation).joined(question, report[part] as readonly (typeof report)['periods'][number][]), (one) => one);
  };

async function* bridges({ views, filters, question }: AskedRows): AsyncGenerator<Row> {
  const reconciliation = new Reconciliation(views);
  const found = Object.keys(filters).length === 0 ? (await reconciliation.reconcile(question)).bridges : await reconciliation.bridges(question, dimensionsOf(filters));
  yield* documents(found, (one) => one);
}

async function* totals({ views, question }: AskedRows): AsyncGenerator<Row> {
  yield { ...(await new Reconciliation(views).reconcile(question)).totals };
}

async function* breakSummary({ views, filters: { by, ...filters }, question }: AskedRows): AsyncGenerator<Row> {
  yield* documents(await summaryOfBreaks(new WorkedBreaks(views, new Reconciliation(views)), question, by as BreakGrouping, breakFilter(filters)), (group) => group);
}

const risk = ({ views, log, filters, question: { asOf, knownAt, ruleBook } }: AskedRows): AsyncGenerator<Row> => {
  const [indicators, limitOf] = [indicatorsOf(log, views), limitsOf(ruleBook)];
  const found = allPages(async (after) => {
    const { findings, next } = await indicators.list({ asOf, knownAt, limitOf }, filters, pageAfter(after));
    return { rows: findings, next };
  });
  return documents(found, (one) => one);
};

async function* dataQuality({ views, log, filters, question: { asOf, knownAt } }: AskedRows): AsyncGenerator<Row> {
  yield* documents(await indicatorsOf(log, views).quality({ asOf, knownAt }, filters), (one) => one);
}

const caseNames = { term: { shape: reference }, mrn: { shape: reference }, tracking: { shape: reference }, order: { shape: reference }, scheme: { shape: reference } };
const breakFilters = {
  ...{ code, whoActs: { shape: oneOf(...actors) }, status: { shape: oneOf('open', 'assigned', 'resolved', 'written_off') }, assignee: { shape: partyCode }, overdue: { shape: oneOf('true', 'false') } },
  ...{ minimumAmount: { shape: decimal }, currency: { shape: currency } },
};

export const reconciliationSources = {
  cases: { judged: true, filters: { code, status: { shape: oneOf('matched', 'inTransit', 'broken', 'outside') }, ...dimensions, ...caseNames, ...bridgeFigure }, rows: cases },
  breaks: { judged: true, filters: {}, rows: ({ views, question }) => documents(new WorkedBreaks(views, new Reconciliation(views)).ofParcels(question), (one) => one) },
  worklist: {
    judged: true,
    filters: breakFilters,
    rows: worklist,
  },
  'break-summary': { judged: true, filters: { by: { shape: oneOf(...breakGroupings), required: true }, ...breakFilters }, rows: breakSummary },
  totals: { judged: true, filters: {}, rows: totals },
  'period-cases': { judged: true, filters: {}, rows: ofReport('periods') },
  'receipt-cases': { judged: true, filters: {}, rows: ofReport('receipts') },
  bridge: { judged: true, filters: dimensions, rows: bridges },
  risk: { judged: true, study: true, filters: { code: { shape: oneOf(...indicatorCodes) }, subject: { shape: textUpTo(300) } }, rows: risk },
  'data-quality': { judged: true, study: true, filters: { provider: { shape: partyCode }, month: { shape: textUpTo(7) } }, rows: dataQuality },
} as const satisfies Readonly<Record<string, Source>>;
