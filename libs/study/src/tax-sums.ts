import { formatMoney, moneyOf, parseMoney } from '#money';

/**
 * What was determined of a tax, and where it went: assessed = forgone + otherRelief + accountedElsewhere + secured + payable. Minor units.
 */
export interface TaxSum {
  assessed: bigint;
  /** Relief of low value: given up. */
  forgone: bigint;
  /** Relief of returned goods and conditional relief: no tax is given up by it. */
  otherRelief: bigint;
  /** Carried by a scheme's return: collected there, not given up. */
  accountedElsewhere: bigint;
  secured: bigint;
  payable: bigint;
}
const taxFields = [
  'assessed',
  'forgone',
  'otherRelief',
  'accountedElsewhere',
  'secured',
  'payable',
] as const satisfies readonly (keyof TaxSum)[];
export type TaxTexts = Readonly<Record<keyof TaxSum, string>>;

export const noTax = (): TaxSum => ({ assessed: 0n, forgone: 0n, otherRelief: 0n, accountedElsewhere: 0n, secured: 0n, payable: 0n });

/** Adds `more`, `times` over: -1 takes it away. */
export const addTax = (sum: TaxSum, more: Readonly<TaxSum>, times = 1n): void => {
  for (const field of taxFields) sum[field] += more[field] * times;
};

export const isNoTax = (sum: Readonly<TaxSum>): boolean => taxFields.every((field) => sum[field] === 0n);

export const taxTexts = (sum: Readonly<TaxSum>, currency: string): TaxTexts => ({
  assessed: text(sum.assessed, currency),
  forgone: text(sum.forgone, currency),
  otherRelief: text(sum.otherRelief, currency),
  accountedElsewhere: text(sum.accountedElsewhere, currency),
  secured: text(sum.secured, currency),
  payable: text(sum.payable, currency),
});
const text = (minor: bigint, currency: string): string => formatMoney(moneyOf(minor, currency));

/** A stored line or total of an assessment; `forgone` is what of the relief is that of low value. */
export const taxOfStored = (
  stored: Readonly<{ assessed: string; relieved: string; accountedElsewhere: string; secured: string; payable: string }>,
  forgone: bigint,
  currency: string,
  on: string,
): TaxSum => {
  const minor = (amount: string): bigint => parseMoney(amount, currency, on).minor;
  const relieved = minor(stored.relieved);
  return {
    assessed: minor(stored.assessed),
    forgone,
    otherRelief: relieved - forgone,
    accountedElsewhere: minor(stored.accountedElsewhere),
    secured: minor(stored.secured),
    payable: minor(stored.payable),
  };
};
