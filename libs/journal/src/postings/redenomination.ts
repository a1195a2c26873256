import { type AccountEvent, type AccountPeriodEvent, type BeneficiaryEvent } from '#accounts';
import { type RefundClaimEvent } from '#returns';
import { accounts, type Account } from '../chart';
import { entryOf, type Dimensions, type Entry, type Transfer } from '../entry';
import { debtDimensions, receivableOf } from './charges';
import { type CollectionsRedenominated } from '#scheme-returns';
import { dimensionsOf, expectation, minor, type Named, reserve, vat } from './posting';
import { payableOf } from './refunds';

type Redenominated = Named<AccountEvent, 'AccountRedenominated'>;
type Currencies = Readonly<{ formerCurrency: string; currency: string }>;
/** Minor units in the former currency and what they are in the new one. */
type Pair = readonly [former: bigint, now: bigint];

/** What stands on the debit side of an account leaves it in the former currency and is there again in the new one; 3900 is between. */
const exchanged = (
  { formerCurrency: former, currency }: Currencies,
  account: Account,
  [before, after]: Pair,
  dimensions: Dimensions,
): readonly Transfer[] => [
  { debit: accounts.currencyTrading, credit: account, currency: former, amount: before, dimensions },
  { debit: account, credit: accounts.currencyTrading, currency, amount: after, dimensions },
];

/** What each amount's own rounding makes of the whole: 3900 keeps the sum, rounded once. */
const rounded = ({ currency }: Currencies, rounding: string | undefined, dimensions: Dimensions): Transfer => ({
  debit: accounts.currencyTrading,
  credit: accounts.rounding,
  currency,
  amount: minor(rounding, currency),
  dimensions,
});

/** J42: each debt, each cash, and what the guarantee holds, from the former currency to the new one at the irrevocable rate. */
export const postRedenomination = ({ data, metadata }: Redenominated): readonly Entry[] => {
  const { formerCurrency: former, currency, kind } = data;
  const own = dimensionsOf(data);
  const held: [bigint, bigint] = [0n, 0n];
  const debts = data.openItems.flatMap(({ former: before, now, ...debt }): readonly Transfer[] => {
    const dimensions = { ...own, ...debtDimensions(debt) };
    const disputed: Pair = [minor(before.contested, former), minor(now.contested, currency)];
    const undisputed: Pair = [minor(before.open, former) - disputed[0], minor(now.open, currency) - disputed[1]];
    held[0] += minor(before.secured, former);
    held[1] += minor(now.secured, currency);
    return [
      ...exchanged(data, receivableOf({ kind: debt.kind }), undisputed, dimensions),
      ...exchanged(data, accounts.contested, disputed, dimensions),
    ];
  });
  const cash = data.unapplied.flatMap(({ receipt, provisional, former: before, now }): readonly Transfer[] => {
    const dimensions = { ...own, receipt };
    const [was, is] = [minor(before, former), minor(now, currency)];
    return [
      ...exchanged(data, kind === 'cash' ? accounts.prepaid : accounts.unapplied, [-was, -is], dimensions),
      ...(provisional === true ? exchanged(data, accounts.clearing, [was, is], dimensions) : []),
    ];
  });
  return entryOf('J42', metadata.book, metadata.effectiveAt, [
    ...debts,
    ...cash,
    rounded(data, data.rounding, { subject: data.account }),
    reserve({ ...data, currency: former }, -held[0]),
    reserve(data, held[1]),
  ]);
};

/** J42: a debt on 1101, or a refund that is owed, before the account takes it. */
export const postDebtRedenomination = ({ data, metadata }: Named<AccountPeriodEvent, 'DebtRedenominated'>): readonly Entry[] => {
  const { formerCurrency: former, currency, of, subject, reference, claim } = data;
  const sign = of === 'refund' ? -1n : 1n;
  const account = of === 'refund' ? payableOf(data.refund) : accounts.assessed;
  const lines = data.lines.flatMap(({ taxType, beneficiary, former: before, now }) =>
    exchanged(data, account, [sign * minor(before, former), sign * minor(now, currency)], {
      ...dimensionsOf(data),
      ...(subject === undefined ? {} : { subject }),
      ...(reference === undefined ? {} : { reference }),
      ...(claim === undefined ? {} : { claim }),
      taxType,
      beneficiary,
    }),
  );
  return entryOf('J42', metadata.book, metadata.effectiveAt, [
    ...lines,
    { ...rounded(data, data.rounding, { subject: subject ?? data.account }), amount: sign * minor(data.rounding, currency) },
  ]);
};

/** J42: what a carrier collected in the former currency is the debt of a return in the new one; what was expected in it is no longer. */
export const postCollectionsRedenominated = ({
  data,
  metadata,
}: Named<CollectionsRedenominated, 'CollectionsRedenominated'>): readonly Entry[] => {
  const { formerCurrency: former, currency, authority, holder, collected, expected } = data;
  const dimensions = { taxType: vat, beneficiary: authority.replace(/^EU-/, '') };
  const pair = (of: typeof collected): Pair => [minor(of.former, former), minor(of.now, currency)];
  return entryOf('J42', metadata.book, metadata.effectiveAt, [
    ...exchanged(data, accounts.assessed, pair(collected), { ...dimensions, party: holder }),
    expectation(former, -pair(expected)[0], dimensions),
    expectation(currency, pair(expected)[1], dimensions),
  ]);
};

/** J42: a refund that is owed, and interest on it, before it is paid in the new currency. */
export const postRefundRedenominated = ({ data, metadata }: Named<RefundClaimEvent, 'RefundRedenominated'>): readonly Entry[] => {
  const { formerCurrency: former, currency, claim, kind, lines, interest } = data;
  const owed = (account: Account, before: string | undefined, now: string | undefined, more: Dimensions = {}): readonly Transfer[] =>
    exchanged(data, account, [-minor(before, former), -minor(now, currency)], { claim, ...more });
  return entryOf('J42', metadata.book, metadata.effectiveAt, [
    ...lines.flatMap(({ taxType, beneficiary, former: before, now }) => owed(payableOf(kind), before, now, { taxType, beneficiary })),
    ...owed(accounts.repaymentInterest, interest?.former, interest?.now),
  ]);
};

/** J42: what is due to a beneficiary, before it is paid in the new currency. */
export const postShareRedenominated = ({ data, metadata }: Named<BeneficiaryEvent, 'ShareRedenominated'>): readonly Entry[] => {
  const { formerCurrency: former, currency, due, beneficiary, distribution: reference } = data;
  return entryOf(
    'J42',
    metadata.book,
    metadata.effectiveAt,
    exchanged(data, accounts.dueToBeneficiaries, [-minor(due.former, former), -minor(due.now, currency)], { beneficiary, reference }),
  );
};
