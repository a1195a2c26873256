import { type ApiUnderTest } from './api.support';

type Row = Readonly<Record<string, unknown>>;

/** A list that may be taken as a file. */
export interface List {
  readonly url: string;
  /** Where the answer has its rows; a streamed answer is its lines. */
  readonly field?: string;
}

/** Every list of a told ledger, judged as of a moment; what one list names leads to the next. */
export const exportedLists = async (api: ApiUnderTest, asOf: string): Promise<readonly List[]> => {
  const first = async (url: string, field: string): Promise<Row> =>
    ((await api.get('auditor', url)).body[field] as readonly Row[])[0] ?? {};
  const { account, openPeriod } = await first('/v1/accounts', 'accounts');
  const { receipt } = await first('/v1/receipts?status=credited', 'receipts');
  const { schemeNumber, period } = await first('/v1/scheme-returns', 'periods');
  const { filed } =
    ((await api.get('auditor', '/v1/scheme-returns')).body['periods'] as readonly { readonly filed?: Row }[]).find(
      (one) => one.filed !== undefined,
    ) ?? {};
  const { statementReference } = await first('/v1/statements?authority=EU-IE', 'statements');
  const { declaration } = await first('/v1/declarations', 'declarations');
  return [
    { url: `/v1/cases?${asOf}`, field: 'cases' },
    { url: `/v1/cases?status=broken&${asOf}`, field: 'cases' },
    { url: `/v1/period-cases?${asOf}`, field: 'cases' },
    { url: `/v1/receipt-cases?${asOf}`, field: 'cases' },
    { url: `/v1/breaks?${asOf}` },
    { url: `/v1/breaks/worklist?overdue=true&${asOf}`, field: 'breaks' },
    ...['accounts', 'receipts', 'guarantees', 'claims', 'declarations'].map((name) => ({ url: `/v1/${name}`, field: name })),
    { url: '/v1/claims/worklist', field: 'claims' },
    { url: '/v1/return-cases', field: 'returnCases' },
    { url: '/v1/scheme-returns', field: 'periods' },
    { url: `/v1/scheme-returns/${String(schemeNumber)}/${String(period)}/supplies` },
    { url: '/v1/excluded-supplies?from=2020-01-01T00:00:00.000Z&to=2030-01-01T00:00:00.000Z' },
    { url: '/v1/collection-returns', field: 'returns' },
    { url: '/v1/statements?authority=EU-IE', field: 'statements' },
    { url: '/v1/distributions?authority=EU-IE', field: 'shares' },
    { url: `/v1/accounts/${String(account)}/periods`, field: 'periods' },
    { url: `/v1/accounts/${String(account)}/periods/${String(openPeriod)}`, field: 'charges' },
    { url: `/v1/accounts/${String(account)}/open-items`, field: 'openItems' },
    { url: `/v1/accounts/${String(account)}/declined-charges`, field: 'charges' },
    { url: `/v1/accounts/${String(account)}/unapplied`, field: 'unapplied' },
    { url: `/v1/receipts/${String(receipt)}/allocations`, field: 'allocations' },
    { url: '/v1/obligations', field: 'obligations' },
    { url: `/v1/obligations?kind=returnToFile&${asOf}`, field: 'obligations' },
    { url: '/v1/evidence-requests', field: 'requests' },
    { url: '/v1/tolerated-differences', field: 'differences' },
    { url: '/v1/manual-entries', field: 'entries' },
    { url: `/v1/breaks/summary?by=code&${asOf}`, field: 'groups' },
    { url: `/v1/statements/${String(statementReference)}/lines` },
    { url: `/v1/scheme-returns/${String(schemeNumber)}/${String(period)}/lines` },
    { url: `/v1/trace/schemeReturn-${String(filed?.['return'])}/chain?direction=down` },
    { url: `/v1/trace/declaration-${String(declaration)}/chain?direction=up` },
  ];
};
