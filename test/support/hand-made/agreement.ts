import { Exact } from '#money';
import { type HandMadeTrade, type ListedBreak } from './trade';
import { type ToldBridge } from '../reconciliation/told-bridge';

interface Sum {
  readonly count: number;
  readonly derived: number;
  readonly amount: Readonly<Record<string, string>>;
}
type ByCode = Readonly<Record<string, Sum>>;

/** Roots and their money by code; what another break explains is counted apart. */
const sumsOf = (breaks: readonly ListedBreak[]): ByCode => {
  const sums = new Map<string, { count: number; derived: number; amount: Map<string, Exact> }>();
  for (const { code, amount, currency, causedBy } of breaks) {
    const sum = sums.get(code) ?? { count: 0, derived: 0, amount: new Map<string, Exact>() };
    sums.set(code, sum);
    if (causedBy === undefined) {
      sum.count += 1;
      sum.amount.set(currency, (sum.amount.get(currency) ?? Exact.ZERO).plus(Exact.parse(amount)));
    } else sum.derived += 1;
  }
  return Object.fromEntries(
    [...sums].map(([code, { count, derived, amount }]) => [
      code,
      { count, derived, amount: Object.fromEntries([...amount].map(([currency, sum]) => [currency, sum.toCanonicalText()])) },
    ]),
  );
};

/** Without currencies that come to nothing. */
const plain = (sums: ByCode): ByCode =>
  Object.fromEntries(
    Object.entries(sums).map(([code, { count, derived, amount }]) => [
      code,
      { count, derived, amount: Object.fromEntries(Object.entries(amount).filter(([currency, sum]) => currency !== '-' && sum !== '0')) },
    ]),
  );

/** The same breaks as the worklist, the totals of reconciliation and the summary by code have them. */
export const breaksThrice = async (
  trade: HandMadeTrade,
  asOf: string,
  knownAt?: string,
): Promise<Readonly<Record<'worklist' | 'totals' | 'summary', ByCode>>> => {
  const at = `asOf=${asOf}${knownAt === undefined ? '' : `&knownAt=${knownAt}`}`;
  const { breaks } = (await trade.read(`/v1/reconciliation?${at}`)) as unknown as { readonly breaks: ByCode };
  const { groups } = (await trade.read(`/v1/breaks/summary?by=code&${at}`)) as unknown as {
    readonly groups: readonly (Sum & { readonly key: string })[];
  };
  const worklist = await trade.breaks(asOf, knownAt === undefined ? '' : `&knownAt=${knownAt}`);
  return {
    worklist: plain(sumsOf(worklist)),
    totals: plain(breaks),
    // A group counts all breaks, and says how many of them are derived.
    summary: plain(Object.fromEntries(groups.map(({ key, count, derived, amount }) => [key, { count: count - derived, derived, amount }]))),
  };
};

/** What is wrong with the bridge at a moment: a difference that is not that of its rows, or not the sum of its reasons. */
export const faultsOfBridge = async (trade: HandMadeTrade, asOf: string): Promise<readonly string[]> => {
  const { bridges } = (await trade.read(`/v1/bridge?asOf=${asOf}`)) as unknown as { readonly bridges: readonly ToldBridge[] };
  const values = new Set(['ordered', 'paid', 'shipped', 'declared', 'stated']);
  return bridges.flatMap(({ book, currency, rows, steps }) =>
    steps.flatMap(({ from, to, difference, because }) => {
      const row = (stage: string): Exact => Exact.parse(rows[stage] ?? '0');
      const reasons = Object.values(because).reduce((sum, { amount }) => sum.plus(Exact.parse(amount)), Exact.ZERO);
      const told = `${book} ${currency} ${from} to ${to}: ${difference}`;
      return [
        ...(reasons.compare(Exact.parse(difference)) === 0 ? [] : [`${told}, its reasons ${reasons.toCanonicalText()}`]),
        ...(!values.has(from) || row(from).minus(row(to)).compare(Exact.parse(difference)) === 0
          ? []
          : [`${told}, its rows ${row(from).minus(row(to)).toCanonicalText()}`]),
      ];
    }),
  );
};
