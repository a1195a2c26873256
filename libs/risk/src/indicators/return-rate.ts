import { percentText } from '../exact-figures';
import { type Back, type SellerMonth } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { grouped } from '../grouped';
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
      const others = {
        orders: total.orders - own.orders,
        back: total.back - own[kind].length,
        sellers: total.sellers - (own.orders > 0 ? 1 : 0),
      };
      return rateFinding(own, own[kind], kind, others, rules);
    });
  });

const rateFinding = (
  own: SellerMonth,
  back: readonly Back[],
  kind: 'returns' | 'credits',
  others: { readonly orders: number; readonly back: number; readonly sellers: number },
  rules: RiskRules,
): readonly Finding[] => {
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
      threshold: {
        name: `${String(factor)} times the other sellers`,
        value: percentText(BigInt(factor) * BigInt(others.back), BigInt(others.orders)),
        unit: '%',
      },
      measured: [
        { name: kind, value: String(back.length), unit: kind },
        { name: 'orders', value: String(own.orders), unit: 'orders' },
        { name: `${kind} of orders of the others`, value: usual, unit: '%' },
      ],
      sentence:
        `${String(back.length)} ${kind} on ${counted(own.orders, 'order')} of ${own.seller} in ${own.month}, ` +
        `which is ${share} %; the other sellers had ${usual} %`,
      evidence: back.map(({ stream, position, at, reference }) => ({ stream, position, values: { at, reference } })),
    }),
  ];
};

/** What goes back in one parcel goes back once, whoever reports it: its carrier, its seller, or both. */
export const oncePerParcel = (returns: readonly Back[]): readonly Back[] => {
  const parcels = grouped(returns, ({ stream, parcel }) => (parcel === undefined ? stream : `parcel ${parcel}`));
  return [...parcels.values()].flatMap((own) =>
    [...own].sort((a, b) => (`${a.at} ${a.stream}` < `${b.at} ${b.stream}` ? -1 : 1)).slice(0, 1),
  );
};

/**
 * R12: one serial number in several returns to one seller. Sellers number their goods alike; a return of goods whose seller nobody tells
 * counts for each.
 */
export const sameSerial = (serial: string, returns: readonly Back[], rules: RiskRules): readonly Finding[] => {
  const sellers = [...new Set(returns.map(({ seller }) => seller))].filter((seller) => seller !== undefined).sort();
  return sellers.length === 0
    ? serialOf(serial, undefined, returns, rules)
    : sellers.flatMap((seller) =>
        serialOf(
          serial,
          seller,
          returns.filter((one) => one.seller === undefined || one.seller === seller),
          rules,
        ),
      );
};

const serialOf = (serial: string, seller: string | undefined, all: readonly Back[], rules: RiskRules): readonly Finding[] => {
  const returns = oncePerParcel(all);
  if (returns.length < rules.returnRate.sameSerial) return [];
  const moments = returns.map(({ at }) => at).sort();
  return [
    findingOf('R12', rules, {
      subject: { kind: 'serial', id: serial },
      from: moments[0] ?? '',
      to: moments[moments.length - 1] ?? '',
      aspect: seller === undefined ? 'serial' : `serial ${seller}`,
      figure: { name: 'returns', value: String(returns.length), unit: 'returns' },
      threshold: { name: 'returns', value: String(rules.returnRate.sameSerial), unit: 'returns' },
      sentence: `serial number ${serial} is in ${counted(returns.length, 'return')}${seller === undefined ? '' : ` of goods of ${seller}`}`,
      evidence: returns.map(({ stream, position, at, reference }) => ({ stream, position, values: { at, reference } })),
    }),
  ];
};
