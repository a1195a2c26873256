import {
  accountKind,
  accountPeriodId,
  allocationsOf,
  chargesOfPeriod,
  findAccounts,
  findDeclinedCharges,
  findGuarantees,
  findReceipts,
  findStatements,
  findToleratedRests,
  openItemsOf,
  periodsOfAccount,
  toleratedRestKey,
  unappliedCashOf,
} from '#accounts';
import { findDeclarations } from '#declarations';
import { book, code, country, decimal, id, instant, oneOf, present, reference, type Shape } from '#event-catalogue';
import type { Row } from '#export';
import { chart, entryDocument, JournalQueries, trialBalanceDocument } from '#journal';
import { rowDocument } from '#read-model';
import { claimStatuses, claimWorklist, findClaims, findReturnCases } from '#returns';
import { collectionReturnsOf, excludedSupplies, returnPeriodsOf, suppliesBehind, suppliesOfReturn, supplyDocument } from '#scheme-returns';
import { allPages, allRows, documents, pageAfter, pageSize, type AskedRows, type Source } from './source';

const optional = (shape: Shape<string>) => ({ shape });
const required = (shape: Shape<string>) => ({ shape, required: true }) as const;
/** A required filter is there when the rows are read. */
const given = ({ filters }: AskedRows, name: string): string => filters[name] ?? '';

const momentOf = ({ filters, asOf, knownAt }: AskedRows) => ({
  knownAt,
  ...(filters['book'] === undefined ? {} : { book: filters['book'] }),
  ...(asOf === undefined ? {} : { asOf }),
});

const entries = (asked: AskedRows): AsyncGenerator<Row> => {
  const { views, filters } = asked;
  const found = allPages(async (after) => {
    const page = await new JournalQueries(views).entries({
      ...momentOf(asked),
      ...pageAfter(after),
      ...(filters['stream'] === undefined ? {} : { stream: filters['stream'] }),
      ...(filters['account'] === undefined ? {} : { account: filters['account'] }),
    });
    return { rows: page.entries, next: page.next };
  });
  return documents(found, entryDocument);
};

async function* charges(asked: AskedRows): AsyncGenerator<Row> {
  const { views } = asked;
  const [account, period] = [given(asked, 'account'), given(asked, 'period')];
  const found = (await periodsOfAccount(views, account)).find((row) => row.period === period);
  if (found === undefined) return;
  const of = accountPeriodId(found.authority, account, period);
  const rows = allRows(
    (after) => {
      const [acceptedAt = '', charge = ''] = after?.split('/') ?? [];
      return chargesOfPeriod(views, of, {
        limit: pageSize,
        ...(after === undefined ? {} : { after: { accepted_at: acceptedAt, charge } }),
      });
    },
    ({ accepted_at, charge }) => `${accepted_at}/${charge}`,
  );
  yield* documents(rows, rowDocument);
}

const statements = ({ views, filters }: AskedRows): AsyncGenerator<Row> =>
  documents(
    allRows(
      (after) =>
        findStatements(views, { ...filters, limit: pageSize, ...(after === undefined ? {} : { afterNumber: Number.parseInt(after, 10) }) }),
      ({ statement_number }) => String(statement_number),
    ),
    rowDocument,
  );

const supplies = (asked: AskedRows): AsyncGenerator<Row> => {
  const { views, filters } = asked;
  const { country: of, rate, originalPeriod } = filters;
  const [number, period] = [given(asked, 'schemeNumber'), given(asked, 'period')];
  const row = present({ rate, originalPeriod });
  return documents(
    of === undefined ? suppliesOfReturn(views, number, period) : suppliesBehind(views, number, period, { country: of, ...row }),
    supplyDocument,
  );
};

/** Rows of one account, all at once. */
const ofAccount = (projections: readonly string[], read: (asked: AskedRows, account: string) => Promise<readonly object[]>): Source => ({
  projections,
  filters: { account: required(id) },
  rows: async function* (asked) {
    yield* documents(await read(asked, given(asked, 'account')), rowDocument);
  },
});

const accounting = ['accounts'] as const;

export const ledgerSources = {
  journal: {
    filters: { book: optional(book), stream: optional(reference), account: optional(oneOf(...chart.map(({ number }) => number))) },
    rows: entries,
  },
  'trial-balance': {
    filters: { book: optional(book) },
    rows: async function* (asked: AskedRows) {
      yield* documents(await new JournalQueries(asked.views).trialBalance(momentOf(asked)), trialBalanceDocument);
    },
  },
  accounts: {
    projections: accounting,
    filters: { authority: optional(book), kind: optional(accountKind) },
    rows: ({ views, filters }) =>
      documents(
        allRows(
          (after) => findAccounts(views, { ...filters, ...pageAfter(after) }),
          ({ account }) => account,
        ),
        rowDocument,
      ),
  },
  periods: ofAccount(accounting, ({ views }, account) => periodsOfAccount(views, account)),
  'open-items': ofAccount(accounting, ({ views }, account) => openItemsOf(views, account)),
  unapplied: ofAccount(accounting, ({ views }, account) => unappliedCashOf(views, account)),
  statements: { projections: accounting, filters: { authority: required(book) }, rows: statements },
  charges: { projections: accounting, filters: { account: required(id), period: required(code) }, rows: charges },
  'declined-charges': {
    projections: accounting,
    filters: { account: required(id) },
    rows: (asked) =>
      documents(
        allRows(
          (after) => findDeclinedCharges(asked.views, { account: given(asked, 'account'), ...pageAfter(after) }),
          ({ charge }) => charge,
        ),
        rowDocument,
      ),
  },
  'tolerated-differences': {
    projections: accounting,
    filters: { account: optional(id) },
    rows: ({ views, filters }) =>
      documents(
        allRows((after) => findToleratedRests(views, { ...filters, ...pageAfter(after) }), toleratedRestKey),
        rowDocument,
      ),
  },
  receipts: {
    projections: accounting,
    filters: { authority: optional(book), status: optional(oneOf('suspense', 'identified', 'credited')) },
    rows: ({ views, filters }) =>
      documents(
        allRows(
          (after) => findReceipts(views, { ...filters, ...pageAfter(after) }),
          ({ receipt }) => receipt,
        ),
        rowDocument,
      ),
  },
  allocations: {
    projections: accounting,
    filters: { receipt: required(id) },
    rows: async function* (asked: AskedRows) {
      yield* documents(await allocationsOf(asked.views, given(asked, 'receipt')), rowDocument);
    },
  },
  guarantees: {
    projections: accounting,
    filters: { authority: optional(book) },
    rows: ({ views, filters }) =>
      documents(
        allRows(
          (after) => findGuarantees(views, { ...filters, ...pageAfter(after) }),
          ({ guarantee }) => guarantee,
        ),
        rowDocument,
      ),
  },
  declarations: {
    projections: ['declarations'],
    filters: { mrn: optional(reference), lrn: optional(reference) },
    rows: ({ views, filters }) =>
      documents(
        allPages(async (after) => {
          const page = await findDeclarations(views, { ...filters, ...pageAfter(after) });
          return { rows: page.declarations, next: page.next };
        }),
        rowDocument,
      ),
  },
  returns: {
    projections: ['supplies'],
    filters: { schemeNumber: optional(reference) },
    rows: async function* ({ views, filters }: AskedRows) {
      yield* documents(await returnPeriodsOf(views, filters), (period) => period);
    },
  },
  supplies: {
    projections: ['supplies'],
    filters: {
      schemeNumber: required(reference),
      period: required(code),
      country: optional(country),
      rate: optional(decimal),
      originalPeriod: optional(code),
    },
    rows: supplies,
  },
  'excluded-supplies': {
    projections: ['supplies'],
    filters: { from: required(instant), to: required(instant) },
    rows: (asked) => documents(excludedSupplies(asked.views, given(asked, 'from'), given(asked, 'to')), (supply) => supply),
  },
  'collection-returns': {
    projections: ['collections'],
    filters: {},
    rows: async function* ({ views }: AskedRows) {
      yield* documents(await collectionReturnsOf(views), (filed) => filed);
    },
  },
  'return-cases': {
    projections: ['return-cases'],
    filters: { status: optional(oneOf('reported', 'matched', 'unmatched')) },
    rows: ({ views, filters }) =>
      documents(
        allPages((after) => findReturnCases(views, { ...(filters as { status?: 'reported' }), ...pageAfter(after) })),
        rowDocument,
      ),
  },
  claims: {
    projections: ['refund-claims'],
    filters: { status: optional(oneOf(...claimStatuses)), authority: optional(book) },
    rows: ({ views, filters }) =>
      documents(
        allPages((after) => findClaims(views, { ...(filters as { status?: 'claimed' }), ...pageAfter(after) })),
        rowDocument,
      ),
  },
  'claims-worklist': {
    projections: ['refund-claims'],
    filters: { authority: optional(book) },
    rows: async function* ({ views, filters, today }: AskedRows) {
      yield* documents(await claimWorklist(views, { ...filters, asOf: today }), rowDocument);
    },
  },
} as const satisfies Readonly<Record<string, Source>>;
