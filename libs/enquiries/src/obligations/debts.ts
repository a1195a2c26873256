import { streamName } from '#event-catalogue';
import { type SettlementBook, textOf, unitsOf } from '#reconciliation';
import { type Obligation, stateOf } from './obligation';

/** The legal day at an authority. */
export type DayAt = (authority: string) => string;

/** Returns, statements, interest and penalties that are not paid in full, from the settlement facts of one viewpoint. */
export const debtsOf = (book: SettlementBook, dayAt: DayAt): readonly Obligation[] => [
  ...returnsToPay(book, dayAt),
  ...statementsToPay(book, dayAt),
  ...otherDebts(book, dayAt),
];

const returnsToPay = (book: SettlementBook, dayAt: DayAt): readonly Obligation[] =>
  [...book.returns()].flatMap((filed) => {
    const { reference, holder, authority, dueOn, currency, schemeNumber, period } = filed;
    const shares = filed.balances.flatMap(({ country, balance }) => {
      const [amount, open] = [unitsOf(balance), book.openOfReturn(filed, country)];
      return amount > 0n ? [{ beneficiary: country, amount, open }] : [];
    });
    const open = shares.reduce((sum, share) => sum + (share.open > 0n ? share.open : 0n), 0n);
    if (open <= 0n) return [];
    const amount = shares.reduce((sum, share) => sum + share.amount, 0n);
    const accounts = [...new Set(filed.charges.map(({ account }) => account))];
    const disputed = sumOf(accounts, (account) => book.debts.contestedOf(account, 'return', reference));
    return [
      {
        id: `returnToPay/${reference}`,
        kind: 'returnToPay' as const,
        holder,
        authority,
        state: stateOf(dayAt(authority), dueOn),
        dueOn,
        currency,
        ...amountsOf({ amount, paid: sumOf(accounts, (account) => book.debts.paid(account, 'return', reference)), open, disputed }),
        reference,
        schemeNumber,
        period,
        subject: streamName('schemeReturn', filed.id),
        ...(accounts.length === 1 ? { account: accounts[0] ?? '' } : {}),
        beneficiaries: shares.map((share) => ({ beneficiary: share.beneficiary, amount: textOf(share.amount), open: textOf(share.open) })),
      },
    ];
  });

/** Of deferment accounts: a scheme account's debts are its returns, and on the others each charge is a debt of its own. */
const statementsToPay = (book: SettlementBook, dayAt: DayAt): readonly Obligation[] =>
  [...book.periods.values()].flatMap(({ id, account, accountKind, authority, holder, currency, period, statement }) => {
    if (statement === undefined || accountKind !== 'deferment') return [];
    const open = book.openOfStatement(statement);
    if (open <= 0n) return [];
    const { reference, dueOn } = statement;
    const amount = statement.totals.reduce((sum, total) => sum + unitsOf(total.amount), 0n);
    return [
      {
        id: `statementToPay/${reference}`,
        kind: 'statementToPay' as const,
        holder,
        authority,
        state: stateOf(dayAt(authority), dueOn),
        dueOn,
        currency,
        ...amountsOf({
          amount,
          paid: book.debts.paid(account, 'statement', reference),
          open,
          disputed: book.debts.contestedOf(account, 'statement', reference),
        }),
        reference,
        account,
        period,
        subject: streamName('accountPeriod', id),
      },
    ];
  });

const otherDebts = (book: SettlementBook, dayAt: DayAt): readonly Obligation[] =>
  [...book.debts.others.values()].flatMap(({ debt, account, reference, amount, dueOn }) => {
    const open = amount - book.debts.settled(account, debt, reference);
    const of = book.debts.accounts.get(account);
    if (open <= 0n || of === undefined) return [];
    const kind = debt === 'interest' ? ('interestToPay' as const) : ('penaltyToPay' as const);
    const { holder, authority, currency } = of;
    return [
      {
        id: `${kind}/${account}/${reference}`,
        kind,
        holder,
        authority,
        state: stateOf(dayAt(authority), dueOn),
        dueOn,
        currency,
        ...amountsOf({
          amount,
          paid: book.debts.paid(account, debt, reference),
          open,
          disputed: book.debts.contestedOf(account, debt, reference),
        }),
        reference,
        account,
      },
    ];
  });

const sumOf = (accounts: readonly string[], of: (account: string) => bigint): bigint =>
  accounts.reduce((sum, account) => sum + of(account), 0n);

/** Exact units. */
type Amounts = Readonly<Record<'amount' | 'paid' | 'open' | 'disputed', bigint>>;
type AmountTexts = Pick<Obligation, keyof Amounts | 'settledOtherwise'>;

export const amountsOf = ({ amount, paid, open, disputed }: Amounts): AmountTexts => ({
  amount: textOf(amount),
  paid: textOf(paid),
  ...(amount - paid > open ? { settledOtherwise: textOf(amount - paid - open) } : {}),
  open: textOf(open),
  ...(disputed > 0n ? { disputed: textOf(disputed) } : {}),
});
