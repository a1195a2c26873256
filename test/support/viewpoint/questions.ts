import type { ApiUnderTest } from '../../scenarios/api.support';
import { sized } from '../size';

type Row = Readonly<Record<string, unknown>>;
const text = (row: Row, field: string): string => String(row[field]);

/** Everything that the API lists or sums up, as it may be asked of a ledger that is there; `who` decides what is asked about. */
export const questionsTo = async (api: ApiUnderTest, who: string): Promise<readonly string[]> => {
  const rowsOf = async (url: string, field: string): Promise<readonly Row[]> => {
    const { status, body } = await api.get(who, url);
    return status === 200 ? ((body[field] ?? []) as readonly Row[]) : [];
  };
  const some = async (url: string, field: string): Promise<readonly Row[]> => (await rowsOf(url, field)).slice(0, sized(1, 3));
  const accounts = (await rowsOf('/v1/accounts?limit=500', 'accounts'))
    .filter(({ openPeriod }) => openPeriod !== undefined)
    .slice(0, sized(2, 4));
  const authorities = [...new Set([...accounts.map((row) => text(row, 'authority')), 'EU-IE', 'GB', 'EU-FR'])];
  const returns = await some('/v1/scheme-returns', 'periods');
  const carriers = await some('/v1/collection-returns', 'returns');
  const declarations = await some('/v1/declarations?limit=3', 'declarations');
  return [
    '/v1/cases?limit=20&asOf=ASOF',
    '/v1/cases?status=broken&limit=20&asOf=ASOF',
    ...['reconciliation', 'bridge', 'period-cases', 'receipt-cases', 'breaks'].map((route) => `/v1/${route}?asOf=ASOF`),
    '/v1/breaks/worklist?limit=30&asOf=ASOF',
    '/v1/breaks/summary?by=code&asOf=ASOF',
    '/v1/bridge?month=2026-06&asOf=ASOF',
    '/v1/bridge?scheme=EU-IOSS&asOf=ASOF',
    '/v1/bridge/figure?book=EU-IE&currency=EUR&stage=settled&asOf=ASOF',
    ...['obligations', 'evidence-requests', 'statistics'].map((route) => `/v1/${route}?asOf=ASOF`),
    ...(await some('/v1/cases?status=broken&limit=3', 'cases')).map((row) => `/v1/cases/${text(row, 'key')}/candidates?asOf=ASOF`),
    '/v1/evidence-requests',
    '/v1/manual-entries?limit=50',
    '/v1/manual-entries?asOf=ASOF',
    '/v1/tie-out?authority=EU-IE',
    '/v1/tie-out?authority=EU-IE&asOf=ASOF',
    ...['orders', 'declarations', 'entries'].map((of) => `/v1/sample?of=${of}&from=2026-05-01&to=2026-12-31&size=5&seed=1`),
    '/v1/journal/entries?limit=50',
    '/v1/journal/entries?limit=50&asOf=ASOF',
    '/v1/journal/trial-balance',
    '/v1/journal/trial-balance?asOf=ASOF',
    ...['accounts', 'receipts', 'guarantees', 'claims', 'return-cases', 'declarations', 'claims/worklist'].flatMap((route) => [
      `/v1/${route}`,
      `/v1/${route}?asOf=ASOF`,
    ]),
    '/v1/scheme-returns',
    '/v1/scheme-returns?asOf=ASOF',
    '/v1/collection-returns',
    '/v1/excluded-supplies?from=2020-01-01T00:00:00.000Z&to=2030-01-01T00:00:00.000Z',
    ...authorities.flatMap((authority) => [`/v1/statements?authority=${authority}`, `/v1/distributions?authority=${authority}`]),
    '/v1/statements?authority=EU-IE&asOf=ASOF',
    '/v1/summary-gaps?authority=GB&declarant=R-001&accountHolder=R-001&from=2026-01-01&to=2027-01-01&days=10&asOf=2026-12-01',
    ...accounts.flatMap((row) => {
      const url = `/v1/accounts/${text(row, 'account')}`;
      return [
        url,
        `${url}/periods`,
        `${url}/periods/${text(row, 'openPeriod')}`,
        `${url}/declined-charges`,
        `${url}/open-items`,
        `${url}/open-items?asOf=ASOF`,
        `${url}/unapplied`,
      ];
    }),
    ...returns.flatMap((row) =>
      ['', '/supplies', '/lines', '/preview'].map(
        (part) => `/v1/scheme-returns/${text(row, 'schemeNumber')}/${text(row, 'period')}${part}`,
      ),
    ),
    ...[...new Set(returns.map((row) => text(row, 'schemeNumber')))].map((number) => `/v1/scheme-numbers/${number}?asOf=ASOF`),
    ...returns.slice(0, 1).map((row) => `/v1/scheme-numbers/${text(row, 'schemeNumber')}/records?from=2026-05-01&to=2026-12-31`),
    ...carriers.flatMap((row) =>
      ['', '/preview'].map((part) => `/v1/collection-returns/${text(row, 'schemeNumber')}/${text(row, 'period')}${part}`),
    ),
    '/v1/risk-findings?limit=20&asOf=ASOF',
    '/v1/data-quality?asOf=ASOF',
    ...(await some('/v1/guarantees', 'guarantees')).map((row) => `/v1/guarantees/${text(row, 'guarantee')}?asOf=ASOF`),
    ...(await some('/v1/claims', 'claims')).map((row) => `/v1/claims/${text(row, 'claim')}`),
    ...(await some('/v1/return-cases', 'returnCases')).map((row) => `/v1/return-cases/${text(row, 'returnCase')}`),
    ...(await some('/v1/receipts', 'receipts')).flatMap((row) => [
      `/v1/receipts/${text(row, 'receipt')}`,
      `/v1/receipts/${text(row, 'receipt')}/allocations`,
      `/v1/receipts/${text(row, 'receipt')}/covering-sets`,
    ]),
    '/v1/evidence-requests',
    '/v1/evidence-requests?asOf=ASOF',
    ...(await some('/v1/statements?authority=EU-IE', 'statements')).flatMap((row) =>
      ['', '/lines'].map((part) => `/v1/statements/${text(row, 'statementReference')}${part}`),
    ),
    ...declarations.flatMap((row) => [
      `/v1/search?q=${text(row, 'mrn')}`,
      `/v1/trace/declaration-${text(row, 'declaration')}/chain?direction=up`,
      `/v1/cases/declaration-${text(row, 'declaration')}/dossier?asOf=ASOF`,
    ]),
    ...declarations.flatMap((row) =>
      ['', '/authority-tax', '/refund-position', '/explanation'].map((part) => `/v1/declarations/${text(row, 'declaration')}${part}`),
    ),
  ];
};
