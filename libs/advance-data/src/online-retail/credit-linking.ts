import type { LineQuantity } from '../order.events';
import { isGoodsCode } from './retail-classes';
import type { RetailInvoice, RetailInvoiceLine } from './retail-reader';

/** Rule under which a credit is linked to sales; written into the events that follow from a link. */
export const creditLinkRule = 'credit-link-1';
const dispatchDelay = 24 * 60 * 60 * 1000;

/** What a credit does to one order: cancelled before dispatch (up to 24 h after the sale) or returned later. */
export interface CreditEffect {
  readonly kind: 'cancellation' | 'return';
  readonly credit: string;
  readonly creditedAt: string;
  readonly order: string;
  /** Units by ordinal of the order's lines. */
  readonly lines: readonly LineQuantity[];
}

/** Credit lines by what became of them, and the effects in the order of the credits. */
export interface CreditLinks {
  readonly counts: { readonly linked: number; readonly partly: number; readonly unlinked: number; readonly notGoods: number };
  readonly effects: readonly CreditEffect[];
}

interface OpenSale {
  readonly invoice: RetailInvoice;
  readonly ordinal: number;
  left: number;
}

const byMoment = (a: RetailInvoice, b: RetailInvoice): number =>
  a.moment === b.moment ? (a.number < b.number ? -1 : 1) : a.moment < b.moment ? -1 : 1;
const keyOf = (invoice: RetailInvoice, line: RetailInvoiceLine): string => `${invoice.customer}\n${line.stockCode}\n${line.price}`;

/**
 * Demo rule 6: over all lines in order of (moment, invoice, ordinal), a credit consumes the latest earlier sales of the same customer,
 * stock code and unit price with units left. A credit without a customer cannot be linked; one that is no goods is not looked for. Links
 * are derived data: they are computed anew from the same lines, and only their effects become events.
 */
export const linkCredits = (invoices: readonly RetailInvoice[]): CreditLinks => {
  const sales = new Map<string, OpenSale[]>();
  const counts = { linked: 0, partly: 0, unlinked: 0, notGoods: 0 };
  const effects: CreditEffect[] = [];
  for (const invoice of [...invoices].sort(byMoment)) {
    if (!invoice.credit) openSales(invoice, sales);
    else {
      const touched: OpenEffects = new Map();
      for (const line of invoice.lines) counts[linkLine(invoice, line, sales, touched)] += 1;
      effects.push(...[...touched].map(([sale, units]) => effectOf(invoice, sale, units)));
    }
  }
  return { counts, effects };
};

const openSales = (invoice: RetailInvoice, sales: Map<string, OpenSale[]>): void => {
  for (const line of invoice.lines) {
    if (line.class !== 'goods' || line.quantity <= 0 || invoice.customer === '') continue;
    const key = keyOf(invoice, line);
    const sale = { invoice, ordinal: line.ordinal, left: line.quantity };
    const open = sales.get(key);
    if (open === undefined) sales.set(key, [sale]);
    else open.push(sale);
  }
};

/** Units taken by the credit at hand, by order and ordinal. */
type OpenEffects = Map<RetailInvoice, Map<number, number>>;

const linkLine = (
  credit: RetailInvoice,
  line: RetailInvoiceLine,
  sales: Map<string, OpenSale[]>,
  touched: OpenEffects,
): 'linked' | 'partly' | 'unlinked' | 'notGoods' => {
  if (!isGoodsCode(line.stockCode)) return 'notGoods';
  const open = sales.get(keyOf(credit, line)) ?? [];
  const asked = -line.quantity;
  let missing = asked;
  for (let sale = open.at(-1); sale !== undefined && missing > 0; sale = open.at(-1)) {
    const taken = Math.min(sale.left, missing);
    missing -= taken;
    sale.left -= taken;
    const units = touched.get(sale.invoice) ?? new Map<number, number>();
    units.set(sale.ordinal, (units.get(sale.ordinal) ?? 0) + taken);
    touched.set(sale.invoice, units);
    if (sale.left === 0) open.pop();
  }
  if (missing === asked) return 'unlinked';
  return missing === 0 ? 'linked' : 'partly';
};

const effectOf = (credit: RetailInvoice, sale: RetailInvoice, units: ReadonlyMap<number, number>): CreditEffect => ({
  kind: Date.parse(credit.moment) - Date.parse(sale.moment) <= dispatchDelay ? 'cancellation' : 'return',
  credit: credit.number,
  creditedAt: credit.moment,
  order: sale.number,
  lines: [...units].sort(([a], [b]) => a - b).map(([ordinal, quantity]) => ({ ordinal, quantity })),
});
