import { sha256Hex } from '#event-catalogue';
import { formatMoney, moneyOf, parseMoney } from '#money';
import { conversionDayOf, type RuleBook } from '#rules';
import { computeReturn, returnPeriod, type SupplyFact } from '#scheme-returns';
import type { SupplyOutcome } from './order-under';

/** What returns of a scheme owe to a state: the positive balances, never netted across states. */
export interface ReturnSum {
  readonly scheme: string;
  readonly country: string;
  readonly currency: string;
  readonly payable: string;
}
/** Returns that cannot be computed, by the code of the reason. */
export type ReturnsFailed = Readonly<Record<string, number>>;

type Fact = Omit<SupplyFact, 'rows' | 'hash' | 'order'> & {
  readonly rows: Map<string, { rate: string; rateCategory: string; taxable: bigint; vat: bigint }>;
};

/**
 * Adds up supplies to the returns that carry them, each in the period that it belongs to, in memory that grows with scheme numbers,
 * periods, states, currencies and, where each day has its own rate, days alone. Then the returns are computed as they are filed: sums converted once, balances by state.
 */
export class SchemeReturnSums {
  readonly #facts = new Map<string, Fact>();

  constructor(private readonly book: RuleBook) {}

  add(outcome: SupplyOutcome): void {
    if (outcome.kind !== 'attributed') return;
    const { supply, adjustments } = outcome;
    this.#take('supply', { ...supply, originalPeriod: supply.period, at: supply.suppliedAt }, supply.rows);
    for (const adjusted of adjustments) this.#take('adjustment', { ...adjusted, at: supply.suppliedAt }, adjusted.rows);
  }

  compute(): { readonly sums: readonly ReturnSum[]; readonly failed: ReturnsFailed } {
    const returns = new Map<string, Fact[]>();
    for (const fact of this.#facts.values()) {
      const key = `${fact.scheme} ${fact.schemeNumber} ${fact.period}`;
      returns.set(key, [...(returns.get(key) ?? []), fact]);
    }
    const sums = new Map<string, { readonly scheme: string; readonly country: string; readonly currency: string; payable: bigint }>();
    const failed = new Map<string, number>();
    for (const facts of returns.values()) this.#addReturn(facts, sums, failed);
    const inOrder = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      sums: inOrder.map(([, { payable, ...rest }]) => ({ ...rest, payable: formatMoney(moneyOf(payable, rest.currency)) })),
      failed: Object.fromEntries(failed),
    };
  }

  #addReturn(
    facts: readonly Fact[],
    sums: Map<string, { readonly scheme: string; readonly country: string; readonly currency: string; payable: bigint }>,
    failed: Map<string, number>,
  ): void {
    const [first] = facts;
    if (first === undefined) return;
    const { scheme, schemeNumber, period } = first;
    // On its last day: every correction that a return of then could carry is in time.
    const filedOn = returnPeriod(this.book, scheme, period)?.dueOn ?? `${period}-01`;
    const answer = computeReturn(
      this.book,
      { scheme, schemeNumber, holder: 'SIMULATED', authority: 'EU', period, filedOn },
      facts.map(asSupplyFact),
    );
    if ('rejected' in answer) {
      failed.set(answer.rejected.code, (failed.get(answer.rejected.code) ?? 0) + 1);
      return;
    }
    const { balances, currency } = answer.computed.figures;
    for (const { country, balance } of balances) {
      const key = `${scheme} ${country} ${currency}`;
      const known = sums.get(key) ?? { scheme, country, currency, payable: 0n };
      sums.set(key, known);
      const { minor } = parseMoney(balance, currency);
      if (minor > 0n) known.payable += minor;
    }
  }

  #take(
    kind: SupplyFact['kind'],
    {
      scheme,
      schemeNumber,
      period,
      originalPeriod,
      consumptionCountry: country,
      currency,
      at,
    }: Pick<SupplyFact, 'scheme' | 'schemeNumber' | 'period' | 'originalPeriod' | 'currency' | 'at'> & {
      readonly consumptionCountry: string;
    },
    rows: readonly Readonly<{ rate: string; rateCategory: string; taxable: string; vat: string }>[],
  ): void {
    const rules = this.book.scheme(scheme, at.slice(0, 10))?.value;
    const day = rules === undefined ? undefined : conversionDayOf(rules, currency, at);
    const key = [kind, scheme, schemeNumber, period, originalPeriod, country, currency, day].join(' ');
    const fact: Fact = this.#facts.get(key) ?? {
      ...{ kind, scheme, schemeNumber, period, originalPeriod, country, currency, at },
      rows: new Map(),
    };
    this.#facts.set(key, fact);
    for (const { rate, rateCategory, taxable, vat } of rows) {
      const row = fact.rows.get(`${rateCategory} ${rate}`) ?? { rate, rateCategory, taxable: 0n, vat: 0n };
      fact.rows.set(`${rateCategory} ${rate}`, row);
      row.taxable += parseMoney(taxable, currency).minor;
      row.vat += parseMoney(vat, currency).minor;
    }
  }
}

const asSupplyFact = ({ rows, ...fact }: Fact): SupplyFact => ({
  ...fact,
  order: '',
  hash: sha256Hex(`${fact.kind} ${fact.originalPeriod} ${fact.country} ${fact.currency} ${fact.at}`),
  rows: [...rows.values()],
});
