import { consignmentDecider, consignmentStream, paymentDecider, paymentStream, type PaymentCommand } from '#advance-data';
import { declarationDecider, declarationStream, type LodgeDeclaration, prefillDeclaration, type PrefillRegime } from '#declarations';
import { commandIdOfMessage, sha256Hex } from '#event-catalogue';
import type { CommandContext } from '#event-store';
import { type RuleBook, zoneOfAuthority } from '#rules';
import { arrangementNumber, authorityOf, consumers, iossNumber, parties, ukVatNumber } from './parties';
import { type AdvisedParcel, type Parcel, skips } from './told-parcel';

export const actor = 'demo';

/** Context of a message that a party of the story sends. */
export const contextOfMessage = (message: {
  readonly book: string;
  readonly issuer: string;
  readonly kind: string;
  readonly reference: string;
  readonly at: string;
}): CommandContext => ({
  commandId: commandIdOfMessage({
    book: message.book,
    issuer: message.issuer,
    kind: message.kind,
    reference: message.reference,
    version: 'demo-1',
  }),
  actor,
  book: message.book,
  effectiveAt: message.at,
});

/**
 * What a party of the story calls something of an order. A number that is long or has other characters than a declaration's references may
 * have (printable ASCII, at most 70) is told by half of its digest.
 */
export const nameOf = (prefix: string, orderNumber: string): string =>
  `${prefix}-${/^[ -~]{1,60}$/.test(orderNumber) ? orderNumber : sha256Hex(orderNumber).slice(0, 32)}`;

/** The provider's name of an order's payment. */
export const transactionOf = (orderNumber: string): string => nameOf('PAY', orderNumber);

/** The provider's report of the captured payment; nothing is captured for a parcel without goods, or where nothing is to be paid. */
export const capture = (parcel: Parcel) => {
  const { order, capturedAt, captured } = parcel;
  if (captured === undefined || skips(parcel, 'payment')) return undefined;
  const { seller, orderNumber, currency } = order.header;
  const transactionId = transactionOf(orderNumber);
  const command: PaymentCommand = {
    type: 'CapturePayment',
    payment: { psp: parties.psp, transactionId, seller, orderNumber, acceptedAt: capturedAt, amount: captured, currency },
  };
  return {
    decider: paymentDecider,
    stream: paymentStream(parties.psp, transactionId),
    command,
    context: contextOfMessage({ book: '-', issuer: parties.psp, kind: 'payment', reference: transactionId, at: capturedAt }),
  };
};

export const consignmentNumberOf = (orderNumber: string): string => nameOf('PARCEL', orderNumber);

/** The MRN of a parcel's own declaration. */
export const mrnOfParcel = (parcel: Parcel): string => mrnOf(parcel.order.header.destination ?? '', parcel.acceptedAt, lrnOf(parcel));

/**
 * The carrier's report of the parcel from dispatch to delivery; nothing of one without goods, nor of one outside all rules that nobody paid
 * for: without a payment the ledger does not ask under which rules it falls.
 */
export const advise = (parcel: Parcel) => {
  const { sent, captured, collection } = parcel;
  return !sent || (captured === undefined && collection.kind === 'none') || skips(parcel, 'consignment') ? undefined : adviceOf(parcel);
};

export const adviceOf = (parcel: Parcel) => {
  const { order, dispatchedAt, arrivedAt, deliveredAt, fault } = parcel;
  const { seller, orderNumber, dispatchCountry, destination, schemeNumber } = order.header;
  const number = consignmentNumberOf(orderNumber);
  const advised: AdvisedParcel = {
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
    command: fault?.consignment?.(advised, parcel) ?? advised,
    context: contextOfMessage({ book: '-', issuer: parties.carrier, kind: 'consignment', reference: number, at: dispatchedAt }),
  };
};

/** A parcel that the recipient of a carrier's collection did not take. */
export const isUndeliverable = ({ order, collection: { kind }, undelivered, fault }: Parcel): boolean =>
  ((kind === 'arrangement' && undelivered) || fault?.undelivered === true) && order.header.destination !== undefined;

/** Who declares a parcel: under special arrangements the carrier that presents it, else the representative. */
export const declarantOf = ({ collection: { kind } }: Pick<Parcel, 'collection'>): string =>
  kind === 'arrangement' ? parties.carrier : parties.representative.collector;

/** The declarant's own reference of a parcel's declaration. */
export const lrnOf = ({ order }: Pick<Parcel, 'order'>): string => nameOf('L', order.header.orderNumber);

const regimeFor = ({ order, collection, suppliedOn }: Parcel): PrefillRegime | undefined => {
  if (collection.kind === 'none') return undefined;
  if (collection.kind === 'border') return { kind: 'STANDARD-IMPORT' };
  if (collection.kind === 'arrangement') return { kind: 'EU-SA', schemeNumber: arrangementNumber(order.header.destination ?? '') };
  const { regime: kind, statedValue } = collection;
  return {
    kind,
    schemeNumber: kind === 'EU-IOSS' ? iossNumber : ukVatNumber,
    suppliedOn,
    ...(statedValue === undefined ? {} : { statedValue }),
  };
};

/**
 * MRN: two digits of the year, the country, fourteen characters that follow from the LRN (UCC-DA Annex B, DE 15 01: 18 characters). An LRN
 * of other characters, or of more, is told by its digest, for two of them must not get one MRN.
 */
export const mrnOf = (country: string, acceptedAt: string, lrn: string): string => {
  const plain = lrn.replaceAll('-', '');
  const own = /^[A-Z0-9]{1,14}$/.test(plain) ? plain.padStart(14, '0') : sha256Hex(lrn).slice(0, 14).toUpperCase();
  return `${acceptedAt.slice(2, 4)}${country}${own}`;
};

/** The declarations of a parcel: one, or what a fault makes of it. */
export const lodgements = (parcel: Parcel, rules: RuleBook) => {
  const lodged = prefilled(parcel, rules);
  return (lodged === undefined ? [] : (parcel.fault?.declarations?.(lodged, parcel) ?? [lodged])).map((command) => {
    const { authority, declarant, lrn, acceptedAt } = command.header;
    return {
      decider: declarationDecider,
      stream: declarationStream(authority, declarant, lrn),
      command,
      context: contextOfMessage({ book: authority, issuer: declarant, kind: 'declaration', reference: lrn, at: acceptedAt }),
    };
  });
};

const prefilled = (parcel: Parcel, rules: RuleBook): LodgeDeclaration | undefined => {
  const { order, acceptedAt, sent } = parcel;
  const { destination, orderNumber } = order.header;
  const regime = regimeFor(parcel);
  if (skips(parcel, 'declaration') || destination === undefined || regime === undefined || !sent) return undefined;
  const authority = authorityOf(destination);
  const declarant = declarantOf(parcel);
  const payer = parcel.collection.kind === 'border' && parcel.collection.payer === 'consumer' ? consumers : declarant;
  const lrn = lrnOf(parcel);
  const found = prefillDeclaration({
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
    mrn: mrnOfParcel(parcel),
  });
  return found.kind === 'notDeclarable' ? undefined : found.command;
};
