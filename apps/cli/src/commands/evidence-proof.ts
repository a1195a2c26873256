import { type ProvePayment } from '#evidence-requests';
import { isCurrency, parseMoney } from '#money';
import { CannotRunError } from '../exit';

/** What a party answers of a payment, as the command line takes it. */
export interface ProofOptions {
  readonly psp?: string;
  readonly transaction?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly capturedAt?: string;
  readonly exchangedAmount?: string;
  readonly exchangedCurrency?: string;
  readonly rate?: string;
}

/** Whether two options that go together are given. @throws CannotRunError OPTION_MISSING where one is */
export const areBoth = (one: string | undefined, other: string | undefined, options: readonly [string, string]): boolean => {
  if ((one === undefined) !== (other === undefined))
    throw new CannotRunError('OPTION_MISSING', `${options[0]} and ${options[1]} go together`, one === undefined ? options[0] : options[1]);
  return one !== undefined;
};

/** Figures where any are given: then all of them are needed. */
export const provenBy = ({
  psp,
  transaction,
  amount,
  currency,
  capturedAt,
  exchangedAmount,
  exchangedCurrency,
  rate,
}: ProofOptions): Pick<ProvePayment, 'transaction' | 'amount' | 'currency' | 'capturedAt' | 'exchange'> | undefined => {
  const figures = { '--psp': psp, '--transaction': transaction, '--amount': amount, '--currency': currency, '--captured-at': capturedAt };
  const missing = Object.entries(figures).find(([, value]) => value === undefined)?.[0];
  if (psp === undefined || transaction === undefined || amount === undefined || currency === undefined || capturedAt === undefined) {
    if (Object.values(figures).some((value) => value !== undefined) && missing !== undefined)
      throw new CannotRunError('OPTION_MISSING', `${missing}: a proof of payment needs it`, missing);
    return undefined;
  }
  money('--amount', amount, currency);
  const told = { transaction: { psp, transactionId: transaction }, amount, currency, capturedAt };
  if (
    !areBoth(exchangedAmount, exchangedCurrency, ['--exchanged-amount', '--exchanged-currency']) ||
    exchangedAmount === undefined ||
    exchangedCurrency === undefined
  )
    return told;
  if (rate === undefined) throw new CannotRunError('OPTION_MISSING', '--rate: the provider’s own, with --exchanged-amount', '--rate');
  money('--exchanged-amount', exchangedAmount, exchangedCurrency);
  return { ...told, exchange: { amount: exchangedAmount, currency: exchangedCurrency, rate } };
};

const money = (option: string, amount: string, currency: string): void => {
  try {
    if (isCurrency(currency)) parseMoney(amount, currency);
  } catch {
    throw new CannotRunError('OPTION_INVALID', `${option}: expected an amount with the digits of ${currency}`, option);
  }
};
