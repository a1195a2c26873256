import { addDays, addMinutes } from './days';
import { Seeded } from './seeded';

/** A line of a generated order; price is the exact text of one unit without VAT, in the order's currency. */
export interface GeneratedLine {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPrice: string;
}
/** What later happens to an order's goods, by ordinal (from 1). */
export interface GeneratedCredit {
  readonly creditNumber: string;
  readonly creditedAt: string;
  readonly lines: readonly { readonly ordinal: number; readonly quantity: number }[];
}
export interface GeneratedOrder {
  readonly orderNumber: string;
  readonly orderedAt: string;
  readonly buyer: string;
  readonly destination: string;
  readonly currency: string;
  readonly lines: readonly GeneratedLine[];
  readonly freight: string;
  readonly credit?: GeneratedCredit;
  /** The vendor's file with this order reached the ledger this many months late: a positive correction. */
  readonly announcedMonthsLate: number;
}

export interface TradePlan {
  readonly seed: number;
  readonly parcels: number;
  /** First day of the trade. */
  readonly from: string;
  /** Days from it over which the orders spread; three months of thirteen weeks in all unless told. */
  readonly days?: number;
}

const tradeDays = 91;

/** The 27 Member States (ISO codes). */
export const memberStates = [
  'AT',
  'BE',
  'BG',
  'HR',
  'CY',
  'CZ',
  'DK',
  'EE',
  'FI',
  'FR',
  'DE',
  'GR',
  'HU',
  'IE',
  'IT',
  'LV',
  'LT',
  'LU',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SK',
  'SI',
  'ES',
  'SE',
] as const;

/** Units of a currency that a shop would ask for one euro: round figures for price lists, not exchange rates. */
const priceLevel: Readonly<Record<string, number>> = {
  CZK: 25,
  DKK: 7,
  EUR: 1,
  GBP: 1,
  HUF: 400,
  PLN: 4,
  RON: 5,
  SEK: 11,
  USD: 1,
  CHF: 1,
  NOK: 12,
};
/** Of the states that have no euro. */
export const ownCurrency: Readonly<Record<string, string>> = { CZ: 'CZK', DK: 'DKK', HU: 'HUF', PL: 'PLN', RO: 'RON', SE: 'SEK' };

/** Goods of the generated shop: sku, description, price level in euro cents. */
const goods = [
  ['TS-100', 'COTTON T-SHIRT PLAIN', 1490],
  ['MG-210', 'CERAMIC COFFEE MUG', 790],
  ['CU-311', 'CUSHION COVER LINEN', 1290],
  ['CA-404', 'SCENTED CANDLE VANILLA', 650],
  ['NB-520', 'NOTEBOOK RULED', 480],
  ['BA-610', 'SHOPPING BAG RETROSPOT', 390],
  ['CL-701', 'WALL CLOCK WOODEN', 2450],
  ['FR-802', 'PHOTO FRAME WOOD', 1150],
  ['UM-903', 'FOLDING UMBRELLA BLACK', 1690],
  ['TY-110', 'SOFT TOY RABBIT', 1250],
  ['NK-220', 'NECKLACE GLASS BEADS', 990],
  ['TL-330', 'BATH TOWEL BLUE', 1390],
  ['LA-440', 'LANTERN METAL', 1580],
  ['BX-550', 'CARDBOARD GIFT BOX', 350],
  ['GL-660', 'DRINKING GLASS SET', 1850],
  ['MI-770', 'MIRROR FRAMED', 2790],
] as const;

type Kind = 'ioss' | 'euAbove' | 'ukSupply' | 'ukAbove' | 'outside';
const kindOf = (draw: number): Kind => {
  if (draw < 66) return 'ioss';
  if (draw < 73) return 'euAbove';
  if (draw < 90) return 'ukSupply';
  if (draw < 96) return 'ukAbove';
  return 'outside';
};

/** Cents as text with two decimals, without passing through a float. */
const centsText = (cents: number): string => `${String(Math.trunc(cents / 100))}.${String(cents % 100).padStart(2, '0')}`;

const destinationOf = (kind: Kind, index: number, random: Seeded): string => {
  if (kind === 'ioss' || kind === 'euAbove') return memberStates[index % memberStates.length] ?? 'FR';
  return kind === 'outside' ? random.pick(['CH', 'US', 'NO']) : 'GB';
};

const currencyOf = (destination: string, random: Seeded): string => {
  if (destination === 'GB') return 'GBP';
  const own = ownCurrency[destination];
  return own !== undefined && random.chance(500_000) ? own : 'EUR';
};

const linesOf = (kind: Kind, currency: string, random: Seeded): readonly GeneratedLine[] => {
  const level = priceLevel[currency] ?? 1;
  const above = kind === 'euAbove' || kind === 'ukAbove';
  const wanted = random.between(1, 3);
  const start = random.below(goods.length);
  return Array.from({ length: wanted }, (_, i) => {
    const [sku, description, cents] = goods[(start + i * 5) % goods.length] ?? goods[0];
    const price = cents + random.below(40) * 5;
    // Above: a few hundred euro in any case. Otherwise three lines of at most 30 euro each stay clear of every threshold.
    const quantity = above ? Math.ceil(25_000 / price) : random.between(1, Math.max(1, Math.trunc(3000 / price)));
    return { sku, description, quantity, unitPrice: centsText(price * level) };
  });
};

const creditOf = (
  orderNumber: string,
  orderedAt: string,
  lines: readonly GeneratedLine[],
  kind: Kind,
  random: Seeded,
): GeneratedCredit | undefined => {
  if (kind === 'outside' || !random.chance(80_000)) return undefined;
  const beforeDispatch = random.chance(200_000);
  const ordinal = random.between(1, lines.length);
  const quantity = beforeDispatch ? 1 : random.between(1, lines[ordinal - 1]?.quantity ?? 1);
  // A parcel of one single unit is cancelled whole, others lose one unit; returns come back two to seven weeks later.
  const creditedAt = beforeDispatch ? addMinutes(orderedAt, random.between(30, 20 * 60)) : addDays(orderedAt, random.between(14, 50));
  return { creditNumber: `C${orderNumber}`, creditedAt, lines: [{ ordinal, quantity }] };
};

/** One order of the generated trade; a function of the plan and its index alone. */
const generatedOrder = (plan: TradePlan, index: number): GeneratedOrder => {
  const random = Seeded.of(plan.seed, 'order', String(index));
  const kind = kindOf(random.below(100));
  const destination = destinationOf(kind, index, random);
  const currency = currencyOf(destination, random);
  const orderNumber = `T${String(index + 1).padStart(7, '0')}`;
  const orderedAt = addMinutes(
    `${plan.from}T00:00:00.000Z`,
    Math.trunc((index * (plan.days ?? tradeDays) * 1440) / plan.parcels) + random.below(60),
  );
  const lines = linesOf(kind, currency, random);
  const credit = creditOf(orderNumber, orderedAt, lines, kind, random);
  const late = kind === 'ioss' && credit === undefined && random.chance(15_000);
  return {
    orderNumber,
    orderedAt,
    buyer: `buyer-${String(random.below(Math.max(1, Math.trunc(plan.parcels / 2))))}`,
    destination,
    currency,
    lines,
    freight: random.chance(500_000) ? centsText(random.between(300, 900) * (priceLevel[currency] ?? 1)) : '0',
    ...(credit === undefined ? {} : { credit }),
    announcedMonthsLate: late ? 2 : 0,
  };
};

/** The generated trade in order of time, one order at a time. */
export function* generatedTrade(plan: TradePlan): Generator<GeneratedOrder> {
  for (let index = 0; index < plan.parcels; index += 1) yield generatedOrder(plan, index);
}
