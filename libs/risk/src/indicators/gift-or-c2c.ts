import { type Declared } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { grouped } from '../grouped';
import { type RiskRules } from '../risk-rules';

/**
 * R11: declarations of gifts or of sales between private persons, whose seller sells by trade. `commercialOrders`: B2C and B2B orders that
 * it announced.
 */
export const giftOrC2c = (
  seller: string,
  declarations: readonly Declared[],
  commercialOrders: number,
  rules: RiskRules,
): readonly Finding[] => {
  const least = rules.giftOrC2c.commercialOrders;
  const found = declarations.filter(({ transactionType }) => transactionType === 'gift' || transactionType === 'C2C');
  if (commercialOrders < least) return [];
  return [...grouped(found, ({ acceptedOn }) => acceptedOn.slice(0, 7))].map(([month, own]) =>
    findingOf('R11', rules, {
      subject: { kind: 'seller', id: seller },
      from: month,
      to: month,
      figure: { name: 'declared as gift or C2C', value: String(own.length), unit: 'declarations' },
      threshold: { name: 'orders by trade', value: String(least), unit: 'orders' },
      measured: [{ name: 'orders by trade', value: String(commercialOrders), unit: 'orders' }],
      sentence:
        `${counted(own.length, 'declaration')} of goods of ${seller} as gift or C2C in ${month}; ` +
        `the seller announced ${counted(commercialOrders, 'order')} by trade`,
      evidence: own.map(({ stream, position, mrn, acceptedOn, transactionType }) => ({
        stream,
        position,
        values: { at: acceptedOn, mrn, transactionType },
      })),
    }),
  );
};
