import { add, type CurrencyCode, Exact, type Money, negate, roundStep, type RoundingStep, sum, zero } from '#money';

/** VAT of one row of a return, net x rate, half-even to the minor unit (as HMRC's IOSS return does); `rate` per cent. */
export const returnRowVat = (net: Money, rate: string): Readonly<{ vat: Money; step: RoundingStep }> => {
  const { money, step } = roundStep('EU-IOSS.row-vat', Exact.ofMoney(net).percent(Exact.parse(rate)), net.currency, 'half-even');
  return { vat: money, step };
};

/** VAT due to one state: `vat` of the period's rows, or a signed correction of an earlier period. */
export type ReturnAmount = Readonly<{ beneficiary: string; vat: Money }>;

/** What the return owes to one state, or is owed by it. */
export type BeneficiaryBalance = Readonly<{ beneficiary: string; declared: Money; corrections: Money; balance: Money }>;

export type ReturnBalance = Readonly<{
  /** Every state named, in order of its code. */
  balances: readonly BeneficiaryBalance[];
  /**
   * The sum of the positive balances: a negative one never reduces what is owed to another state, which refunds directly (Art. 369s-369t).
   */
  payable: Money;
  /** The sum of the negative balances as a positive amount: what the states refund. */
  refundable: Money;
  /** VAT of the period's rows before corrections. */
  declared: Money;
}>;

/**
 * Nets corrections within a state and never across states. All amounts are in the currency of the return. @throws AmountError
 * CURRENCY_MISMATCH
 */
export const returnBalance = (
  currency: CurrencyCode,
  rows: readonly ReturnAmount[],
  corrections: readonly ReturnAmount[],
): ReturnBalance => {
  const names = [...new Set([...rows, ...corrections].map((r) => r.beneficiary))].sort((a, b) => (a < b ? -1 : 1));
  const total = (amounts: readonly ReturnAmount[], beneficiary: string): Money =>
    sum(
      amounts.filter((a) => a.beneficiary === beneficiary).map((a) => a.vat),
      currency,
    );
  const balances = names.map((beneficiary) => {
    const declared = total(rows, beneficiary);
    const corrected = total(corrections, beneficiary);
    return { beneficiary, declared, corrections: corrected, balance: add(declared, corrected) };
  });
  const part = (positive: boolean): Money =>
    balances.reduce((t, b) => (b.balance.minor > 0n === positive ? add(t, b.balance) : t), zero(currency));
  return {
    balances,
    payable: part(true),
    refundable: negate(part(false)),
    declared: sum(
      rows.map((r) => r.vat),
      currency,
    ),
  };
};
