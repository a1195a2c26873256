import { present } from '#event-catalogue';
import { type WcoGoodsItem, chargesOf, goodsItemOf } from './wco-goods-item';
import { dateTimeOf, sumOf } from './wco-values';
import { type WcoElement, WcoFault } from './wco-xml';

/** What a message says of a declaration as a whole: all of it, or in an amendment what changes. Names and addresses are not read. */
export type WcoHeader = Readonly<{
  declarant?: string;
  representativeStatus?: string;
  importer?: string;
  exporter?: string;
  seller?: string;
  carrier?: string;
  /** Holder of the authorisation for deferred payment (data element 12 12, type DPO). */
  defermentHolder?: string;
  destination?: string;
  dispatchCountry?: string;
  consignmentNumber?: string;
  /** Party of data element 13 16: FR5 is the holder of an IOSS number. */
  taxParty?: Readonly<{ number: string; role: string }>;
  /** Goods come into Northern Ireland (statement NIIMP, NIDOM). */
  northernIreland?: boolean;
  freight?: string;
  additions?: string;
  deductions?: string;
}>;
export type WcoDeclared = Readonly<{ header: WcoHeader; items: readonly WcoGoodsItem[] }>;

/** A message of a declarant (DEC). `action` follows from the type of declaration and says what the message is for. */
export type WcoDeclaration = WcoDeclared &
  Readonly<{
    kind: 'declaration';
    action: 'import' | 'export' | 'amendment' | 'invalidation' | 'request';
    typeCode: string;
    lrn: string;
    /** Given by the authority: in messages about a declaration that is known to it. */
    mrn?: string;
    acceptedAt?: string;
    provisional: boolean;
    /** Of an amendment: the reason as coded, and items that are no more. */
    reason?: string;
    removed: readonly number[];
  }>;

const actionOf = (type: WcoElement): WcoDeclaration['action'] => {
  const code = type.text.trim();
  // Before CO., which is a declaration of goods within the Union.
  if (code === 'COR') return 'amendment';
  if (/^(IM|CO)[A-Z]$/.test(code)) return 'import';
  if (/^EX[A-Z]$/.test(code)) return 'export';
  if (code === 'INV') return 'invalidation';
  if (code === 'GPN' || code === 'GPR') return 'request';
  throw new WcoFault(
    'WCO_TYPE_UNKNOWN',
    type.path,
    'expected IM., CO. or EX. for a declaration, COR, INV or GPN for a message about one',
    type.line,
  );
};

/** Declaration (WCO class 42A) of a DEC message. `zone` is that of the authority. @throws WcoFault */
export const wcoDeclarationOf = (declaration: WcoElement, zone: string): WcoDeclaration => {
  const type = declaration.at('TypeCode');
  if (type === undefined)
    throw new WcoFault(
      'FIELD_MISSING',
      `${declaration.path}.TypeCode`,
      'expected a value; the element is missing or empty',
      declaration.line,
    );
  const action = actionOf(type);
  const items = declaration.all('GoodsShipment', 'GovernmentAgencyGoodsItem').map(goodsItemOf);
  const [currency] = items.flatMap((item) => item.currency ?? []);
  const acceptedAt = dateTimeOf(declaration.at('AcceptanceDateTime'), zone);
  const mrn = declaration.textAt('ID');
  const reason = declaration.textAt('Amendment', 'ChangeReasonCode');
  return {
    kind: 'declaration',
    action,
    typeCode: type.text.trim(),
    lrn: declaration.needed('FunctionalReferenceID'),
    ...present({ mrn, acceptedAt, reason }),
    provisional: /^(?:IM|CO)[BCEF]$/.test(type.text.trim()),
    header: headerOf(declaration, currency),
    items,
    removed: action === 'amendment' ? removedItems(declaration, items) : [],
  };
};

const headerOf = (declaration: WcoElement, currency: string | undefined): WcoHeader => {
  const shipment = declaration.at('GoodsShipment');
  const charges = shipment?.all('CustomsValuation', 'ChargeDeduction') ?? [];
  const statements = [
    ...declaration.all('AdditionalInformation'),
    ...(shipment?.all('GovernmentAgencyGoodsItem', 'AdditionalInformation') ?? []),
  ].map((information) => information.textAt('StatementCode'));
  return present({
    declarant: declaration.textAt('Declarant', 'ID'),
    representativeStatus: declaration.textAt('Agent', 'FunctionCode'),
    importer: shipment?.textAt('Importer', 'ID'),
    exporter: declaration.textAt('Exporter', 'ID') ?? shipment?.textAt('Exporter', 'ID'),
    seller: shipment?.textAt('Seller', 'ID'),
    carrier: shipment?.textAt('Consignment', 'Carrier', 'ID') ?? declaration.textAt('Consignment', 'Carrier', 'ID'),
    defermentHolder: declaration
      .all('AuthorisationHolder')
      .find((holder) => holder.textAt('CategoryCode') === 'DPO')
      ?.textAt('ID'),
    destination: shipment?.textAt('Destination', 'CountryCode'),
    dispatchCountry:
      shipment?.textAt('ExportCountry', 'ID') ??
      declaration.textAt('Exporter', 'Address', 'CountryCode') ??
      shipment?.textAt('Seller', 'Address', 'CountryCode'),
    consignmentNumber: consignmentNumberOf(shipment),
    taxParty: taxPartyOf(shipment),
    ...(statements.some((code) => code === 'NIIMP' || code === 'NIDOM') ? { northernIreland: true } : {}),
    freight: sumOf(shipment?.all('CustomsValuation', 'FreightChargeAmount') ?? [], currency),
    additions: chargesOf(charges, 'A', currency),
    deductions: chargesOf(charges, 'B', currency),
  });
};

/** Transport documents: airway bills, bills of lading, road and rail consignment notes, the post's despatch note. */
const transportDocuments = new Set(['740', '741', '703', '705', '714', '710', '720', '730', '750', '760']);

const consignmentNumberOf = (shipment: WcoElement | undefined): string | undefined =>
  shipment?.textAt('Consignment', 'TransportContractDocument', 'ID') ??
  shipment
    ?.all('PreviousDocument')
    .find((document) => transportDocuments.has(document.textAt('TypeCode') ?? ''))
    ?.textAt('ID');

const taxPartyOf = (shipment: WcoElement | undefined): WcoHeader['taxParty'] => {
  const parties = shipment?.all('DomesticDutyTaxParty') ?? [];
  const party = parties.find((each) => each.textAt('RoleCode') === 'FR5') ?? parties[0];
  const number = party?.textAt('ID');
  return party === undefined || number === undefined ? undefined : { number, role: party.textAt('RoleCode') ?? '' };
};

/** A pointer that ends at a goods item (class 68A) of which the message tells nothing takes it away. */
const removedItems = (declaration: WcoElement, items: readonly WcoGoodsItem[]): readonly number[] =>
  declaration.all('Amendment').flatMap((amendment) => {
    const last = amendment.all('Pointer').at(-1);
    const seq = last?.at('SequenceNumeric');
    if (last?.textAt('DocumentSectionCode') !== '68A' || last.at('TagID') !== undefined || seq === undefined) return [];
    const number = Number.parseInt(seq.text.trim(), 10);
    return items.some((item) => item.seq === number) ? [] : [number];
  });
