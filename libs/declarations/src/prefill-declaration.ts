import { legalDayOf } from '#event-catalogue';
import { Exact, signOf } from '#money';
import { assessmentCurrencyOf, type RuleBook } from '#rules';
import { type CoveredLine, type DeclaredItem } from './declarations.events';
import { type DeclarationHeader, type LodgeDeclaration, maxItems, procedureOfScheme } from './lodge-declaration';

/** An order line as advance data announced it: exact price of one unit without tax, units as sold. Only class `goods` is declared. */
export type PrefillLine = Readonly<{
  ordinal: number;
  sku: string;
  description?: string;
  quantity: number;
  unitPrice: string;
  class: string;
  hsCode?: string;
  origin?: string;
  merchantProductIdentifier?: string;
  manufacturerProductIdentifier?: string;
}>;

/** The header of an order; freight, insurance and discount are exact decimals in its currency. */
export type PrefillOrder = Pick<
  DeclarationHeader,
  'buyerType' | 'transactionType' | 'dispatchCountry' | 'currency' | 'freight' | 'insurance' | 'discount'
> &
  Readonly<{ seller: string; orderNumber: string }>;

/** How the tax of the supply is collected, as attributed at checkout; `statedValue` is the intrinsic value tested there. */
export type PrefillRegime =
  | Readonly<{
      kind: 'EU-IOSS' | 'UK-SUPPLY';
      schemeNumber: string;
      suppliedOn: string;
      statedValue?: Readonly<{ amount: string; currency: string }>;
    }>
  /** The carrier collects it from the recipient: its authorisation, and no day of supply. */
  | Readonly<{ kind: 'EU-SA'; schemeNumber: string }>
  | Readonly<{ kind: 'STANDARD-IMPORT' }>;

/** All that a declaration needs beside the law: the order, its parties, the parcel, the authority and its numbers. */
export type PrefillInput = Readonly<{
  order: PrefillOrder;
  lines: readonly PrefillLine[];
  /** Units cancelled before dispatch, by ordinal. */
  cancelled?: ReadonlyMap<number, number>;
  regime: PrefillRegime;
  parties: Pick<DeclarationHeader, 'declarant' | 'representativeStatus' | 'importer' | 'debtor' | 'accountHolder'>;
  consignment?: Readonly<{ carrier: string; consignmentNumber: string }>;
  authority: string;
  jurisdiction: string;
  /** IANA zone of the authority. */
  zone: string;
  acceptedAt: string;
  lrn: string;
  mrn: string;
  /** Where they are given, the declaration states the customs exchange row of its currency, as the authority will use it. */
  rules?: RuleBook;
}>;

/** What a declarant should know of the declaration made from an order; it is lodged all the same. */
export type PrefillFinding = Readonly<{ code: 'VALUE_ZERO'; ordinal: number }> | Readonly<{ code: 'ORIGIN_FROM_DISPATCH' }>;

/** The declaration to lodge, or why the goods cannot be declared. */
export type Prefilled =
  | Readonly<{ kind: 'declarable'; command: LodgeDeclaration; findings: readonly PrefillFinding[] }>
  /** `ordinal` is the line at fault. A parcel with one unclassified line is not declared in part. */
  | Readonly<{ kind: 'notDeclarable'; reason: 'NO_GOODS' | 'CLASSIFICATION_MISSING' | 'DECLARATION_TOO_LARGE'; ordinal?: number }>;

/**
 * A declaration from an order: re-use of data through the chain (WCO Framework of Standards, Standard 1 and 2). H7 with six digits where a
 * scheme collects the VAT, H1 with eight for a standard import. One item per commodity code (in H1 also per origin) over the goods as
 * dispatched, in order of first appearance; its value is the exact sum of price x units. Pure.
 */
export const prefillDeclaration = (input: PrefillInput): Prefilled => {
  const { order, regime } = input;
  const digits = regime.kind === 'STANDARD-IMPORT' ? 8 : 6;
  const goods = dispatchedGoods(input);
  if (goods.length === 0) return { kind: 'notDeclarable', reason: 'NO_GOODS' };
  const unclassified = goods.find((g) => (g.line.hsCode ?? '').length < digits);
  if (unclassified !== undefined) return { kind: 'notDeclarable', reason: 'CLASSIFICATION_MISSING', ordinal: unclassified.line.ordinal };
  const items = itemsOf(goods, input, digits);
  if (items.length > maxItems) return { kind: 'notDeclarable', reason: 'DECLARATION_TOO_LARGE' };
  const findings: PrefillFinding[] = goods
    .filter((g) => signOf(g.line.unitPrice) === 0)
    .map((g) => ({ code: 'VALUE_ZERO', ordinal: g.line.ordinal }));
  if (digits === 8 && goods.some((g) => g.line.origin === undefined)) findings.push({ code: 'ORIGIN_FROM_DISPATCH' });
  const acceptedOn = legalDayOf(input.acceptedAt, input.zone);
  const header: DeclarationHeader = {
    authority: input.authority,
    jurisdiction: input.jurisdiction,
    lrn: input.lrn,
    mrn: input.mrn,
    dataset: digits === 6 ? 'H7' : 'H1',
    seller: order.seller,
    buyerType: order.buyerType,
    transactionType: order.transactionType,
    dispatchCountry: order.dispatchCountry,
    currency: order.currency,
    freight: order.freight,
    insurance: order.insurance,
    discount: order.discount,
    acceptedAt: input.acceptedAt,
    acceptedOn,
    prefilledFrom: 'order',
    ...input.parties,
    ...input.consignment,
    ...schemeFields(regime),
    ...exchangeFields(input, acceptedOn),
  };
  return { kind: 'declarable', command: { type: 'LodgeDeclaration', header, items, zone: input.zone }, findings };
};

type Goods = Readonly<{ line: PrefillLine; units: number }>;

const dispatchedGoods = ({ lines, cancelled }: PrefillInput): readonly Goods[] =>
  lines
    .filter((line) => line.class === 'goods')
    .map((line) => ({ line, units: line.quantity - (cancelled?.get(line.ordinal) ?? 0) }))
    .filter((g) => g.units > 0);

const schemeFields = (
  regime: PrefillRegime,
): Partial<Pick<DeclarationHeader, 'scheme' | 'schemeNumber' | 'suppliedOn' | 'statedValue'>> => {
  if (regime.kind === 'STANDARD-IMPORT') return {};
  if (regime.kind === 'EU-SA') return { scheme: regime.kind, schemeNumber: regime.schemeNumber };
  const { kind: scheme, schemeNumber, suppliedOn, statedValue } = regime;
  return {
    scheme,
    schemeNumber,
    suppliedOn,
    ...(statedValue === undefined ? {} : { statedValue: { ...statedValue, amount: upToTwelveDecimals(statedValue.amount) } }),
  };
};

/** A converted value has endless digits. Rounded up, one above a limit (which is inclusive) stays above it and one within stays within. */
const upToTwelveDecimals = (amount: string): string => {
  const [, kept, rest] = /^(\d+\.\d{12})(\d+)$/.exec(amount) ?? [];
  if (kept === undefined || rest === undefined) return amount;
  return signOf(rest) === 0 ? kept : Exact.parse(kept).plus(Exact.ofMinor(1n, 12)).toCanonicalText();
};

/**
 * The row of the declaration's own currency; where that is the euro, the row of the currency of assessment (Implementing Regulation
 * 2015/2447 Art. 146).
 */
const exchangeFields = ({ rules, order, jurisdiction }: PrefillInput, acceptedOn: string): Pick<DeclarationHeader, 'exchangeRow'> => {
  const target = rules === undefined ? undefined : assessmentCurrencyOf(rules, jurisdiction, acceptedOn);
  const rule = rules?.jurisdiction(jurisdiction)?.value.customsFx;
  if (rules === undefined || target === undefined || rule === undefined) return {};
  const conversion = rules.conversion(order.currency, target, rule, acceptedOn);
  const found = 'kind' in conversion ? undefined : (conversion.rows.find((row) => row.quote === order.currency) ?? conversion.rows[0]);
  if (found === undefined) return {};
  const { base, quote, rate, day, sourceDate } = found;
  return { exchangeRow: { base, quote, rate, day, sourceDate } };
};

type OpenItem = { code: string; origin: string | undefined; value: Exact; units: number; lines: PrefillLine[]; covers: CoveredLine[] };

const itemsOf = (goods: readonly Goods[], input: PrefillInput, digits: 6 | 8): readonly DeclaredItem[] => {
  const { order, regime } = input;
  const mostCovers = coversPerItem(order);
  const open = new Map<string, OpenItem>();
  const all: OpenItem[] = [];
  for (const { line, units } of goods) {
    const code = (line.hsCode ?? '').slice(0, digits);
    const origin = digits === 8 ? (line.origin ?? order.dispatchCountry) : undefined;
    const key = `${code} ${origin ?? ''}`;
    let item = open.get(key);
    if (item === undefined || item.covers.length === mostCovers) {
      item = { code, origin, value: Exact.ZERO, units: 0, lines: [], covers: [] };
      open.set(key, item);
      all.push(item);
    }
    item.value = item.value.plus(Exact.parse(line.unitPrice).times(Exact.ofInteger(BigInt(units))));
    item.units += units;
    item.lines.push(line);
    item.covers.push({ seller: order.seller, orderNumber: order.orderNumber, ordinal: line.ordinal, quantity: units });
  }
  const additionalProcedures = regime.kind === 'STANDARD-IMPORT' ? [] : ['C07', procedureOfScheme[regime.kind]];
  return all.map((item, i) => declared(item, i + 1, additionalProcedures));
};

const declared = (
  { code, origin, value, units, lines, covers }: OpenItem,
  seq: number,
  additionalProcedures: readonly string[],
): DeclaredItem => ({
  seq,
  hsCode: code,
  description: lines[0]?.description ?? lines[0]?.sku ?? code,
  goodsValue: value.toCanonicalText(),
  quantity: units,
  additionalProcedures,
  covers,
  ...(origin === undefined ? {} : { origin }),
  ...shared(lines, 'merchantProductIdentifier'),
  ...shared(lines, 'manufacturerProductIdentifier'),
});

/** Identifiers are data of an item: stated where all its lines have the same. */
const shared = (
  lines: readonly PrefillLine[],
  field: 'merchantProductIdentifier' | 'manufacturerProductIdentifier',
): Partial<Pick<DeclaredItem, typeof field>> => {
  const first = lines[0]?.[field];
  return first !== undefined && lines.every((line) => line[field] === first) ? { [field]: first } : {};
};

/**
 * An item lists at most 400 order lines, fewer where the order number is long: its event must stay below 64 kB. Beyond that another item of
 * the same code begins.
 */
const coversPerItem = ({ seller, orderNumber }: PrefillOrder): number => {
  const longest: CoveredLine = { seller, orderNumber, ordinal: Number.MAX_SAFE_INTEGER, quantity: Number.MAX_SAFE_INTEGER };
  return Math.min(400, Math.floor((48 * 1024) / Buffer.byteLength(JSON.stringify(longest), 'utf8')));
};
