import { Exact } from '#money';
import { formatExpression, type TaxExpression } from './expression';

/**
 * What an expression is applied to: the value of the goods, their quantity in a unit of measure, and amounts of another currency in that of
 * the value.
 */
export interface Basis {
  readonly value: Exact;
  readonly quantityOf: (unit: string) => Exact;
  readonly converted: (amount: Exact, currency: string) => Exact;
}

/**
 * The tax that an expression of one item comes to, exact: whoever assesses rounds it, once. @throws RangeError for an expression that is
 * not of one item
 */
export const evaluate = (e: TaxExpression, basis: Basis): Exact => {
  switch (e.kind) {
    case 'adValorem':
      return basis.value.percent(Exact.parse(e.rate));
    case 'specific':
      return basis.converted(Exact.parse(e.amount).times(basis.quantityOf(e.unit)).dividedBy(Exact.parse(e.perQuantity)), e.currency);
    case 'sum':
      return e.of.reduce((sum, part) => sum.plus(evaluate(part, basis)), Exact.ZERO);
    case 'min':
    case 'max':
      return e.of.map((part) => evaluate(part, basis)).reduce((a, b) => (a.compare(b) < 0 === (e.kind === 'min') ? a : b));
    case 'flatPerDistinctHs6':
    case 'flatPerConsignment':
    case 'vat':
      throw new RangeError(`${formatExpression(e)} is no expression of one item's duty`);
  }
};
