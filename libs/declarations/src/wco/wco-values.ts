import { startOfLegalDay } from '#event-catalogue';
import { Exact, isDay } from '#money';
import { type WcoElement, WcoFault } from './wco-xml';

/** An exact decimal in canonical form. @throws WcoFault FIELD_MALFORMED */
export const decimalOf = (element: WcoElement): string => {
  const [, whole, fraction] = /^0*(\d{1,18})(?:\.(\d{1,12}))?$/.exec(element.text.trim()) ?? [];
  if (whole === undefined) throw element.fault('a decimal number without a sign');
  return fraction === undefined ? whole : `${whole}.${fraction}`;
};

/** The sum of amounts of one currency, undefined where there are none. @throws WcoFault CURRENCY_MIXED */
export const sumOf = (amounts: readonly WcoElement[], currency: string | undefined): string | undefined => {
  const other = amounts.find(
    (amount) =>
      currency !== undefined && amount.currency !== undefined && amount.currency !== currency && !Exact.parse(decimalOf(amount)).isZero(),
  );
  if (other !== undefined)
    throw new WcoFault('CURRENCY_MIXED', other.path, `expected ${String(currency)} like the prices of the items`, other.line);
  if (amounts.length === 0) return undefined;
  return amounts.reduce((sum, amount) => sum.plus(Exact.parse(decimalOf(amount))), Exact.ZERO).toCanonicalText();
};

/** A whole number from 1. @throws WcoFault FIELD_MALFORMED */
export const countOf = (element: WcoElement): number => {
  const text = element.text.trim();
  if (!/^[1-9]\d{0,8}$/.test(text)) throw element.fault('a whole number from 1');
  return Number.parseInt(text, 10);
};

/** CCYYMMDD, with the time of day and its distance to UTC where they are told (UN/EDIFACT 2379 formats 102, 204, 304). */
const moment = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** A moment, RFC 3339 UTC with milliseconds; a day is told by its beginning in the authority’s zone. @throws WcoFault FIELD_MALFORMED */
const momentOf = (element: WcoElement | undefined, zone: string): string | undefined => {
  if (element === undefined) return undefined;
  const found = moment.exec(element.text.trim());
  const [, year = '', month = '', day = '', hour, minute = '00', second = '00', offset = 'Z'] = found ?? [];
  const on = `${year}-${month}-${day}`;
  if (found === null || !isDay(on)) throw element.fault('a moment like 20260227153218Z');
  if (hour === undefined) return startOfLegalDay(on, zone);
  const distance = offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.length > 3 ? offset.slice(-2) : '00'}`;
  const at = Date.parse(`${on}T${hour}:${minute}:${second}.000${distance}`);
  if (Number.isNaN(at)) throw element.fault('a moment like 20260227153218Z');
  return new Date(at).toISOString();
};

/** The moment under an element that holds a DateTimeString. */
export const dateTimeOf = (holder: WcoElement | undefined, zone: string): string | undefined =>
  momentOf(holder?.at('DateTimeString') ?? (holder?.children.length === 0 ? holder : undefined), zone);
