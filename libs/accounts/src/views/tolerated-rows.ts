import { formatMoney, moneyOf } from '#money';
import { type Rows } from '#read-model';
import { type PeriodEventData } from '../open-period';
import { minorOf } from '../period-amounts';
import { restsOf } from '../short-payments.state';
import { toleratedRests } from './accounts.tables';
import { type PeriodRows } from './period-rows';

type Told = PeriodEventData<'ShortPaymentTolerated' | 'ToleratedRestReopened'>;
interface At {
  readonly account_period: string;
  readonly revision: number;
}

const put = (
  at: At,
  data: Told,
  told: { readonly sign: 1n | -1n; readonly told_on: string; readonly because: string; readonly allowed?: string },
  rows: Rows,
): void => {
  const { account, holder, receipt, currency, books } = data;
  const { sign, ...said } = told;
  restsOf(data).forEach(({ kind, reference, taxType: tax_type, beneficiary, amount }, rest) => {
    const signed = formatMoney(moneyOf(sign * amount, currency));
    rows.put(toleratedRests, {
      ...at,
      rest,
      account,
      ...(receipt === undefined ? {} : { receipt }),
      kind,
      reference,
      tax_type,
      beneficiary,
      amount: signed,
      currency,
      holder,
      books,
      ...said,
    });
  });
};

/** The rest of a short payment is not asked for any more. */
export const toleratedRows = (at: At, data: PeriodEventData<'ShortPaymentTolerated'>, period: PeriodRows, rows: Rows): void => {
  put(at, data, { sign: 1n, told_on: data.toleratedOn, because: `${data.rule}@${String(data.version)}`, allowed: data.allowed }, rows);
  period.settled(
    data,
    data.rests.map(({ debt }) => debt),
    'tolerated',
  );
};

/** It is owed again, as of its own due day. */
export const reopenedRows = (at: At, data: PeriodEventData<'ToleratedRestReopened'>, period: PeriodRows, rows: Rows): void => {
  const minor = minorOf(data.currency);
  put(at, data, { sign: -1n, told_on: data.reopenedOn, because: data.reason }, rows);
  data.rests.forEach(({ debt: { kind, reference, taxType, beneficiary, amount }, dueOn, secured }) => {
    period.items(data).plus(
      {
        kind,
        reference,
        taxType,
        beneficiary,
        open: minor(amount),
        dueOn,
        ...(secured === undefined ? {} : { secured: minor(secured) }),
      },
      true,
    );
  });
  period.add(data.currency, { tolerated: -minor(data.total), ...period.held(data.currency, data.reserved, 1n) });
};
