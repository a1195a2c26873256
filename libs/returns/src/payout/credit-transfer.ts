import { type RefundPaidData } from '../refund-claim.state';

/** A refund that the bank is to pay: what it needs of RefundPaid. */
export type RefundOrder = Pick<RefundPaidData, 'payeeParty' | 'amount' | 'currency' | 'paymentReference' | 'number' | 'claimReference'>;

/** A party's bank account. It is personal data: it comes from outside the log and goes into the file for the bank alone. */
export type BankDetails = Readonly<{ name: string; iban: string; bic?: string }>;
/** Bank details of a payee, undefined where nobody knows them. */
export type BankDetailsOf = (party: string) => BankDetails | undefined;

/** Versions of the message that banks take: the one of SEPA until 2023, and that of SEPA and CBPR+ since. */
export type PainVersion = '001.001.03' | '001.001.09';

/** The message as a whole. `createdAt` RFC 3339 UTC; `executeOn` the day the bank is asked to pay on. */
export type PainSettings = Readonly<{
  version: PainVersion;
  /** Names the message to the bank, which refuses a second one of the same name: at most 35 characters. */
  messageId: string;
  createdAt: string;
  executeOn: string;
  /** Whose account is debited, and with which bank. */
  debtor: BankDetails;
  currency: string;
}>;

/** What became of the refunds: the control figures as the message has them, and those that could not be ordered. */
export type PainResult = Readonly<{
  count: number;
  sum: string;
  currency: string;
  /**
   * Nothing was lost: refunds without bank details, or in another currency than the account's, are not in the message and are named here.
   */
  withheld: readonly Readonly<{
    paymentReference: string;
    number: number;
    reason: 'BANK_DETAILS_MISSING' | 'BANK_DETAILS_INVALID' | 'CURRENCY_DIFFERS';
  }>[];
}>;
