import { Exact, formatMoney, scaleOf } from '#money';

/** A message as its sender writes it. */
export type Message = Readonly<Record<string, unknown>>;

/** A line of an order. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly hsCode?: string;
  readonly origin?: string;
  readonly grossMass?: string;
}
/** An item of a declaration. */
export interface Item extends Message {
  readonly seq: number;
  readonly goodsValue: string;
  readonly quantity: number;
  readonly covers: readonly {
    readonly seller: string;
    readonly orderNumber: string;
    readonly ordinal: number;
    readonly quantity: number;
  }[];
}

/** Who takes the tax: the vendor at checkout (under IOSS or the British rules), a representative at the border, the consumer at a desk. */
export type Model = 'ioss' | 'uk' | 'border' | 'desk';

/** What a story says of its parcel; all else is as it should be. */
export interface Wanted {
  readonly ref: string;
  readonly model?: Model;
  readonly country?: string;
  readonly currency?: string;
  readonly lines?: readonly Line[];
  /** What the provider captured: the goods, with the VAT where the vendor takes it. */
  readonly captured?: string;
  /** Day of the order. */
  readonly day?: string;
  readonly order?: Message;
  readonly consignment?: Message;
  readonly declaration?: Message;
  /** Changes each item; undefined leaves it out. */
  readonly item?: (item: Item, nth: number) => Item | undefined;
}

/** The messages of one parcel of one order. */
export interface Parcel {
  readonly ref: string;
  readonly number: string;
  readonly mrn: string;
  readonly declarant: string;
  readonly authority: string;
  /** A consumer who owes at a desk. */
  readonly buyer?: string;
  readonly order: Message;
  readonly payment: Message;
  readonly consignment: Message;
  readonly arrival: Message;
  readonly delivery: Message;
  readonly declaration: Message & { readonly items: readonly Item[] };
}

export const numbers = { ioss: 'IM3720000014', uk: 'GB999999973' } as const;
export const seller = 'V-IE-1';
export const carrier = 'C-1';
const representative = 'R-1';
export const line = (quantity: number, unitPrice: string, hsCode = '39241000', more: Partial<Line> = {}): Line => ({
  sku: `SKU-${hsCode}`,
  quantity,
  unitPrice,
  hsCode,
  origin: 'CN',
  ...more,
});

const at = (day: string, days: number, hour: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + (days * 24 + hour) * 3_600_000).toISOString();
/** An amount as messages write it: with all digits of its currency. */
export const written = (amount: Exact, currency: string): string =>
  formatMoney({ minor: amount.toMinor(scaleOf(currency), 'half-even'), currency });
const valueOf = (lines: readonly Line[], currency: string): string =>
  written(
    lines.reduce((sum, { quantity, unitPrice }) => sum.plus(Exact.parse(unitPrice).times(Exact.ofInteger(BigInt(quantity)))), Exact.ZERO),
    currency,
  );

/** A parcel that left two days after its order, arrived after nine and was delivered after eleven; declared as ordered. */
export const parcelOf = (wanted: Wanted): Parcel => {
  const { ref, model = 'border', captured, day = '2026-03-02' } = wanted;
  const { country = model === 'uk' ? 'GB' : 'FR', currency = country === 'GB' ? 'GBP' : 'EUR' } = wanted;
  const { lines = [line(9, '11.00')] } = wanted;
  const schemeNumber = model === 'ioss' || model === 'uk' ? numbers[model] : undefined;
  const numbered = schemeNumber === undefined ? {} : { schemeNumber };
  const authority = country === 'GB' ? 'GB' : `EU-${country}`;
  const declarant = model === 'desk' ? `BUYER-${ref}` : representative;
  const number = `P-${ref}`;
  const mrn = `26${country}${ref.padStart(14, '0')}`;
  const items = lines.map((one, nth): Item => ({
    seq: nth + 1,
    hsCode: schemeNumber === undefined ? (one.hsCode ?? '39241000') : (one.hsCode ?? '392410').slice(0, 6),
    description: one.sku,
    ...(schemeNumber === undefined ? { origin: one.origin ?? 'CN' } : {}),
    goodsValue: valueOf([one], currency),
    quantity: one.quantity,
    additionalProcedures: schemeNumber === undefined ? [] : ['C07', model === 'ioss' ? 'F48' : '1RV'],
    covers: [{ seller, orderNumber: ref, ordinal: nth + 1, quantity: one.quantity }],
  }));
  const { item = (one: Item) => one } = wanted;
  return {
    ref,
    number,
    mrn,
    declarant,
    authority,
    ...(model === 'desk' ? { buyer: declarant } : {}),
    order: {
      seller,
      orderNumber: ref,
      buyerId: `buyer of ${ref}`,
      buyerType: 'consumer',
      transactionType: 'B2C',
      deliveryTerms: 'DDP',
      dispatchCountry: 'CN',
      destination: country,
      orderedAt: at(day, 0, 10),
      currency,
      ...numbered,
      lines,
      ...wanted.order,
    },
    payment: {
      psp: 'P-1',
      transactionId: `T-${ref}`,
      seller,
      orderNumber: ref,
      acceptedAt: at(day, 0, 11),
      amount: captured ?? valueOf(lines, currency),
      currency,
    },
    consignment: {
      carrier,
      consignmentNumber: number,
      orders: [{ seller, orderNumber: ref }],
      mode: 'post',
      dispatchCountry: 'CN',
      destination: country,
      dispatchedAt: at(day, 2, 10),
      packages: 1,
      ...numbered,
      ...wanted.consignment,
    },
    arrival: { arrivedAt: at(day, 9, 8) },
    delivery: { deliveredAt: at(day, 11, 8) },
    declaration: {
      format: 'tidewaiter/declaration/1',
      authority,
      jurisdiction: country,
      declarant,
      ...(model === 'desk' ? {} : { representativeStatus: '3' }),
      debtor: declarant,
      accountHolder: declarant,
      lrn: `L-${ref}`,
      mrn,
      dataset: schemeNumber === undefined ? 'H1' : 'H7',
      carrier,
      consignmentNumber: number,
      seller,
      buyerType: 'consumer',
      transactionType: 'B2C',
      dispatchCountry: 'CN',
      ...(schemeNumber === undefined
        ? {}
        : {
            scheme: model === 'ioss' ? 'EU-IOSS' : 'UK-SUPPLY',
            ...numbered,
            suppliedOn: day,
            statedValue: { amount: valueOf(lines, currency), currency },
          }),
      currency,
      acceptedAt: at(day, 9, 10),
      items: items.flatMap((one, nth) => item(one, nth) ?? []),
      ...wanted.declaration,
    },
  };
};

/** Without one field. */
export const without = (message: Message, field: string): Message =>
  Object.fromEntries(Object.entries(message).filter(([name]) => name !== field));
