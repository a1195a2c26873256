import { Exact } from '#money';
import type { RuleBook, SchemeId } from '#rules';
import { returnPeriod } from '#scheme-returns';
import { monthOf, quarterOf } from '../days';
import { arrangementNumber, authorityOf, iossNumber, returnAuthorities, ukVatNumber } from '../parties';
import type { Parcel } from '../told-parcel';
import { goodsValue, isCollectedAtDoor } from './fitting';

/** A period of a scheme number. */
export interface ReturnPlace {
  readonly scheme: SchemeId;
  readonly schemeNumber: string;
  readonly authority: string;
  readonly country: string;
  readonly period: string;
}

/** Days of a month that are the same month at every authority. */
export const isWellInside = (instant: string): boolean => Number(instant.slice(8, 10)) >= 3 && Number(instant.slice(8, 10)) <= 26;
export const place = ({ schemeNumber, period }: Pick<ReturnPlace, 'schemeNumber' | 'period'>): string => `${schemeNumber} ${period}`;

export const periodAfter = (rules: RuleBook, scheme: SchemeId, day: string, state: string | undefined) =>
  returnPeriod(rules, scheme, scheme === 'UK-SUPPLY' ? quarterOf(monthOf(day)) : monthOf(day), state);

/** Tax of which half an euro can be missing, and no rounding explains it. */
export const isWorthwhile = (parcel: Parcel): boolean => Exact.parse(goodsValue(parcel).amount).compare(Exact.parse('20')) > 0;

/** The return that carries what is collected for a parcel. */
export const returnOf = (parcel: Parcel): ReturnPlace | undefined => {
  const { collection, order, suppliedOn, deliveredAt } = parcel;
  const country = order.header.destination ?? '';
  if (collection.kind === 'scheme' && collection.regime === 'EU-IOSS' && isWellInside(suppliedOn))
    return { scheme: 'EU-IOSS', schemeNumber: iossNumber, authority: returnAuthorities['EU-IOSS'], country, period: monthOf(suppliedOn) };
  if (collection.kind === 'scheme' && collection.regime === 'UK-SUPPLY' && isWellInside(suppliedOn))
    return {
      scheme: 'UK-SUPPLY',
      schemeNumber: ukVatNumber,
      authority: returnAuthorities['UK-SUPPLY'],
      country,
      period: quarterOf(monthOf(suppliedOn)),
    };
  if (isCollectedAtDoor(parcel) && isWellInside(deliveredAt))
    return {
      scheme: 'EU-SA',
      schemeNumber: arrangementNumber(country),
      authority: authorityOf(country),
      country,
      period: monthOf(deliveredAt),
    };
  return undefined;
};
