import { add, apportion, Exact, type Money, moneyOf, scaleOf } from '#money';
import { type AssessContext } from './assess-context';
import { dutyRateOf } from './assess-duty';
import { inWholeUnits } from './whole-units';

/** What the taxes of an item are computed on: duty on the customs value, VAT on the value delivered. */
export type ItemValues = Readonly<{ customs: Money; delivered: Money }>;

/**
 * The values of each item in the currency of the assessment: header amounts divided by goods value without loss, converted once by the
 * customs rate, rounded once. Freight and insurance to destination are part of the customs value (UCC Art. 70-71), or of the value for VAT
 * alone where the country takes duty on the goods as sold (Australia, New Zealand, United States).
 */
export const itemValues = (context: AssessContext): readonly ItemValues[] => {
  const { jurisdiction } = context;
  const { goods } = context;
  const discount = headerShares(context, goods, 'discount', -1);
  const transport = [...headerShares(context, goods, 'freight', 1), ...headerShares(context, goods, 'insurance', 1)];
  if (jurisdiction.dutyValue !== 'goods')
    return customsValues(context, withShares(goods, [...transport, ...discount])).map((customs) => ({ customs, delivered: customs }));
  const carried = converted(
    context,
    withShares(
      goods.map(() => Exact.ZERO),
      transport,
    ),
    'transport',
  );
  return customsValues(context, withShares(goods, discount)).map((customs, i) => ({
    customs,
    delivered: add(customs, carried[i] ?? { ...customs, minor: 0n }),
  }));
};

const withShares = (values: readonly Exact[], shares: readonly (readonly Exact[])[]): readonly Exact[] =>
  values.map((value, i) => shares.reduce((sum, share) => sum.plus(share[i] ?? Exact.ZERO), value));

const customsValues = (context: AssessContext, values: readonly Exact[]): readonly Money[] => {
  const { declaration, recorder, jurisdiction, currency } = context;
  // Goods for personal use are valued at a share of their retail price (Japan, Customs Tariff Act Art. 4-6).
  const share = declaration.buyerType === 'consumer' ? jurisdiction.personalImportShare : undefined;
  const valued = share === undefined ? values : values.map((value) => value.percent(Exact.parse(share)));
  if (jurisdiction.valueInWholeUnits !== true) return converted(context, valued, 'customs-value');
  const conversion = recorder.conversion(declaration.currency, currency, jurisdiction.customsFx, declaration.acceptedOn);
  const units = inWholeUnits(
    valued.map((value) => conversion.apply(value)),
    declaration.items.map((item) => dutyRateOf(context, item)),
  );
  const scale = 10n ** BigInt(scaleOf(currency, declaration.acceptedOn));
  return units.map((unit) => moneyOf(unit * scale, currency));
};

const converted = (
  { declaration, recorder, jurisdiction, currency }: AssessContext,
  values: readonly Exact[],
  rule: string,
): readonly Money[] => {
  const conversion = recorder.conversion(declaration.currency, currency, jurisdiction.customsFx, declaration.acceptedOn);
  return values.map((value) =>
    recorder.roundQuietly(`${jurisdiction.id}.${rule}`, conversion.apply(value), currency, jurisdiction.valueRounding),
  );
};

type Component = 'freight' | 'insurance' | 'discount';

const headerShares = (
  context: AssessContext,
  goods: readonly Exact[],
  component: Component,
  sign: 1 | -1,
): readonly (readonly Exact[])[] => {
  const { declaration, recorder, jurisdiction } = context;
  const written = declaration[component];
  if (written === undefined) return [];
  const total = recorder.roundQuietly(`${jurisdiction.id}.${component}`, Exact.parse(written), declaration.currency, 'half-even');
  if (total.minor === 0n) return [];
  const shares = shareByValue(total, goods).map((part) => Exact.ofMoney(part));
  if (sign === 1) return [shares];
  const taken = withinRoom(shares.map(exactWeight), goods.map(exactWeight));
  return [taken.map((units) => Exact.ZERO.minus(Exact.ofMinor(units, WEIGHT_SCALE)))];
};

/** A canonical amount has at most 12 decimals, so whole numbers of 10^-12 are its exact weight. */
const WEIGHT_SCALE = 12;
const exactWeight = (value: Exact): bigint => value.toMinor(WEIGHT_SCALE, 'down');

/** A header amount in proportion to the values of the lines, without losing a minor unit. */
export const shareByValue = (total: Money, values: readonly Exact[]): readonly Money[] => apportion(total, values.map(exactWeight));

/**
 * Shares of a discount, none above what there is to take it from, all in units of one size. A share of whole minor units may exceed goods of
 * a fraction of one; what a line cannot bear is taken from the first that can, and what nobody can bear from nobody: a taxable amount is what
 * is paid for the goods, never less than nothing (VAT Directive Art. 73 and 79(b); UCC Art. 70).
 */
export const withinRoom = (shares: readonly bigint[], room: readonly bigint[]): readonly bigint[] => {
  const taken = shares.map((share, i) => lesser(share, room[i] ?? 0n));
  let left = shares.reduce((sum, share, i) => sum + share - (taken[i] ?? 0n), 0n);
  return taken.map((share, i) => {
    const more = lesser(left, (room[i] ?? 0n) - share);
    left -= more;
    return share + more;
  });
};

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
