import { amountText, moneyText, percentText } from '../exact-figures';
import { type Evidence, type Finding, findingOf } from '../finding';
import { type RiskRules } from '../risk-rules';

/** Orders that are declared whole, with what their buyers paid for them without the VAT of a scheme: one case of reconciliation. */
export interface PaidAndDeclared {
  /** Key of the case. */
  readonly key: string;
  readonly names: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** Exact units; the value declared with freight and insurance, less discount. */
  readonly declared: bigint;
  readonly captured: bigint;
  readonly evidence: readonly Evidence[];
}

/** R04: declared for less than a share of what was paid. */
export const underInvoicePayment = (
  { key, names, from, to, currency, declared, captured, evidence }: PaidAndDeclared,
  rules: RiskRules,
): readonly Finding[] => {
  const { percent } = rules.underInvoicePayment;
  if (captured <= 0n || declared * 100n >= captured * BigInt(percent)) return [];
  // Two decimals: one would show some that are below the limit as if they were at it.
  const share = percentText(declared < 0n ? 0n : declared, captured, 2);
  return [
    findingOf('R04', rules, {
      subject: { kind: 'order', id: key },
      from,
      to,
      evidence,
      figure: { name: 'declared of paid', value: share, unit: '%' },
      threshold: { name: 'declared of paid', value: String(percent), unit: '%' },
      measured: [
        { name: 'declared', value: amountText(declared, currency), unit: currency },
        { name: 'paid without VAT', value: amountText(captured, currency), unit: currency },
      ],
      sentence:
        `${names}: declared at ${moneyText(declared, currency)}, ` +
        `paid for with ${moneyText(captured, currency)} without VAT, which is ${share} %`,
    }),
  ];
};
