import { AmountError, moneyOf, scaleOf, UnknownCurrencyError, type Money } from '#money';
import { dateFault } from '#rules';
import { BankFault, excerpt, type ForeignAmount } from './bank-file';

const written = /^\+?(\d{0,30})(?:\.(\d{0,30}))?$/;

/**
 * An amount as ISO 20022 and SWIFT write it: no sign, perhaps leading zeros, digits after the point perhaps fewer than the currency has, or
 * more (ISO 20022 allows five) as long as those are zero: nothing is ever rounded.
 * @throws BankFault AMOUNT_MALFORMED, AMOUNT_WRONG_SCALE, AMOUNT_TOO_LARGE, CURRENCY_UNKNOWN
 */
export const bankAmount = ({ text, currency }: ForeignAmount, on: string, line: number): Money => {
  const found = written.exec(text);
  const whole = found?.[1] ?? '';
  const fraction = found?.[2] ?? '';
  if (whole + fraction === '')
    throw new BankFault('AMOUNT_MALFORMED', 'amount', `${excerpt(text)}: expected a number without a sign, like 12.34`, line);
  const scale = scaleIn(currency, on, line);
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > scale)
    throw new BankFault('AMOUNT_WRONG_SCALE', 'amount', `${text}: ${currency} has ${String(scale)} digits after the point`, line);
  try {
    return moneyOf(BigInt(whole + digits.padEnd(scale, '0')), currency);
  } catch (error) {
    if (error instanceof AmountError) throw new BankFault(error.code, 'amount', `${excerpt(text)}: too large`, line);
    throw error;
  }
};

const scaleIn = (currency: string, on: string, line: number): number => {
  try {
    return scaleOf(currency, on);
  } catch (error) {
    if (error instanceof UnknownCurrencyError)
      throw new BankFault('CURRENCY_UNKNOWN', 'currency', `${excerpt(currency)}: expected an ISO 4217 currency of ${on}`, line);
    throw error;
  }
};

/** @throws BankFault DATE_MISSING, DATE_INVALID, DATE_OUT_OF_RANGE */
export const bankDay = (text: string | undefined, field: string, line: number): string => {
  if (text === undefined || text === '') throw new BankFault('DATE_MISSING', field, 'expected a day', line);
  const fault = dateFault(text, field);
  if (fault !== undefined) throw new BankFault(fault.code, field, `${excerpt(text)}: ${fault.message}`, line);
  return text;
};
