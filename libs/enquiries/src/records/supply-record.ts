import { type OrderEvent, type OrderLine } from '#advance-data';
import { type Recorded } from '#event-catalogue';

/** A fact that the article asks for; `missing` says why the ledger does not have it. */
export type Entry<T> = Readonly<{ value: T }> | Readonly<{ missing: string }>;

/** An amount in its currency, canonical text. */
interface Amount {
  readonly amount: string;
  readonly currency: string;
}
interface ReturnOfGoods {
  readonly reference: string;
  readonly on?: string;
  readonly rate?: string;
  readonly taxable?: string;
  readonly vat?: string;
  readonly currency?: string;
}

/**
 * What Implementing Regulation (EU) 282/2011 Art. 63c(2) wants recorded of each supply under the import scheme, letter by letter. It is
 * kept for ten years from the end of the year of the supply and made available electronically on request (VAT Directive Art. 369x).
 */
export interface SupplyRecord {
  readonly schemeNumber: string;
  /** Stream of the order. */
  readonly order: string;
  /** Last day of retention. */
  readonly keepUntil: string;
  /** Member State of consumption. */
  readonly a: Entry<string>;
  /** Description and quantity of the goods supplied. */
  readonly b: Entry<
    readonly {
      readonly ordinal: number;
      readonly description: Entry<string>;
      readonly quantity: number;
      readonly sku: string;
      readonly hsCode?: string;
    }[]
  >;
  /** Date of the supply. */
  readonly c: Entry<string>;
  /** Taxable amount with its currency. */
  readonly d: Entry<Amount>;
  /** Later increases or reductions of the taxable amount; none is an empty list. */
  readonly e: Entry<readonly (Amount & { readonly on: string; readonly reference: string })[]>;
  /** VAT rates applied, percent. */
  readonly f: Entry<readonly { readonly rate: string; readonly taxable: string; readonly vat: string }[]>;
  /** VAT payable with its currency. */
  readonly g: Entry<Amount>;
  /** Date and amount of payments received. */
  readonly h: Entry<readonly (Amount & { readonly at: string; readonly transaction: string })[]>;
  /** Where an invoice is issued, what it says. */
  readonly i: Entry<never>;
  /** What the places are determined by where the transport begins and ends. */
  readonly j: Entry<{ readonly from: string; readonly to: string }>;
  /** Proof of returns, with taxable amount and rate; none is an empty list. */
  readonly k: Entry<readonly ReturnOfGoods[]>;
  /** Order number, or unique transaction number. */
  readonly l: Entry<string>;
  /** Unique consignment number, where the taxable person has a part in the delivery. */
  readonly m: Entry<readonly string[]>;
}

/** What is known of an order beside its own stream. */
export interface OrderSurroundings {
  readonly consignments: readonly string[];
  readonly returns: readonly { readonly reference: string }[];
}
type Told = Recorded<OrderEvent>;
type DataOf<Name extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Name }>['data'];

const dataOf = <Name extends OrderEvent['type']>(events: readonly Told[], name: Name): readonly DataOf<Name>[] =>
  events.filter((event) => event.type === name).map(({ data }) => data as DataOf<Name>);

const missing = (reason: string): { readonly missing: string } => ({ missing: reason });
/** Nobody tells this ledger of invoices: for supplies to consumers the scheme needs none (VAT Directive Art. 220, 221). */
const noInvoice = 'no invoice is told to this ledger';

/** The record of an order's supply; undefined where the order has none under the number. `add` adds canonical amounts. */
export const recordOf = (
  schemeNumber: string,
  order: string,
  events: readonly Told[],
  { consignments, returns }: OrderSurroundings,
  add: (amounts: readonly string[]) => string,
): SupplyRecord | undefined => {
  const supply = dataOf(events, 'SupplyAttributed').find((one) => one.schemeNumber === schemeNumber);
  if (supply === undefined) return undefined;
  const [head] = dataOf(events, 'OrderRecorded');
  const { currency, rows, suppliedAt, consumptionCountry } = supply;
  const lines = dataOf(events, 'OrderLinesRecorded')
    .flatMap((chunk) => chunk.lines)
    .filter(({ class: of }) => of === 'goods');
  const adjustments = dataOf(events, 'SupplyAdjusted').filter((one) => one.schemeNumber === schemeNumber);
  const payments = dataOf(events, 'OrderPaymentConfirmed');
  const total = (field: 'taxable' | 'vat'): { readonly value: Amount } => ({
    value: { amount: add(rows.map((row) => row[field])), currency },
  });
  return {
    schemeNumber,
    order,
    keepUntil: `${String(Number.parseInt(suppliedAt.slice(0, 4), 10) + 10)}-12-31`,
    a: { value: consumptionCountry },
    b: lines.length === 0 ? missing('no lines of the order are known') : { value: lines.map(lineOf) },
    c: { value: suppliedAt },
    d: total('taxable'),
    e: {
      value: adjustments.map((one) => ({
        on: one.adjustedAt,
        reference: one.creditNumber,
        amount: add(one.rows.map(({ taxable }) => taxable)),
        currency: one.currency,
      })),
    },
    f: { value: rows.map(({ rate, taxable, vat }) => ({ rate, taxable, vat })) },
    g: total('vat'),
    h:
      payments.length === 0
        ? missing('no captured payment names the order')
        : {
            value: payments.map(({ acceptedAt: at, amount, currency: paid, transactionId: transaction }) => ({
              at,
              amount,
              currency: paid,
              transaction,
            })),
          },
    i: missing(noInvoice),
    j: placesOf(head),
    k: { value: [...returns.map(({ reference }) => ({ reference })), ...adjustments.flatMap(returnOf)] },
    l: head === undefined ? missing('the order was never told, only its payment') : { value: head.orderNumber },
    m: consignments.length === 0 ? missing('no manifest names the order') : { value: consignments },
  };
};

const lineOf = ({ ordinal, description, quantity, sku, hsCode }: OrderLine) => ({
  ordinal,
  description: description === undefined ? missing('the seller told none') : { value: description },
  quantity,
  sku,
  ...(hsCode === undefined ? {} : { hsCode }),
});

const placesOf = (head: DataOf<'OrderRecorded'> | undefined): SupplyRecord['j'] => {
  if (head === undefined) return missing('the order was never told, only its payment');
  return head.destination === undefined
    ? missing('the destination of the order is unknown')
    : { value: { from: head.dispatchCountry, to: head.destination } };
};

/** A correction that takes units back is a return of goods; one without units is a lower price. */
const returnOf = ({ creditNumber: reference, adjustedAt, lines, rows, currency }: DataOf<'SupplyAdjusted'>): readonly ReturnOfGoods[] =>
  lines.length === 0 ? [] : rows.map(({ rate, taxable, vat }) => ({ reference, on: adjustedAt, rate, taxable, vat, currency }));
