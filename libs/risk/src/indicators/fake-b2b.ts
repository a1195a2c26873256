import { type Declared, type Recorded } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { type RiskRules } from '../risk-rules';

/** An order that a declaration covers, as its seller announced it. */
export interface CoveredOrder extends Recorded {
  readonly number: string;
  readonly buyerType: string;
  readonly transactionType: string;
}

/** R09: an import for a business whose goods were sold to several consumers. */
export const fakeB2b = (declared: Declared, covered: readonly CoveredOrder[], rules: RiskRules): readonly Finding[] => {
  const { stream, position, mrn, acceptedOn, buyerType, transactionType } = declared;
  const toConsumers = covered.filter((order) => order.buyerType === 'consumer');
  const least = rules.fakeB2b.orders;
  if ((buyerType !== 'business' && transactionType !== 'B2B') || toConsumers.length < least) return [];
  return [
    findingOf('R09', rules, {
      subject: { kind: 'declaration', id: stream },
      from: acceptedOn,
      to: acceptedOn,
      figure: { name: 'orders of consumers', value: String(toConsumers.length), unit: 'orders' },
      threshold: { name: 'orders of consumers', value: String(least), unit: 'orders' },
      measured: [{ name: 'orders covered', value: String(covered.length), unit: 'orders' }],
      sentence: `${mrn} is declared as ${transactionType} for a ${buyerType} and covers ${counted(toConsumers.length, 'order')} of consumers`,
      evidence: [
        { stream, position, values: { at: acceptedOn, mrn, buyerType, transactionType } },
        ...toConsumers.map((order) => ({
          stream: order.stream,
          position: order.position,
          values: { order: order.number, buyerType: order.buyerType },
        })),
      ],
      evidenceCount: toConsumers.length + 1,
    }),
  ];
};
