import { canonicalJson, legalDayOf } from '#event-catalogue';
import { accept, type Decision } from '#event-store';
import { Exact, isCurrency, isDay } from '#money';
import { type DeclarationEvent, type DeclarationLodgedData, type DeclaredItem } from './declarations.events';
import { refuse, type Refused } from './declarations.rejections';
import { type DeclarationState, type LodgedDeclaration } from './declarations.state';
import { bytesPerAppend, chunked } from './event-chunks';

/** UCC Annex B: a declaration has at most 999 goods items. */
export const maxItems = 999;
const itemsPerChunk = 100;

/** What is stated of the declaration as a whole; version and item count are the decider's. */
export type DeclarationHeader = Omit<DeclarationLodgedData, 'version' | 'itemCount'>;

/**
 * A declaration as its declarant sends it. Amounts are exact decimal text in `header.currency`; `zone` is the IANA zone of the authority,
 * in which `acceptedOn` is the legal day of `acceptedAt`. `controls` are the sender's own totals, checked where they are given.
 */
export type LodgeDeclaration = Readonly<{
  type: 'LodgeDeclaration';
  header: DeclarationHeader;
  items: readonly DeclaredItem[];
  zone: string;
  controls?: Readonly<{ itemCount?: number; goodsValue?: string }>;
}>;

/** Accepts a declaration, or names the first thing in it that contradicts itself; what the law cannot assess is not asked here. */
export const lodge = (command: LodgeDeclaration, state: DeclarationState): Decision<DeclarationEvent> => {
  const { header, items } = command;
  if (state.kind === 'lodged') return alreadyLodged(header, items, state);
  const fault = faultOfDeclared(command);
  if (fault !== undefined) return fault;
  return recorded({ type: 'DeclarationLodged', data: { version: 1, itemCount: items.length, ...header } }, items);
};

/** What a declaration states, whichever version of it. */
export type Declared = Pick<LodgeDeclaration, 'header' | 'items' | 'zone' | 'controls'>;

/** The first thing that a declaration states and that contradicts itself. */
export const faultOfDeclared = (declared: Declared): Refused | undefined =>
  faultOfReferences(declared.header) ??
  faultOfMoments(declared) ??
  faultOfAmounts(declared.header) ??
  faultOfScheme(declared) ??
  faultOfItems(declared) ??
  faultOfControls(declared);

/** A version as its header and chunks of its items, after what else happens with it. */
export const recorded = (
  header: DeclarationEvent,
  items: readonly DeclaredItem[],
  ...first: readonly DeclarationEvent[]
): Decision<DeclarationEvent> => {
  const { chunks, bytes, oversized } = chunked(items, itemsPerChunk);
  if (oversized !== undefined)
    return refuse('DECLARATION_TOO_LARGE', 'an item with its covered lines fits into no event', `items[${String(oversized)}].covers`);
  if (bytes > bytesPerAppend)
    return refuse('DECLARATION_TOO_LARGE', `the items have ${String(bytes)} bytes, at most ${String(bytesPerAppend)} are allowed`, 'items');
  return accept(
    ...first,
    header,
    ...chunks.map((chunk): DeclarationEvent => ({ type: 'DeclarationItemsRecorded', data: { items: chunk } })),
  );
};

/** The same declaration again is no news; another one under its reference is refused and named by the first field that differs. */
const alreadyLodged = (
  header: DeclarationHeader,
  items: readonly DeclaredItem[],
  state: Extract<DeclarationState, { kind: 'lodged' }>,
): Decision<DeclarationEvent> => {
  const field = differingField(header, items, state);
  return field === undefined ? accept() : refuse('DECLARATION_ALREADY_LODGED', `${header.lrn} is lodged with another ${field}`, field);
};

/** The first field in which a version differs from the recorded one. */
export const differingField = (
  header: DeclarationHeader,
  items: readonly DeclaredItem[],
  state: Pick<LodgedDeclaration, 'header' | 'items'>,
): string | undefined => {
  const before: Readonly<Record<string, unknown>> = state.header;
  const again: Readonly<Record<string, unknown>> = { ...header, version: state.header.version, itemCount: items.length };
  // Where a message was read from is no part of what it says.
  const fields = new Set([...Object.keys(again), ...Object.keys(before)].filter((f) => f !== 'source'));
  const differing = [...fields].find((f) => textOf(before[f]) !== textOf(again[f]));
  const item = differing === undefined ? items.findIndex((it, i) => canonicalJson(it) !== canonicalJson(state.items[i] ?? null)) : -1;
  return differing ?? (item === -1 ? undefined : `items[${String(item)}]`);
};
const textOf = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));

/**
 * UCC Annex B gives LRN, MRN and document numbers the format an..: printable ASCII, so that no look-alike letter makes a second
 * declaration.
 */
const faultOfReferences = (header: DeclarationHeader): Refused | undefined => {
  const fields = ['lrn', 'mrn', 'consignmentNumber', 'schemeNumber'] as const;
  const field = fields.find((f) => !/^[\x20-\x7e]{1,70}$/.test(header[f] ?? '-'));
  if (field !== undefined) return refuse('REFERENCE_CHARACTERS', `${field} must be 1 to 70 printable ASCII characters`, field);
  const { authority, jurisdiction } = header;
  const own = authority === jurisdiction || authority === `EU-${jurisdiction}` || (authority === 'GB' && jurisdiction === 'XI');
  return own ? undefined : refuse('JURISDICTION_DIFFERS', `${authority} accepts no declarations for ${jurisdiction}`, 'jurisdiction');
};

const faultOfMoments = ({ header, zone }: Declared): Refused | undefined => {
  const { acceptedAt, acceptedOn, suppliedOn } = header;
  if (!isDay(acceptedAt.slice(0, 10))) return refuse('DAY_INVALID', `${acceptedAt} is no moment of the calendar`, 'acceptedAt');
  if (suppliedOn !== undefined && !isDay(suppliedOn)) return refuse('DAY_INVALID', `${suppliedOn} is no day of the calendar`, 'suppliedOn');
  const legalDay = legalDayOf(acceptedAt, zone);
  return acceptedOn === legalDay ? undefined : refuse('LEGAL_DAY_DIFFERS', `${acceptedAt} is ${legalDay} in ${zone}`, 'acceptedOn');
};

const faultOfAmounts = (header: DeclarationHeader): Refused | undefined => {
  if (!isCurrency(header.currency, header.acceptedOn))
    return refuse('CURRENCY_UNKNOWN', `${header.currency} is no currency on ${header.acceptedOn}`, 'currency');
  const stated = header.statedValue;
  if (stated !== undefined && !isCurrency(stated.currency, header.acceptedOn))
    return refuse('CURRENCY_UNKNOWN', `${stated.currency} is no currency on ${header.acceptedOn}`, 'statedValue.currency');
  if (stated !== undefined && isNegative(stated.amount))
    return refuse('AMOUNT_NEGATIVE', 'a stated value is not negative', 'statedValue.amount');
  const negative = (['freight', 'insurance', 'discount'] as const).find((f) => isNegative(header[f]));
  return negative === undefined ? undefined : refuse('AMOUNT_NEGATIVE', `${negative} is not negative`, negative);
};

/** Additional procedures that claim a scheme: F48 (IOSS) and F49 (special arrangements; UCC-DA Annex B 11 10), 1RV (UK supply VAT, CDS). */
export const procedureOfScheme = { 'EU-IOSS': 'F48', 'EU-SA': 'F49', 'UK-SUPPLY': '1RV' } as const;

const faultOfScheme = ({ header, items }: Declared): Refused | undefined => {
  const { scheme, schemeNumber } = header;
  if (scheme !== undefined && schemeNumber === undefined)
    return refuse('SCHEME_INCOMPLETE', `${scheme} needs the number of its holder (data element 13 16, role FR5)`, 'schemeNumber');
  if (scheme === undefined && schemeNumber !== undefined) return refuse('SCHEME_INCOMPLETE', 'a scheme number needs its scheme', 'scheme');
  for (const [claimed, procedure] of Object.entries(procedureOfScheme)) {
    const due = scheme === claimed;
    const item = items.findIndex((it) => it.additionalProcedures.includes(procedure) !== due);
    if (item !== -1) {
      const message = due
        ? `every item under ${claimed} needs additional procedure ${procedure}`
        : `additional procedure ${procedure} needs scheme ${claimed}`;
      return refuse('SCHEME_PROCEDURE_DIFFERS', message, `items[${String(item)}].additionalProcedures`);
    }
  }
  return undefined;
};

const faultOfItems = ({ header, items }: Declared): Refused | undefined => {
  if (items.length === 0) return refuse('DECLARATION_WITHOUT_ITEMS', 'a declaration has at least one item', 'items');
  if (items.length > maxItems)
    return refuse('DECLARATION_TOO_LARGE', `${String(items.length)} items; at most ${String(maxItems)} are allowed`, 'items');
  const seen = new Set<number>();
  for (const [i, item] of items.entries()) {
    const fault = faultOfItem(header.dataset, item, seen, `items[${String(i)}]`);
    if (fault !== undefined) return fault;
    seen.add(item.seq);
  }
  return undefined;
};

const faultOfItem = (
  dataset: DeclarationHeader['dataset'],
  item: DeclaredItem,
  seen: ReadonlySet<number>,
  at: string,
): Refused | undefined => {
  if (seen.has(item.seq)) return refuse('ITEM_NUMBER_REPEATED', `item number ${String(item.seq)} stands twice`, `${at}.seq`);
  const digits = item.hsCode.length;
  if (dataset === 'H7' ? digits !== 6 : digits < 8)
    return refuse(
      'COMMODITY_CODE_LENGTH',
      dataset === 'H7' ? 'H7 states six digits (data element 18 09)' : 'H1 states eight or ten digits',
      `${at}.hsCode`,
    );
  if (dataset === 'H1' && item.origin === undefined)
    return refuse('ORIGIN_MISSING', 'H1 states the country of origin (data element 16 08)', `${at}.origin`);
  if (isNegative(item.goodsValue)) return refuse('AMOUNT_NEGATIVE', 'a value is not negative', `${at}.goodsValue`);
  const stated = (item.statedTaxes ?? []).findIndex(
    (tax) =>
      (tax.rate === undefined) === (tax.amount === undefined) ||
      [tax.rate, tax.amount, tax.base].some((figure) => figure?.startsWith('-') === true),
  );
  if (stated !== -1)
    return refuse(
      'STATED_TAX_INVALID',
      'a stated tax has either a rate or an amount, and neither is negative',
      `${at}.statedTaxes[${String(stated)}]`,
    );
  const covered = item.covers.reduce((sum, c) => sum + c.quantity, 0);
  if (item.covers.length > 0 && covered !== item.quantity)
    return refuse('COVERED_QUANTITY_DIFFERS', `${String(item.quantity)} units cover ${String(covered)} ordered ones`, `${at}.covers`);
  return undefined;
};

const faultOfControls = ({ items, controls }: Declared): Refused | undefined => {
  if (controls?.itemCount !== undefined && controls.itemCount !== items.length)
    return refuse('ITEM_COUNT_DIFFERS', `${String(items.length)} items, stated ${String(controls.itemCount)}`, 'totals.itemCount');
  if (controls?.goodsValue === undefined) return undefined;
  const sum = items.reduce((total, item) => total.plus(Exact.parse(item.goodsValue)), Exact.ZERO);
  return sum.compare(Exact.parse(controls.goodsValue)) === 0
    ? undefined
    : refuse('GOODS_VALUE_DIFFERS', `the items add up to ${sum.toCanonicalText()}, stated ${controls.goodsValue}`, 'totals.goodsValue');
};

const isNegative = (decimal: string): boolean => decimal.startsWith('-');
