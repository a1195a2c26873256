import { absolute, dividedByRate, textOf, timesRate, unitsOf } from '../exact-units';
import { percentOf, toleranceFor } from '../matching/tolerance';
import { type DeclarationLeg } from '../legs/leg';
import { type DeclarationFacts, declaredValueOf } from './declaration-facts';
import { type Findings } from './findings';
import { type ParcelFacts } from './parcel-facts';

/**
 * The rate that a declaration states against the customs rate of its country on the day of acceptance (break B27; in the Union Implementing
 * Regulation (EU) 2015/2447 Art. 146). Where no rate is published nothing is compared: nothing can be assessed then.
 */
export const checkExchange = (parcel: ParcelFacts, declaration: DeclarationFacts, head: DeclarationLeg, findings: Findings): void => {
  const { exchange, jurisdiction, acceptedOn, currency } = head;
  const { law, rules } = findings.context;
  const lawful = exchange === undefined ? undefined : law.customsRate(jurisdiction, exchange.base, exchange.quote, acceptedOn);
  if (exchange === undefined || lawful === undefined) return;
  const { base, quote, rate } = exchange;
  const distance = absolute(unitsOf(rate) - lawful);
  const { percent } = toleranceFor(rules, 'exchange-rate');
  const tolerance = percentOf(lawful, percent);
  const value = declaredValueOf(declaration);
  const by = (units: bigint): bigint =>
    currency === base ? timesRate(value, units) : currency === quote ? dividedByRate(value, units) : 0n;
  const other = currency === base ? quote : base;
  if (distance <= tolerance) {
    findings.matched('exchange-rate', [`rate under ${head.mrn}`, `customs rate of ${acceptedOn}`], {
      tolerance: percentOf(by(lawful), percent),
      distance: absolute(by(unitsOf(rate)) - by(lawful)),
      currency: other,
    });
    return;
  }
  findings.broken({ parcel }, 'B27', {
    subject: declaration.id,
    amount: absolute(by(unitsOf(rate)) - by(lawful)),
    currency: other,
    since: head.acceptedAt,
    criterion: `exchange rate under ${head.mrn}`,
    expected: `1 ${base} = ${textOf(lawful)} ${quote} on ${acceptedOn}`,
    found: `1 ${base} = ${rate} ${quote}`,
    distance: textOf(distance),
    tolerance: textOf(tolerance),
  });
};

/** A value by the rate row that the declaration itself names, else by the law's; undefined where there is none for this pair. */
export const inDeclaredCurrency = (value: bigint, from: string, head: DeclarationLeg, findings: Findings): bigint | undefined => {
  const { currency, exchange, jurisdiction, acceptedOn } = head;
  if (exchange?.base === from && exchange.quote === currency) return timesRate(value, unitsOf(exchange.rate));
  if (exchange?.base === currency && exchange.quote === from) return dividedByRate(value, unitsOf(exchange.rate));
  const rate = findings.context.law.customsRate(jurisdiction, from, currency, acceptedOn);
  return rate === undefined ? undefined : timesRate(value, rate);
};
