import { decimalFromZero, oneOf, partyCode, present, reference, type Shape, textUpTo } from '#event-catalogue';
import type { Row } from '#export';
import {
  breakCatalogue,
  breakCodes,
  type BreakFilter,
  type BreakGrouping,
  breakGroupings,
  type CaseFilter,
  dimensionShapes,
  figureNames,
  figureOf,
  figureShapes,
  Reconciliation,
  summaryOfBreaks,
  withinOf,
  WorkedBreaks,
} from '#reconciliation';
import { askedCurrency } from '#rules';
import { indicatorCodes, limitsOf } from '#risk';
import { CannotRunError } from '../exit';
import { indicatorsOf } from '../risk-indicators';
import { allPages, documents, pageAfter, type AskedRows, type Filters, type FilterShape, type Source } from './source';

const actors = [...new Set(Object.values(breakCatalogue).map(({ whoActs }) => whoActs))];
const code = { shape: oneOf(...breakCodes) };
/** Filters that are the fields of a question. */
const filtersOf = <F extends Readonly<Record<string, { readonly optional: Shape<string> }>>>(
  fields: F,
): Readonly<Record<keyof F, FilterShape>> =>
  Object.fromEntries(Object.entries(fields).map(([name, { optional: shape }]) => [name, { shape }])) as Readonly<
    Record<keyof F, FilterShape>
  >;
const [dimensions, figureNamed] = [filtersOf(dimensionShapes), filtersOf(figureShapes)];

/** Filters that stand together, or not at all. */
const together = (filters: Filters, names: readonly string[]): boolean => {
  const given = names.filter((name) => filters[name] !== undefined);
  const [missing] = names.filter((name) => filters[name] === undefined);
  if (given.length > 0 && missing !== undefined)
    throw new CannotRunError('OPTION_MISSING', `--filter: ${names.join(', ')} stand together`, '--filter');
  return given.length > 0;
};

/** One field under several names. */
const oneNameOf = (filters: Filters, names: readonly string[]): string | undefined => {
  const [first, second] = names.filter((name) => filters[name] !== undefined);
  if (second !== undefined) throw new CannotRunError('OPTION_CONFLICT', `--filter: only one of ${names.join(', ')}`, '--filter');
  return first === undefined ? undefined : filters[first];
};

const caseFilter = (filters: Filters): CaseFilter => {
  const behind = figureOf(filters);
  if (behind === 'incomplete') throw new CannotRunError('OPTION_MISSING', `--filter: ${figureNames}`, '--filter');
  const { code: withCode, status } = filters;
  const term = oneNameOf(filters, ['term', 'mrn', 'tracking', 'order']);
  const named = present({ code: withCode, status, term });
  return { ...withinOf(filters), ...named, ...(behind === undefined ? {} : { behind }) } as CaseFilter;
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
    yield* documents(
      await new WorkedBreaks(views, reconciliation).joined(question, report[part] as readonly (typeof report)['periods'][number][]),
      (one) => one,
    );
  };

async function* bridges({ views, filters, question }: AskedRows): AsyncGenerator<Row> {
  const reconciliation = new Reconciliation(views);
  const found =
    Object.keys(filters).length === 0
      ? (await reconciliation.reconcile(question)).bridges
      : await reconciliation.bridges(question, withinOf(filters));
  yield* documents(found, (one) => one);
}

async function* totals({ views, question }: AskedRows): AsyncGenerator<Row> {
  yield { ...(await new Reconciliation(views).reconcile(question)).totals };
}

async function* breakSummary({ views, filters: { by, ...filters }, question }: AskedRows): AsyncGenerator<Row> {
  yield* documents(
    await summaryOfBreaks(new WorkedBreaks(views, new Reconciliation(views)), question, by as BreakGrouping, breakFilter(filters)),
    (group) => group,
  );
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

const caseNames = { term: { shape: reference }, mrn: { shape: reference }, tracking: { shape: reference }, order: { shape: reference } };
const breakFilters = {
  code,
  whoActs: { shape: oneOf(...actors) },
  status: { shape: oneOf('open', 'assigned', 'resolved', 'written_off') },
  assignee: { shape: partyCode },
  overdue: { shape: oneOf('true', 'false') },
  minimumAmount: { shape: decimalFromZero },
  currency: { shape: askedCurrency },
};

export const reconciliationSources = {
  cases: {
    judged: true,
    filters: { code, status: { shape: oneOf('matched', 'inTransit', 'broken', 'outside') }, ...dimensions, ...caseNames, ...figureNamed },
    rows: cases,
  },
  breaks: {
    judged: true,
    filters: {},
    rows: ({ views, question }) => documents(new WorkedBreaks(views, new Reconciliation(views)).ofParcels(question), (one) => one),
  },
  worklist: {
    judged: true,
    filters: breakFilters,
    rows: worklist,
  },
  'break-summary': {
    judged: true,
    filters: { by: { shape: oneOf(...breakGroupings), required: true }, ...breakFilters },
    rows: breakSummary,
  },
  totals: { judged: true, filters: {}, rows: totals },
  'period-cases': { judged: true, filters: {}, rows: ofReport('periods') },
  'receipt-cases': { judged: true, filters: {}, rows: ofReport('receipts') },
  bridge: { judged: true, filters: dimensions, rows: bridges },
  risk: {
    judged: true,
    study: true,
    filters: { code: { shape: oneOf(...indicatorCodes) }, subject: { shape: textUpTo(300) } },
    rows: risk,
  },
  'data-quality': {
    judged: true,
    study: true,
    filters: { provider: { shape: partyCode }, month: { shape: textUpTo(7) } },
    rows: dataQuality,
  },
} as const satisfies Readonly<Record<string, Source>>;
