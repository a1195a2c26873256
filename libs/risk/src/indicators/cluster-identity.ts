import { type BuyerOrder } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { type RiskRules } from '../risk-rules';

/** R03: one buyer pseudonym with many orders in a window. Names, telephones and addresses are not told to the ledger. */
export const clusterIdentity = (orders: readonly BuyerOrder[], rules: RiskRules): readonly Finding[] => {
  const { days, orders: least } = rules.clusterIdentity;
  const sorted = [...orders].sort((a, b) => (`${a.orderedAt} ${a.stream}` < `${b.orderedAt} ${b.stream}` ? -1 : 1));
  const moments = sorted.map(({ orderedAt }) => Date.parse(orderedAt));
  const found: Finding[] = [];
  for (let [first, end] = [0, 0]; first < sorted.length; first += 1) {
    while (end < sorted.length && (moments[end] ?? 0) - (moments[first] ?? 0) <= days * 86_400_000) end += 1;
    if (end - first < least) continue;
    found.push(findingFor(sorted.slice(first, end), rules));
    first = end - 1;
  }
  return found;
};

const findingFor = (found: readonly BuyerOrder[], rules: RiskRules): Finding => {
  const { days, orders: least } = rules.clusterIdentity;
  const [first, last] = [found[0] as BuyerOrder, found[found.length - 1] as BuyerOrder];
  const sellers = new Set(found.map(({ seller }) => seller)).size;
  return findingOf('R03', rules, {
    subject: { kind: 'buyer', id: first.buyer },
    from: first.orderedAt,
    to: last.orderedAt,
    figure: { name: 'orders', value: String(found.length), unit: 'orders' },
    threshold: { name: 'orders', value: String(least), unit: 'orders' },
    measured: [{ name: 'sellers', value: String(sellers), unit: 'sellers' }],
    sentence: `${counted(found.length, 'order')} under one buyer pseudonym at ${counted(sellers, 'seller')} within ${counted(days, 'day')}`,
    evidence: found.map(({ stream, position, orderedAt, number, seller }) => ({
      stream,
      position,
      values: { at: orderedAt, order: number, seller },
    })),
  });
};
