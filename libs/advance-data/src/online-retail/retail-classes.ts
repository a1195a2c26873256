import { signOf } from '#money';
import type { LineClass } from '../order.events';

const freightCodes = new Set(['POST', 'DOT', 'C2']);
const sellerCostCodes = new Set(['AMAZONFEE', 'BANK CHARGES', 'CRUK']);

/** Five digits with letters, or the shop's two other names for goods (demo rule 1). */
export const isGoodsCode = (stockCode: string): boolean =>
  /^\d{5}[A-Za-z]*$/.test(stockCode) || stockCode.startsWith('DCGS') || stockCode === 'PADS';

export interface ClassifiableLine {
  readonly stockCode: string;
  readonly quantity: number;
  /** Canonical decimal text. */
  readonly price: string;
}

/** The class of a line by demo rule 1: the tests in the order given there. `pricedGoods`: the invoice sells goods at a price. */
export const retailClassOf = (invoice: string, { stockCode, quantity, price }: ClassifiableLine, pricedGoods: boolean): LineClass => {
  if (invoice.startsWith('C')) return 'credit';
  if (invoice.startsWith('A') || stockCode === 'B') return 'badDebt';
  if (freightCodes.has(stockCode)) return 'freight';
  if (stockCode === 'D') return 'discount';
  if (stockCode === 'M' || stockCode === 'm') return 'manual';
  if (stockCode === 'S') return 'sample';
  if (sellerCostCodes.has(stockCode)) return 'sellerCost';
  if (stockCode.startsWith('gift_')) return 'voucher';
  if (quantity < 0 || (signOf(price) === 0 && !pricedGoods)) return 'stockAdjustment';
  return isGoodsCode(stockCode) ? 'goods' : 'unclassifiedCode';
};

/** Whether an invoice sells goods at a price: a line at zero beside such goods is a gift with the purchase, else it is no sale. */
export const sellsPricedGoods = (lines: readonly ClassifiableLine[]): boolean =>
  lines.some((line) => line.quantity > 0 && isGoodsCode(line.stockCode) && signOf(line.price) > 0);
