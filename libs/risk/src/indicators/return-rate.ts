import { percentText } from '../exact-figures';
import { type Back, type Recorded, type SellerMonth } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { type RiskRules } from '../risk-rules';

/** R12: returns, or credits, of a seller in a month far above those of all the other sellers in it. */
export const returnRate = (cohort: readonly SellerMonth[], rules: RiskRules): readonly Finding[] =>
  (['returns', 'credits'] as const).flatMap((kind) => {
    const total = { orders: 0, back: 0, sellers: 0 };
    for (const one of cohort) {
      total.orders += one.orders;
      total.back += one[kind].length;
      if (one.orders > 0) total.sellers += 1;
    }
    return cohort.flatMap((own) => {
      const others = { orders: total.orders - own.orders, back: total.back - own[kind].length, sellers: total.sellers - (own.orders > 0 ? 1 : 0) };
      return rateFinding(own, own[kind], kind, others, rules);
    });
  });

const rateFinding = (own: SellerMonth, back: readonly Back[], kind: 'returns' | 'credits', others: { readonly orders: number; readonly back: number; readonly sellers: number }, rules: RiskRules): readonly Finding[] => {
  const { factor, returns, orders, otherSellers, otherOrders } = rules.returnRate;
  if (back.length < returns || own.orders < orders || others.sellers < otherSellers || others.orders < otherOrders) return [];
  if (BigInt(back.length) * BigInt(others.orders) <= BigInt(factor) * BigInt(others.back) * BigInt(own.orders)) return [];
  const [share, usual] = [percentText(BigInt(back.length), BigInt(own.orders)), percentText(BigInt(others.back), BigInt(others.orders))];
  return [
    findingOf('R12', rules, {
      subject: { kind: 'seller', id: own.seller },
      from: own.month,
      to: own.month,
      aspect: kind,
      figure: { name: `${kind} of orders`, value: share, unit: '%' },
      threshold: { name: `${String(factor)} times the other sellers`, value: percentText(BigInt(factor) * BigInt(others.back), BigInt(others.orders)), unit: '%' },
      measured: [
        { name: kind, value: String(back.length), unit: kind },
        { name: 'orders', value: String(own.orders), unit: 'orders' },
        { name: `${kind} of orders of the others`, value: usual, unit: '%' },
      ],
      sentence: `${String(back.length)} ${kind} on ${counted(own.orders, 'order')} of ${own.seller} in ${own.month}, which is ${share} %; the other sellers had ${usual} %`,
      evidence: back.map(({ stream, position, at, reference }) => ({ stream, position, values: { at, reference } })),
    }),
  ];
};

/** R12: one serial number in several returns. */
export const sameSerial = (serial: string, returns: readonly (Recorded & { readonly reference: string; readonly at: string })[], rules: RiskRules): readonly Finding[] => {
  const cases = new Set(returns.map(({ stream }) => stream)).size;
  if (cases < rules.returnRate.sameSerial) return [];
  const moments = returns.map(({ at }) => at).sort();
  return [
    findingOf('R12', rules, {
      subject: { kind: 'serial', id: serial },
      from: moments[0] ?? '',
      to: moments[moments.length - 1] ?? '',
      aspect: 'serial',
      figure: { name: 'returns', value: String(cases), unit: 'returns' },
      threshold: { name: 'returns', value: String(rules.returnRate.sameSerial), unit: 'returns' },
      sentence: `serial number ${serial} is in ${counted(cases, 'return')}`,
      evidence: returns.map(({ stream, position, at, reference }) => ({ stream, position, values: { at, reference } })),
    }),
  ];
};
