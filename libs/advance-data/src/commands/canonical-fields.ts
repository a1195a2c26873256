import { createHmac } from 'node:crypto';
import { AmountError, Exact, isCurrency, parseMoney } from '#money';
import { dateFault, isCountry, isIossNumber, isSpecialArrangementsNumber, isUkVatNumber } from '#rules';
import { type MessageFault, MessageFaultError, refuse } from './message-fault';

/** What the reading of messages depends on besides the message. */
export interface MessageContext {
  /** Secret of the installation; buyers are known to the ledger only by an HMAC under it. At least 16 bytes. */
  readonly installationKey: Uint8Array;
  readonly actor: string;
  readonly importRun?: string;
}

/** Where a message was read. */
export interface MessageOrigin {
  readonly sha256: string;
  readonly line: number;
}

/**
 * HMAC-SHA256(installation key, issuer + id), hexadecimal: equal for equal buyers of one issuer, useless without the key. The zero byte
 * keeps the two apart.
 */
export const buyerPseudonym = (installationKey: Uint8Array, issuer: string, buyerId: string): string =>
  createHmac('sha256', installationKey).update(issuer, 'utf8').update('\u0000').update(buyerId, 'utf8').digest('hex');

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u] as const;

/** Cyrillic and Greek letters that look like Latin ones (Unicode confusables.txt, the common ones). */
const lookAlikes = /^[АВЕЅІЈКМНОРСТУХаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορ]+$/u;

/**
 * A reference in which letters of two alphabets meet (a Cyrillic "А" in a Latin number), made of look-alikes alone, or with compatibility
 * forms (full-width digits), names another thing than it seems to: Unicode Technical Standard 39, section 5.1.
 */
export const lookAlikeFault = (value: string | undefined, field: string): MessageFault | undefined => {
  if (value === undefined || /^[\u0020-\u007e]*$/.test(value)) return undefined;
  if (scripts.filter((script) => script.test(value)).length > 1)
    return { code: 'REFERENCE_MIXED_SCRIPTS', field, message: 'expected letters of one alphabet' };
  if (value.normalize('NFKC') !== value)
    return { code: 'REFERENCE_LOOK_ALIKE', field, message: 'expected plain letters and digits, no compatibility forms' };
  if (lookAlikes.test(value.replace(/\P{L}/gu, '')))
    return { code: 'REFERENCE_LOOK_ALIKE', field, message: 'expected Latin letters, not letters that look like them' };
  return undefined;
};

/** @throws MessageFaultError for a `lookAlikeFault` */
export const checkReference = (value: string | undefined, field: string): void => {
  const fault = lookAlikeFault(value, field);
  if (fault !== undefined) throw new MessageFaultError(fault);
};

/** The number of a scheme in an order has the form of one of the vendor's schemes; whether it was granted is another question. */
export const checkSchemeNumber = (value: string | undefined, field: string): void => {
  if (value !== undefined && !isIossNumber(value) && !isUkVatNumber(value))
    refuse('SCHEME_NUMBER_MALFORMED', field, 'expected IM and ten digits, or a UK VAT number: GB and nine digits');
};

/** The number that a parcel travels under may also be the carrier's own authorisation for special arrangements. */
export const checkParcelSchemeNumber = (value: string | undefined, field: string): void => {
  if (value === undefined || !isSpecialArrangementsNumber(value)) checkSchemeNumber(value, field);
};

/** The shape knows the pattern; the calendar knows the day. @throws MessageFaultError for a `dateFault` */
export const checkInstant = (value: string | undefined, field: string): void => {
  if (value === undefined) return;
  const fault = dateFault(value, field);
  if (fault !== undefined) throw new MessageFaultError(fault);
};

export const checkCurrency = (value: string, on: string, field: string): void => {
  if (!isCurrency(value, on.slice(0, 10))) refuse('CURRENCY_UNKNOWN', field, `expected an ISO 4217 currency of ${on.slice(0, 10)}`);
};

export const checkCountry = (value: string | undefined, field: string): void => {
  if (value !== undefined && !isCountry(value))
    refuse('COUNTRY_UNKNOWN', field, 'expected an ISO 3166-1 country code (Greece is GR, the United Kingdom GB)');
};

/** A positive amount with exactly the scale of its currency on that day. */
export const checkAmount = (value: string, currency: string, on: string, field: string): void => {
  try {
    if (parseMoney(value, currency, on.slice(0, 10)).minor <= 0n) refuse('AMOUNT_NOT_POSITIVE', field, 'expected an amount above zero');
  } catch (error) {
    if (error instanceof AmountError) refuse(error.code, field, error.message);
    throw error;
  }
};

/** A value component or unit price: exact, not below zero; it may be finer than a minor unit. */
export const checkNotNegative = (value: string, field: string): void => {
  if (Exact.parse(value).isNegative()) refuse('AMOUNT_NEGATIVE', field, 'expected zero or more');
};
