import { receiptDecider, receiptStream } from '#accounts';
import { formatMoney, parseMoney } from '#money';
import { changeoverOf, inEuro } from '#rules';
import { noon } from './days';
import { contextOfMessage } from './messages';

/** One entry on the authority's bank account; money that goes out carries a minus. */
export interface BankEntry {
  readonly authority: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly bookedOn: string;
  /** Tells several entries under one reference apart. */
  readonly nth?: number;
  /** The payer's own name of the payment. */
  readonly endToEndId?: string;
  /** The bank takes back the entry of this reference. */
  readonly reversal?: true;
}

/** The bank's own reference of an entry. */
const entryReferenceOf = ({ reference, nth, reversal }: Pick<BankEntry, 'reference' | 'nth' | 'reversal'>): string =>
  `E-${reference}${nth === undefined ? '' : `-${String(nth)}`}${reversal === undefined ? '' : '-R'}`;
/** The account at the bank of an authority. */
export const bankAccountOf = (authority: string): string => `BANK-${authority}`;

/** The stream of an entry, which is also what its breaks are about. */
export const entryStream = (entry: Pick<BankEntry, 'authority' | 'reference' | 'nth'>): string =>
  receiptStream(entry.authority, bankAccountOf(entry.authority), entryReferenceOf(entry));

/** A bank books in the money of the day: what is owed in a former currency is paid in the euro. */
export const moneyOn = ({
  amount,
  currency,
  bookedOn,
}: Pick<BankEntry, 'amount' | 'currency' | 'bookedOn'>): Pick<BankEntry, 'amount' | 'currency'> => {
  const changeover = changeoverOf(currency, bookedOn);
  return changeover === undefined
    ? { amount, currency }
    : { amount: formatMoney(inEuro(parseMoney(amount, currency), changeover)), currency: 'EUR' };
};

/** The bank's message of an entry that quotes a reference. */
export const bankEntry = (entry: BankEntry) => {
  const { authority, reference, bookedOn, reversal, endToEndId } = entry;
  const { amount, currency } = moneyOn(entry);
  const bankAccount = bankAccountOf(authority);
  const entryReference = entryReferenceOf(entry);
  // Who takes money back quotes the bank's own reference of it.
  const quoted =
    reversal === undefined
      ? { remittance: reference, ...(endToEndId === undefined ? {} : { endToEndId }) }
      : { remittance: entryReferenceOf({ reference }), reversal };
  return {
    decider: receiptDecider,
    stream: receiptStream(authority, bankAccount, entryReference),
    command: {
      type: 'RecordReceipt' as const,
      authority,
      bankAccount,
      entryReference,
      amount,
      currency,
      bookedOn,
      valueOn: bookedOn,
      ...quoted,
    },
    context: contextOfMessage({ book: authority, issuer: bankAccount, kind: 'receipt', reference: entryReference, at: noon(bookedOn) }),
  };
};
