import { type DomainEvent, type Recorded } from '#event-catalogue';
import { parseMoney } from '#money';
import { accounts } from '../chart';
import { type Dimensions, type Transfer } from '../entry';

/** A recorded event of one name. */
export type Named<E extends DomainEvent, Name extends string> = Recorded<Extract<E, { readonly type: Name }>>;

/** Import VAT and VAT on supplies (EU Customs Data Model tax type). */
export const vat = 'B00';

/** Minor units of an amount; an absent one is nothing. */
export const minor = (amount: string | undefined, currency: string): bigint =>
  amount === undefined ? 0n : parseMoney(amount, currency).minor;

/** J39, J38: what a return is expected to carry. Front-end data is evidence: memo accounts only. */
export const expectation = (currency: string, amount: bigint, dimensions: Dimensions): Transfer => ({
  debit: accounts.expected,
  credit: accounts.expectedCounter,
  currency,
  amount,
  dimensions,
});

/** Whose account holds debts and money, as the events of an accounting period say it. */
type OfAccount = Readonly<{ account: string; holder: string; currency: string }>;

export const dimensionsOf = ({ account, holder }: OfAccount): Dimensions => ({ party: holder, accountId: account });

/** J20, and J21 where negative: what the guarantee holds for the account's debts, exactly as the event says it. */
export const reserve = (data: OfAccount, amount: bigint): Transfer => ({
  debit: accounts.exposure,
  credit: accounts.exposureCounter,
  currency: data.currency,
  amount,
  dimensions: { ...dimensionsOf(data), kind: 'reserve' },
});
