import { minorUnitsOf } from '../exact-units';
import { type LineTolerance, type ReconciliationRules } from '../reconciliation-rules';

const usual: Readonly<Record<LineTolerance, (rules: ReconciliationRules) => string>> = {
  'captured-amount': ({ tolerances }) => tolerances.payment.perLine,
  'declared-value': ({ tolerances }) => tolerances.declaredValue.perLine,
  'authority-tax': ({ tolerances }) => tolerances.authorityTax.perLine,
  'collected-tax': ({ tolerances }) => tolerances.collection.perLine,
};

/** What a line may be off by in a comparison, exact units: that of the currency where it has one of its own, else the usual one. */
export const lineTolerance = (rules: ReconciliationRules, comparison: LineTolerance, currency: string): bigint => minorUnitsOf(rules.ofCurrency[currency]?.[comparison] ?? usual[comparison](rules), currency);
