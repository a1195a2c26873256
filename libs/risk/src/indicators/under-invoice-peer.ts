import { textOf, unitsOf } from '#reconciliation';
import { nearestRank, percentText } from '../exact-figures';
import { type PeerGroup, type PeerItem } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { type RiskRules } from '../risk-rules';

interface Fraction {
  readonly item: PeerItem;
  readonly value: bigint;
  readonly per: bigint;
}
/** Fractions are compared crosswise: no quotient is rounded. */
const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.value * b.per - b.value * a.per;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** R05: value per kilogram or unit below a percentile of the same code, origin, month and currency, and below a share of their median. */
export const underInvoicePeer = (group: PeerGroup, items: readonly PeerItem[], rules: RiskRules): readonly Finding[] => {
  const { percentile, percentOfMedian, items: least } = rules.underInvoicePeer;
  const ascending = items
    .map((item): Fraction => ({ item, value: unitsOf(item.value), per: unitsOf(item.per) }))
    .filter(({ per }) => per > 0n)
    .sort(compare);
  const [low, median] = [nearestRank(ascending, percentile), nearestRank(ascending, 50)];
  if (ascending.length < least || low === undefined || median === undefined) return [];
  const half: Fraction = { ...median, value: median.value * BigInt(percentOfMedian), per: median.per * 100n };
  const below = ascending.filter((one) => compare(one, low) < 0 && compare(one, half) < 0);
  return below.map((one) => findingFor(group, one, low, median, ascending.length, rules));
};

/** Four decimals are shown, cut off; what is compared is exact. */
const quotient = ({ value, per }: Fraction): string => textOf(((value * 10_000n) / per) * 10n ** 8n);

const findingFor = (group: PeerGroup, one: Fraction, low: Fraction, median: Fraction, size: number, rules: RiskRules): Finding => {
  const { hs6, origin, month, currency, measure } = group;
  const { item } = one;
  const unit = `${currency}/${measure}`;
  const whence = origin === '-' ? 'an origin that is not told' : origin;
  return findingOf('R05', rules, {
    subject: { kind: 'declaration', id: item.stream },
    from: month,
    to: month,
    aspect: `item ${String(item.seq)}`,
    figure: { name: 'value', value: quotient(one), unit },
    threshold: { name: `percentile ${String(rules.underInvoicePeer.percentile)}`, value: quotient(low), unit },
    measured: [
      { name: 'median', value: quotient(median), unit },
      { name: 'of the median', value: percentText(one.value * median.per, median.value * one.per), unit: '%' },
      { name: 'peers', value: String(size), unit: 'items' },
    ],
    sentence:
      `item ${String(item.seq)} is declared at ${quotient(one)} ${unit}, ` +
      `among ${counted(size, 'item')} of ${hs6} from ${whence} in ${month} with a median of ${quotient(median)}`,
    evidence: [
      {
        stream: item.stream,
        position: item.position,
        values: { item: String(item.seq), value: item.value, per: item.per, measure, currency },
      },
    ],
  });
};
