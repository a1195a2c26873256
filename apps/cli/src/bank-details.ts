import { readFileSync } from 'node:fs';
import { currency, MalformedJsonError, MalformedValueError, optional, parseStrictJson, record, textUpTo } from '#event-catalogue';
import type { BankDetails, BankDetailsOf } from '#returns';
import { CannotRunError } from './exit';

const account = { name: textUpTo(140), iban: textUpTo(34), bic: optional(textUpTo(11)) };
const creditor = record(account);
const debtor = record({ ...account, currency });

/** The account that an authority pays refunds from. */
export type DebtorAccount = BankDetails & Readonly<{ currency: string }>;
/**
 * Bank accounts by party and by authority: personal data, which is kept in a file outside the ledger and goes into the file for the bank
 * alone.
 */
export interface BankDirectory {
  readonly creditorOf: BankDetailsOf;
  readonly debtorOf: (authority: string) => DebtorAccount | undefined;
}

/**
 * Reads `{"debtors": {"GB": {"name", "iban", "bic", "currency"}}, "creditors": {"PARTY": {"name", "iban", "bic"}}}`; `bic` may be absent.
 * Throws CannotRunError that names the file and the field.
 */
export const readBankDirectory = (file: string): BankDirectory => {
  const fault = (message: string): CannotRunError =>
    new CannotRunError('CREDITORS_MALFORMED', `--creditors: ${file}: ${message}`, '--creditors');
  try {
    const { debtors, creditors, ...others } = objectOf(parseStrictJson(readFileSync(file, 'utf8')), 'file');
    const [stray] = Object.keys(others);
    if (stray !== undefined) throw fault(`${stray}: expected no such field`);
    const accounts = new Map(
      Object.entries(objectOf(debtors, 'debtors')).map(([authority, value]) => [authority, debtor.parse(value, `debtors.${authority}`)]),
    );
    const parties = new Map(
      Object.entries(objectOf(creditors, 'creditors')).map(([party, value]) => [party, creditor.parse(value, `creditors.${party}`)]),
    );
    return { creditorOf: (party) => parties.get(party), debtorOf: (authority) => accounts.get(authority) };
  } catch (error) {
    throw error instanceof MalformedValueError || error instanceof MalformedJsonError ? fault(error.message) : error;
  }
};

const objectOf = (value: unknown, field: string): Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedValueError(field, 'an object');
  return Object.fromEntries(Object.entries(value));
};
