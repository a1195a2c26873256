import { formatMoney } from '#money';
import { assess } from './assess';
import { type AssessedDeclaration } from './assessment';
import { type AssessableDeclaration } from './declaration';
import { shippedRuleBook } from './shipped-rule-book';

export const book = shippedRuleBook();

/** A parcel of a T-shirt to France after the flat duty began. */
export const parcel = (more: Partial<AssessableDeclaration> = {}): AssessableDeclaration => ({
  jurisdiction: 'FR',
  dataset: 'H7',
  acceptedOn: '2026-07-10',
  currency: 'EUR',
  items: [{ seq: 1, hsCode: '610910', origin: 'CN', goodsValue: '100.00', quantity: '1' }],
  buyerType: 'consumer',
  transactionType: 'B2C',
  additionalProcedures: [],
  ...more,
});
export const IOSS = { id: 'EU-IOSS', number: 'IM0123456789', suppliedOn: '2026-06-30' } as const;

/** The answer where there is one. */
export const assessed = (declaration: AssessableDeclaration, rules = book): AssessedDeclaration => {
  const result = assess(declaration, rules);
  if (result.kind === 'refused') throw new Error(`${result.code}: ${result.message}`);
  return result;
};
/** Tax type, beneficiary, assessed, relieved, accounted elsewhere, payable. */
export const shown = (a: AssessedDeclaration): readonly string[] =>
  a.totals.map(
    (t) =>
      `${t.taxType} ${t.beneficiary} ${[t.assessed, t.relieved, t.accountedElsewhere, t.payable].map((m) => formatMoney(m)).join(' ')} ${a.currency}`,
  );
