import { apportion, Exact, type Money } from '#money';
import { type AssessContext } from './assess-context';

/**
 * The customs value of each item in the currency of the assessment: goods, freight and insurance to destination, less discount, header amounts
 * divided by goods value without loss (UCC Art. 70-71), converted once by the customs rate, rounded once.
 */
export const customsValues = (context: AssessContext): readonly Money[] => {
  const { declaration, recorder, jurisdiction, currency } = context;
  const goods = declaration.items.map((item) => Exact.parse(item.goodsValue));
  const shares = [...headerShares(context, goods, 'freight', 1), ...headerShares(context, goods, 'insurance', 1), ...headerShares(context, goods, 'discount', -1)];
  const conversion = recorder.conversion(declaration.currency, currency, jurisdiction.customsFx, declaration.acceptedOn);
  return goods.map((value, i) => {
    const whole = shares.reduce((sum, share) => sum.plus(share[i] ?? Exact.ZERO), value);
    return recorder.roundQuietly(`${jurisdiction.id}.customs-value`, conversion.apply(whole), currency, jurisdiction.valueRounding);
  });
};

type Component = 'freight' | 'insurance' | 'discount';

const headerShares = (context: AssessContext, goods: readonly Exact[], component: Component, sign: 1 | -1): readonly (readonly Exact[])[] => {
  const { declaration, recorder, jurisdiction } = context;
  const written = declaration[component];
  if (written === undefined) return [];
  const total = recorder.roundQuietly(`${jurisdiction.id}.${component}`, Exact.parse(written), declaration.currency, 'half-even');
  return [shareByValue(total, goods).map((part) => (sign === 1 ? Exact.ofMoney(part) : Exact.ZERO.minus(Exact.ofMoney(part))))];
};

/** A canonical amount has at most 12 decimals, so whole numbers of 10^-12 are its exact weight. */
export const shareByValue = (total: Money, values: readonly Exact[]): readonly Money[] =>
  apportion(
    total,
    values.map((v) => v.toMinor(12, 'down')),
  );

