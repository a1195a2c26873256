import { consignmentDecider, consignmentStream, type ConsignmentCommand, paymentDecider, paymentStream, type PaymentCommand } from '#advance-data';
import { declarationDecider, declarationStream, type LodgeDeclaration, prefillDeclaration, type PrefillRegime } from '#declarations';
import { commandIdOfMessage } from '#event-catalogue';
import type { CommandContext } from '#event-store';
import { Exact } from '#money';
import { type RuleBook, zoneOfAuthority } from '#rules';
import { arrangementNumber, authorityOf, consumers, iossNumber, parties, ukVatNumber } from './parties';
import type { Parcel } from './parcel';

export const actor = 'demo';

/** Context of a message that a party of the story sends. */
export const contextOfMessage = (message: { readonly book: string; readonly issuer: string; readonly kind: string; readonly reference: string; readonly at: string }): CommandContext => ({
  commandId: commandIdOfMessage({ book: message.book, issuer: message.issuer, kind: message.kind, reference: message.reference, version: 'demo-1' }),
  actor,
  book: message.book,
  effectiveAt: message.at,
});

/** The provider's report of the captured payment; nothing is captured for a parcel without goods. */
export const capture = ({ order, capturedAt, captured }: Parcel) => {
  if (captured === undefined) return undefined;
  const { seller, orderNumber, currency } = order.header;
  const transactionId = `PAY-${orderNumber}`;
  const command: PaymentCommand = { type: 'CapturePayment', payment: { psp: parties.psp, transactionId, seller, orderNumber, acceptedAt: capturedAt, amount: captured, currency } };
  return {
    decider: paymentDecider,
    stream: paymentStream(parties.psp, transactionId),
    command,
    context: contextOfMessage({ book: '-', issuer: parties.psp, kind: 'payment', reference: transactionId, at: capturedAt }),
  };
};

export const consignmentNumberOf = (orderNumber: string): string => `PARCEL-${orderNumber}`;

/** The carrier's report of the parcel from dispatch to delivery. */
export const advise = (parcel: Parcel) => {
  const { order, captured, dispatchedAt, arrivedAt, deliveredAt } = parcel;
  if (captured === undefined) return undefined;
  const { seller, orderNumber, dispatchCountry, destination, schemeNumber } = order.header;
  const number = consignmentNumberOf(orderNumber);
  const command: ConsignmentCommand = {
    type: 'AdviseConsignment',
    consignment: {
      carrier: parties.carrier,
      consignmentNumber: number,
      orders: [{ seller, orderNumber }],
      mode: 'air',
      dispatchCountry,
      ...(destination === undefined ? {} : { destination }),
      dispatchedAt,
      packages: 1,
      ...(schemeNumber === undefined ? {} : { schemeNumber }),
    },
    arrival: { arrivedAt },
    ...(isUndeliverable(parcel) ? {} : { delivery: { deliveredAt } }),
  };
  return {
    decider: consignmentDecider,
    stream: consignmentStream(parties.carrier, number),
    command,
    context: contextOfMessage({ book: '-', issuer: parties.carrier, kind: 'consignment', reference: number, at: dispatchedAt }),
  };
};

/** A parcel that the recipient of a carrier's collection did not take. */
export const isUndeliverable = ({ order, collection: { kind }, undelivered }: Parcel): boolean => kind === 'arrangement' && undelivered && order.header.destination !== undefined;

/** Who declares a parcel: under special arrangements the carrier that presents it, else the representative. */
export const declarantOf = ({ collection: { kind } }: Pick<Parcel, 'collection'>): string => (kind === 'arrangement' ? parties.carrier : parties.representative.collector);

/** The declarant's own reference of a parcel's declaration. */
export const lrnOf = ({ order }: Pick<Parcel, 'order'>): string => `L-${order.header.orderNumber}`;

const regimeFor = ({ order, collection, suppliedOn }: Parcel): PrefillRegime | undefined => {
  if (collection.kind === 'none') return undefined;
  if (collection.kind === 'border') return { kind: 'STANDARD-IMPORT' };
  if (collection.kind === 'arrangement') return { kind: 'EU-SA', schemeNumber: arrangementNumber(order.header.destination ?? '') };
  const { regime: kind, statedValue } = collection;
  return { kind, schemeNumber: kind === 'EU-IOSS' ? iossNumber : ukVatNumber, suppliedOn, ...(statedValue === undefined ? {} : { statedValue }) };
};

/** MRN: two digits of the year, the country, sixteen characters that follow from the LRN (UCC-DA Annex B, DE 15 01: 18 characters). */
export const mrnOf = (country: string, acceptedAt: string, lrn: string): string => `${acceptedAt.slice(2, 4)}${country}${lrn.replaceAll(/[^A-Z0-9]/g, '').padStart(14, '0').slice(-14)}`;

const undervalued = (command: LodgeDeclaration): LodgeDeclaration => ({
  ...command,
  items: command.items.map((item) => ({ ...item, goodsValue: Exact.parse(item.goodsValue).times(Exact.parse('0.4')).toCanonicalText() })),
});

/** The declarations of a parcel: none, one, or two where it was lodged twice. */
export const lodgements = (parcel: Parcel, rules: RuleBook) => {
  const { order, fault, acceptedAt, captured } = parcel;
  const { destination, orderNumber } = order.header;
  const regime = regimeFor(parcel);
  if (fault === 'missing' || destination === undefined || regime === undefined || captured === undefined) return [];
  const authority = authorityOf(destination);
  const declarant = declarantOf(parcel);
  const payer = parcel.collection.kind === 'border' && parcel.collection.payer === 'consumer' ? consumers : declarant;
  return (fault === 'duplicated' ? ['', '-2'] : ['']).flatMap((suffix) => {
    const lrn = `${lrnOf(parcel)}${suffix}`;
    const prefilled = prefillDeclaration({
      order: order.header,
      lines: order.lines,
      cancelled: order.cancelled,
      regime,
      parties: { declarant, representativeStatus: payer === declarant ? '3' : '2', debtor: payer, accountHolder: payer },
      consignment: { carrier: parties.carrier, consignmentNumber: consignmentNumberOf(orderNumber) },
      authority,
      jurisdiction: destination,
      zone: zoneOfAuthority(rules, authority) ?? 'UTC',
      acceptedAt,
      lrn,
      rules,
      mrn: mrnOf(destination, acceptedAt, lrn),
    });
    if (prefilled.kind === 'notDeclarable') return [];
    const command = fault === 'undervalued' ? undervalued(prefilled.command) : prefilled.command;
    return [
      {
        decider: declarationDecider,
        stream: declarationStream(authority, declarant, lrn),
        command,
        context: contextOfMessage({ book: authority, issuer: declarant, kind: 'declaration', reference: lrn, at: acceptedAt }),
      },
    ];
  });
};
