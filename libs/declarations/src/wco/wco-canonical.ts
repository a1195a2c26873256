import { present } from '#event-catalogue';
import { Exact } from '#money';
import { type DeclaredItem } from '../declarations.events';
import { type WcoDeclaration, type WcoDeclared, type WcoHeader } from './wco-declaration';
import { type WcoGoodsItem } from './wco-goods-item';
import { WcoFault } from './wco-xml';

/** What the authority says of a declaration and its sender does not. */
export type WcoAcceptance = Readonly<{ authority: string; mrn: string; acceptedAt: string }>;

/** The declaration as it is after an amendment: what the message tells replaces what was told before, items by their number. */
export const mergedWith = (before: WcoDeclared, change: WcoDeclared & Readonly<{ removed: readonly number[] }>): WcoDeclared => {
  const items = new Map(before.items.map((item) => [item.seq, item]));
  for (const item of change.items) items.set(item.seq, { ...items.get(item.seq), ...item });
  for (const seq of change.removed) items.delete(seq);
  return { header: { ...before.header, ...change.header }, items: [...items.values()].sort((a, b) => a.seq - b.seq) };
};

/**
 * The canonical message (docs/formats/declarations.md) of an import, for `declarationOf` to read. @throws WcoFault FIELD_MISSING,
 * CURRENCY_MIXED
 */
export const canonicalOf = (
  { lrn, provisional, header, items }: Pick<WcoDeclaration, 'lrn' | 'provisional' | 'header' | 'items'>,
  { authority, mrn, acceptedAt }: WcoAcceptance,
): Readonly<Record<string, unknown>> => {
  const procedures = new Set(items.flatMap((item) => item.additionalProcedures ?? []));
  const dataset = procedures.has('1H7') || items.every(({ combined }) => combined?.length === 6) ? 'H7' : 'H1';
  const consumer = dataset === 'H7' || ['C07', 'C08', 'F48', 'F49', '1RV'].some((procedure) => procedures.has(procedure));
  const declarant = needed(header.declarant, 'Declaration.Declarant.ID');
  const { representativeStatus } = header;
  const debtor = representativeStatus === '2' ? (header.importer ?? declarant) : declarant;
  return {
    format: 'tidewaiter/declaration/1',
    authority,
    jurisdiction: jurisdictionOf(authority, header),
    declarant,
    lrn,
    mrn,
    dataset,
    ...(representativeStatus === '2' || representativeStatus === '3' ? { representativeStatus } : {}),
    ...present({ importer: header.importer, seller: header.seller, carrier: header.carrier, consignmentNumber: header.consignmentNumber }),
    debtor,
    accountHolder: header.defermentHolder ?? debtor,
    buyerType: consumer ? 'consumer' : 'business',
    transactionType: procedures.has('C08') ? 'gift' : consumer ? 'B2C' : 'B2B',
    dispatchCountry: needed(
      header.dispatchCountry ?? items.find((item) => item.dispatchCountry !== undefined)?.dispatchCountry,
      'Declaration.GoodsShipment.ExportCountry.ID',
    ),
    ...schemeOf(procedures, header),
    currency: currencyOf(items),
    freight: Exact.parse(header.freight ?? '0')
      .plus(Exact.parse(header.additions ?? '0'))
      .toCanonicalText(),
    discount: header.deductions ?? '0',
    acceptedAt,
    ...(provisional ? { provisional: true } : {}),
    items: items.map((item) => itemOf(item, dataset)),
  };
};

const needed = <T>(value: T | undefined, field: string): T => {
  if (value === undefined) throw new WcoFault('FIELD_MISSING', field, 'expected a value; the element is missing or empty');
  return value;
};

/** A Member State's authority is named after it; goods into Northern Ireland are declared to the British one. */
const jurisdictionOf = (authority: string, { northernIreland }: WcoHeader): string =>
  authority.startsWith('EU-') ? authority.slice(3) : authority === 'GB' && northernIreland === true ? 'XI' : authority;

/**
 * The British message has no place of its own for the number of a supplier who accounts for the VAT: it is a tax party, the seller, or the
 * importer, whose EORI holds the VAT number; where there is none, the statement by which the relief is claimed stands there, and fails as a
 * number.
 */
const schemeOf = (procedures: ReadonlySet<string>, { taxParty, seller, importer }: WcoHeader): Readonly<Record<string, unknown>> => {
  const european = procedures.has('F48') ? 'EU-IOSS' : procedures.has('F49') ? 'EU-SA' : undefined;
  if (european !== undefined)
    return { scheme: european, schemeNumber: needed(taxParty?.number, 'Declaration.GoodsShipment.DomesticDutyTaxParty.ID') };
  return procedures.has('1RV') ? { scheme: 'UK-SUPPLY', schemeNumber: taxParty?.number ?? seller ?? importer ?? 'RVAT1' } : {};
};

const currencyOf = (items: readonly WcoGoodsItem[]): string => {
  const [currency, other] = new Set(items.flatMap((item) => item.currency ?? []));
  if (other !== undefined)
    throw new WcoFault('CURRENCY_MIXED', 'Declaration.GoodsShipment.GovernmentAgencyGoodsItem', 'expected prices of one currency');
  return needed(currency, 'Declaration.GoodsShipment.GovernmentAgencyGoodsItem.Commodity.InvoiceLine.ItemChargeAmount');
};

/** Units are the supplementary units where they are whole, else the packages; a message states no other count. */
const unitsOf = ({ tariffQuantity, packages }: WcoGoodsItem): number =>
  tariffQuantity !== undefined && /^[1-9]\d{0,8}$/.test(tariffQuantity) ? Number.parseInt(tariffQuantity, 10) : (packages ?? 1);

const valueOf = (price: string, { added = '0', deducted = '0' }: WcoGoodsItem): string =>
  Exact.parse(price).plus(Exact.parse(added)).minus(Exact.parse(deducted)).toCanonicalText();

const itemOf = (item: WcoGoodsItem, dataset: 'H1' | 'H7'): DeclaredItem => {
  const at = `Declaration.GoodsShipment.GovernmentAgencyGoodsItem[${String(item.seq)}]`;
  const combined = needed(item.combined, `${at}.Commodity.Classification.ID`);
  const { tariffQuantity, tariffUnit, netMass, origin, preference, grossMass, statedTaxes } = item;
  const quantities = [
    ...(tariffQuantity === undefined || tariffUnit === undefined ? [] : [{ unit: tariffUnit, quantity: tariffQuantity }]),
    ...(netMass === undefined ? [] : [{ unit: 'kg', quantity: netMass }]),
  ];
  return {
    seq: item.seq,
    hsCode: dataset === 'H1' && combined.length === 8 ? combined + (item.taric ?? '') : combined,
    description: needed(item.description, `${at}.Commodity.Description`),
    ...(dataset === 'H7' ? {} : present({ origin, preference })),
    goodsValue: valueOf(needed(item.price, `${at}.Commodity.InvoiceLine.ItemChargeAmount`), item),
    quantity: unitsOf(item),
    ...present({ grossMass, statedTaxes }),
    ...(quantities.length === 0 ? {} : { supplementaryQuantities: quantities }),
    additionalProcedures: [...(item.additionalProcedures ?? [])],
    covers: [],
  };
};

/** An export as its stream takes it. @throws WcoFault FIELD_MISSING */
export const exportOf = (
  { lrn, header, items }: WcoDeclaration,
  { authority, mrn, acceptedAt }: WcoAcceptance,
  acceptedOn: string,
): Readonly<Record<string, unknown>> => {
  const declarant = needed(header.declarant, 'Declaration.Declarant.ID');
  return {
    authority,
    declarant,
    lrn,
    mrn,
    exporter: header.exporter ?? declarant,
    destination: needed(header.destination, 'Declaration.GoodsShipment.Destination.CountryCode'),
    ...present({ consignmentNumber: header.consignmentNumber }),
    items: items.map((item) => {
      const at = `Declaration.GoodsShipment.GovernmentAgencyGoodsItem[${String(item.seq)}]`;
      const quantity = unitsOf(item);
      return {
        seq: item.seq,
        hsCode: needed(item.combined, `${at}.Commodity.Classification.ID`),
        description: needed(item.description, `${at}.Commodity.Description`),
        quantity,
        ...(item.previous === undefined ? {} : { original: { ...item.previous, quantity } }),
      };
    }),
    acceptedAt,
    acceptedOn,
  };
};
