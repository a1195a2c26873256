import { parseMoney } from '#money';
import { questionMarks, type ReadModel, type Row, type SqlParameter } from '#read-model';
import { forecastGuarantee, type GuaranteeForecast } from '../guarantee-forecast';
import { minorOf } from '../period-amounts';
import {
  accountPeriods,
  accounts,
  allocations,
  chargeAdjustments,
  charges,
  declinedCharges,
  guarantees,
  guaranteeShares,
  openItems,
  receipts,
  toleratedRests,
  unappliedCash,
} from './accounts.tables';

export type AccountRow = Row<typeof accounts>;
export type AccountPeriodRow = Row<typeof accountPeriods>;
export type ChargeRow = Row<typeof charges>;
export type OpenItemRow = Row<typeof openItems>;
export type ReceiptRow = Row<typeof receipts>;
export type AllocationRow = Row<typeof allocations>;
export type ToleratedRestRow = Row<typeof toleratedRests>;
export type DeclinedChargeRow = Row<typeof declinedCharges>;
export type ChargeAdjustmentRow = Row<typeof chargeAdjustments>;
export type UnappliedCashRow = Row<typeof unappliedCash>;
export type GuaranteeRow = Row<typeof guarantees>;
export type GuaranteeShareRow = Row<typeof guaranteeShares>;

/** Filters are equalities; ownership is filtered here (`holders`), not after. Pages follow the key given by `after`. */
interface Page {
  readonly holders?: readonly string[];
  readonly limit?: number;
}
const defaultLimit = 100;

/** WHERE of equalities and of one list; a value that is not given asks nothing. */
const where = (
  equal: Readonly<Record<string, SqlParameter | undefined>>,
  among?: readonly [column: string, values: readonly string[] | undefined],
  after?: readonly [column: string, value: string | undefined],
) => {
  const given = Object.entries(equal).flatMap(([column, value]) =>
    value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }],
  );
  // An empty list is none of SQL's.
  if (among?.[1] !== undefined)
    given.push({ sql: among[1].length === 0 ? '1 = 0' : `${among[0]} IN (${questionMarks(among[1].length)})`, values: [...among[1]] });
  if (after?.[1] !== undefined) given.push({ sql: `${after[0]} > ?`, values: [after[1]] });
  return {
    sql: given.length === 0 ? '' : `WHERE ${given.map(({ sql }) => sql).join(' AND ')}`,
    parameters: given.flatMap(({ values }) => values),
  };
};

/** Accounts in order of id. */
export const findAccounts = async (
  views: ReadModel,
  of: Page & { readonly authority?: string; readonly kind?: string; readonly after?: string } = {},
): Promise<readonly AccountRow[]> => {
  const { sql, parameters } = where({ authority: of.authority, kind: of.kind }, ['holder', of.holders], ['account', of.after]);
  return views.select(accounts, `${sql} ORDER BY account LIMIT ?`, [...parameters, of.limit ?? defaultLimit]);
};

export const findAccount = async (views: ReadModel, account: string): Promise<AccountRow | undefined> =>
  (await views.select(accounts, 'WHERE account = ?', [account]))[0];

/** Periods of one account, oldest first. A closed one is a statement. */
export const periodsOfAccount = async (views: ReadModel, account: string): Promise<readonly AccountPeriodRow[]> =>
  views.select(accountPeriods, 'WHERE account = ? ORDER BY period_start', [account]);

/** Running periods of accounts of a kind with the cycle of each, in order of account; of one holder where given. */
export const findOpenPeriods = async (
  views: ReadModel,
  { kind, holder }: Readonly<{ kind: string; holder?: string }>,
): Promise<readonly (AccountPeriodRow & Pick<AccountRow, 'cycle'>)[]> => {
  const { sql, parameters } = where({ holder, status: 'open', kind });
  const periods = await views.select(accountPeriods, `${sql} ORDER BY account`, parameters);
  const of = where({ kind, holder });
  const cycles = new Map((await views.select(accounts, of.sql, of.parameters)).map(({ account, cycle }) => [account, cycle]));
  return periods.flatMap((period) => {
    const cycle = cycles.get(period.account);
    return cycle === undefined ? [] : [{ ...period, cycle }];
  });
};

/** Statements in order of authority and number. */
export const findStatements = async (
  views: ReadModel,
  of: Page & { readonly authority?: string; readonly afterNumber?: number } = {},
): Promise<readonly AccountPeriodRow[]> => {
  const { sql, parameters } = where({ authority: of.authority, status: 'closed' }, ['holder', of.holders]);
  return views.select(accountPeriods, `${sql} AND statement_number > ? ORDER BY authority, statement_number LIMIT ?`, [
    ...parameters,
    of.afterNumber ?? 0,
    of.limit ?? defaultLimit,
  ]);
};

export const findStatement = async (views: ReadModel, reference: string): Promise<AccountPeriodRow | undefined> =>
  (await views.select(accountPeriods, 'WHERE statement_reference = ?', [reference]))[0];

/** Charges of one period in order of acceptance, then id: the order in which a statement line is covered. */
export const chargesOfPeriod = async (
  views: ReadModel,
  accountPeriod: string,
  page: Readonly<{ after?: Pick<ChargeRow, 'accepted_at' | 'charge'>; limit?: number }> = {},
): Promise<readonly ChargeRow[]> => {
  const after = page.after === undefined ? [] : [page.after.accepted_at, page.after.charge];
  return views.select(
    charges,
    `WHERE account_period = ? ${after.length === 0 ? '' : 'AND (accepted_at, charge) > (?, ?)'} ORDER BY accepted_at, charge LIMIT ?`,
    [accountPeriod, ...after, page.limit ?? defaultLimit],
  );
};

/** Items of one account with what is still open on them, in order of their due days; settled ones too unless `openOnly`. */
export const openItemsOf = async (views: ReadModel, account: string, openOnly = true): Promise<readonly OpenItemRow[]> => {
  const items = await views.select(openItems, 'WHERE account = ? ORDER BY due_on, reference, tax_type, beneficiary', [account]);
  return openOnly ? items.filter(({ open, currency }) => parseMoney(open, currency).minor > 0n) : items;
};

/** Bank entries in order of id; `status` suspense is B56. */
export const findReceipts = async (
  views: ReadModel,
  of: Page & { readonly authority?: string; readonly account?: string; readonly status?: string; readonly after?: string } = {},
): Promise<readonly ReceiptRow[]> => {
  const { sql, parameters } = where(
    { authority: of.authority, account: of.account, status: of.status },
    ['holder', of.holders],
    ['receipt', of.after],
  );
  return views.select(receipts, `${sql} ORDER BY receipt LIMIT ?`, [...parameters, of.limit ?? defaultLimit]);
};

/** What a receipt settled, pair by pair, in the order of the allocations. */
export const allocationsOf = async (views: ReadModel, receipt: string): Promise<readonly AllocationRow[]> =>
  views.select(allocations, 'WHERE receipt = ? ORDER BY account_period, revision, pair', [receipt]);

/** What settled a debt by its public reference, on one account where named, in the order of the allocations. */
export const allocationsTo = async (
  views: ReadModel,
  of: Readonly<{ kind: string; reference: string; account?: string }>,
): Promise<readonly AllocationRow[]> => {
  const { sql, parameters } = where({ reference: of.reference, kind: of.kind, account: of.account });
  return views.select(allocations, `${sql} ORDER BY account_period, revision, pair`, parameters);
};

/**
 * What was tolerated beside a payment, or of a debt by its public reference, and what of it is owed again (below zero), in the order in
 * which it was told.
 */
export const toleratedRestsOf = async (
  views: ReadModel,
  of: Readonly<{ receipt: string } | { kind: string; reference: string; account?: string }>,
): Promise<readonly ToleratedRestRow[]> => {
  const { sql, parameters } = where({ ...of });
  return views.select(toleratedRests, `${sql} ORDER BY account_period, revision, rest`, parameters);
};

/** Where a list of tolerated rests goes on after a row. */
export const toleratedRestKey = ({ told_on, account_period, revision, rest }: ToleratedRestRow): string =>
  [told_on, account_period, revision, rest].join('/');

/** All that was tolerated and what of it is owed again, in the order of the days; `after` is a `toleratedRestKey`. */
export const findToleratedRests = async (
  views: ReadModel,
  of: Readonly<{ account?: string; after?: string; limit?: number }> = {},
): Promise<readonly ToleratedRestRow[]> => {
  const [told = '', period = '', revision = '0', rest = '-1'] = of.after?.split('/') ?? [];
  const owned = of.account === undefined ? [] : [of.account];
  return views.select(
    toleratedRests,
    `WHERE (told_on, account_period, revision, rest) > (?, ?, ?, ?) ${owned.length === 0 ? '' : 'AND account = ?'} ORDER BY told_on, account_period, revision, rest LIMIT ?`,
    [told, period, Number(revision), Number(rest), ...owned, of.limit ?? defaultLimit],
  );
};

/** Charges by id, by what they charge, or by its public reference, in order of acceptance. */
export const findCharges = async (
  views: ReadModel,
  of: Readonly<{ charge: string } | { subject: string } | { reference: string; account: string }>,
): Promise<readonly ChargeRow[]> => {
  const { sql, parameters } = where({ ...of });
  return views.select(charges, `${sql} ORDER BY accepted_at, charge`, parameters);
};

/** One period by the id of its stream. */
export const findPeriod = async (views: ReadModel, accountPeriod: string): Promise<AccountPeriodRow | undefined> =>
  (await views.select(accountPeriods, 'WHERE account_period = ?', [accountPeriod]))[0];

/** One bank entry by its id. */
export const findReceipt = async (views: ReadModel, receipt: string): Promise<ReceiptRow | undefined> =>
  (await views.select(receipts, 'WHERE receipt = ?', [receipt]))[0];

/** Cash of one account that settled nothing yet, in the order of receipt ids. */
export const unappliedCashOf = async (views: ReadModel, account: string): Promise<readonly UnappliedCashRow[]> =>
  views.select(unappliedCash, 'WHERE account = ? ORDER BY receipt', [account]);

/** Charges that an account did not take and has not taken since, in order of id: goods that wait for security or money. */
export const findDeclinedCharges = async (
  views: ReadModel,
  of: Page & { readonly account?: string; readonly after?: string } = {},
): Promise<readonly DeclinedChargeRow[]> => {
  const { sql, parameters } = where({ account: of.account }, ['holder', of.holders], ['charge', of.after]);
  return views.select(declinedCharges, `${sql} ORDER BY charge LIMIT ?`, [...parameters, of.limit ?? defaultLimit]);
};

/** What later versions changed of charges, in the period where it landed. */
export const adjustmentsOfPeriod = async (views: ReadModel, accountPeriod: string): Promise<readonly ChargeAdjustmentRow[]> =>
  views.select(chargeAdjustments, 'WHERE account_period = ? ORDER BY charge, version', [accountPeriod]);

/** Guarantees in order of id. */
export const findGuarantees = async (
  views: ReadModel,
  of: Page & { readonly authority?: string; readonly after?: string } = {},
): Promise<readonly GuaranteeRow[]> => {
  const { sql, parameters } = where({ authority: of.authority }, ['holder', of.holders], ['guarantee', of.after]);
  return views.select(guarantees, `${sql} ORDER BY guarantee LIMIT ?`, [...parameters, of.limit ?? defaultLimit]);
};

/** The shares of a guarantee, or what stands behind an account. */
export const guaranteeSharesOf = async (
  views: ReadModel,
  of: Readonly<{ guarantee: string } | { account: string }>,
): Promise<readonly GuaranteeShareRow[]> => {
  const { sql, parameters } = where(of);
  return views.select(guaranteeShares, `${sql} ORDER BY guarantee, account`, parameters);
};

/** How the guarantee behind an account’s open period is likely to stand up to the next payment; undefined where none stands behind it. */
export const guaranteeForecastOf = async (views: ReadModel, account: string, today: string): Promise<GuaranteeForecast | undefined> => {
  const [period] = await views.select(accountPeriods, "WHERE account = ? AND status = 'open' ORDER BY period_start DESC LIMIT 1", [
    account,
  ]);
  if (period?.share === undefined) return undefined;
  const minor = minorOf(period.currency);
  const secured = (await openItemsOf(views, account)).map((item) => ({ dueOn: item.due_on, amount: minor(item.secured) }));
  const inWindow = secured.reduce((rest, { amount }) => rest - amount, minor(period.exposure));
  return forecastGuarantee({ share: minor(period.share), secured, inWindow, windowStart: period.period_start, today });
};
