import { type Bridge } from './bridge/bridge';
import { BridgeBuilder, type BridgeSums } from './bridge/bridge-builder';
import { type BookOfCountry, taxEntries, valueEntries } from './bridge/bridge-entries';
import { settlementParts } from './bridge/settlement-parts';
import { type PeriodCase, type ReceiptCase, type ReconciliationTotals } from './case';
import { type DimensionFilter } from './case-index/case-dimensions';
import { type EvaluationContext, ruleVersion } from './evaluation-context';
import { minorUnitsOf } from './exact-units';
import { type Leg } from './legs/leg';
import { type ReceiptFact } from './legs/receipt-fact';
import { toleratedIn } from './matching/agreement';
import { toleranceFor } from './matching/tolerance';
import { type EvaluatedParcel, evaluateParcel } from './parcel/evaluate-parcel';
import { evaluateAccounts } from './period/evaluate-accounts';
import { evaluateBankAccounts } from './period/evaluate-bank-accounts';
import { evaluateStatements } from './period/evaluate-statements';
import { evaluateSummaries } from './period/evaluate-summaries';
import { receiptCase } from './period/evaluate-receipts';
import { evaluateSchemeNumbers } from './period/evaluate-scheme-numbers';
import { evaluateReturns } from './period/evaluate-returns';
import { SupplyFacts, type SupplySums } from './period/supply-facts';
import { type SupplyRules } from './period/tell-supplies';
import { type ImportListing, listingsOf } from './period/listings';
import { TotalsBuilder, type TotalSums } from './totals';

/** The whole answer: totals, the bridge, and the cases that are few. Parcel cases are asked for one by one or page by page. */
export interface ReconciliationReport {
  readonly totals: ReconciliationTotals;
  readonly bridges: readonly Bridge[];
  readonly periods: readonly PeriodCase[];
  readonly receipts: readonly ReceiptCase[];
  readonly listings: readonly ImportListing[];
}

/** What cases come to as of one moment: plain data that adds up, and that one thread can hand to another. */
export interface CaseSums {
  readonly totals: TotalSums;
  readonly bridge: BridgeSums;
  readonly supplies: SupplySums;
}

/** Adds up the cases of one question. Its size follows the number of statuses, books, periods and currencies, not of cases. */
export class CaseTally {
  readonly #totals = new TotalsBuilder();
  readonly #bridge = new BridgeBuilder();
  readonly #supplies: SupplyFacts;

  constructor(
    private readonly context: EvaluationContext,
    private readonly bookOfCountry: BookOfCountry,
    private readonly knownAt: string | undefined,
  ) {
    this.#supplies = new SupplyFacts(supplyRulesOf(context));
  }

  receiptCase(receipt: string, facts: readonly ReceiptFact[]): ReceiptCase | undefined {
    return receiptCase(receipt, facts, this.context);
  }

  get asOf(): string {
    return this.context.asOf;
  }

  get sums(): CaseSums {
    const { carried, listing, firstSupply, accepted } = this.#supplies;
    return { totals: this.#totals.sums, bridge: this.#bridge.sums, supplies: { carried, listing, firstSupply, accepted } };
  }

  /** Takes a case, which may begin later than the moment that is asked about. */
  observe(key: string, legs: readonly Leg[]): void {
    if (legs.every(({ at }) => at > this.asOf)) return;
    this.take(evaluateParcel(key, legs, this.context));
  }

  /** Takes a case that is evaluated already. */
  take(parcel: EvaluatedParcel): void {
    this.#totals.addParcel(parcel);
    this.#supplies.observe(parcel);
    this.#bridge.add([...valueEntries(parcel, this.bookOfCountry), ...taxEntries(parcel, this.context)]);
  }

  /** Adds the sums of other cases, with later keys. */
  add({ totals, bridge, supplies }: CaseSums): void {
    this.#totals.add(totals);
    this.#bridge.addAll(bridge);
    this.#supplies.add(supplies);
  }

  /** The bridge, once all parcel cases within a filter are in. To be asked once. */
  bridges(filter: DimensionFilter): readonly Bridge[] {
    for (const { entries } of settlementParts(this.context, filter)) this.#bridge.add(entries);
    return this.#bridge.bridges();
  }

  /**
   * The answer, once all parcel cases are in: with the cases that follow from them and from the accounts, and those of receipts. To be
   * asked once.
   */
  report(receipts: readonly ReceiptCase[]): ReconciliationReport {
    for (const { entries } of settlementParts(this.context)) this.#bridge.add(entries);
    const { context } = this;
    const periods = [
      ...evaluateReturns(this.#supplies, context),
      ...evaluateSchemeNumbers(this.#supplies, context),
      ...evaluateStatements(context),
      ...evaluateAccounts(context),
      ...evaluateBankAccounts(context),
      ...evaluateSummaries(this.#supplies, context),
    ];
    for (const { breaks } of [...periods, ...receipts]) this.#totals.addBreaks(breaks);
    for (const { matches = [] } of periods) this.#totals.addTolerated(matches.flatMap(toleratedIn));
    const head = {
      rules: ruleVersion(this.context.rules),
      asOf: this.asOf,
      ...(this.knownAt === undefined ? {} : { knownAt: this.knownAt }),
    };
    return { totals: this.#totals.totals(head), bridges: this.#bridge.bridges(), periods, receipts, listings: listingsOf(this.#supplies) };
  }
}

/** The timing bucket: whole months either way of the month of supply (docs/reconciliation.md, B52). */
export const supplyRulesOf = (context: EvaluationContext): SupplyRules => {
  const { months = 0 } = toleranceFor(context.rules, 'import-listing');
  const monthsBetween = (a: string, b: string): number => (yearOf(b) - yearOf(a)) * 12 + monthOf(b) - monthOf(a);
  return {
    settlement: context.settlement,
    conversionDay: context.law.conversionDay,
    roundingPerLine: (currency) => minorUnitsOf(toleranceFor(context.rules, 'captured-amount', currency).perLine ?? '0', currency),
    mayStillArrive: (suppliedAt) => context.isBy(lastOfMonth(suppliedAt, months)),
    withinBucket: (suppliedAt, importedOn) => Math.abs(monthsBetween(suppliedAt, importedOn)) <= months,
  };
};
/** The last moment of the month so many months after the one of a moment. */
const lastOfMonth = (moment: string, months: number): string => {
  const month = yearOf(moment) * 12 + monthOf(moment) - 1 + months;
  return `${String(Math.floor(month / 12))}-${String((month % 12) + 1).padStart(2, '0')}-31T23:59:59.999Z`;
};
const yearOf = (day: string): number => Number.parseInt(day.slice(0, 4), 10);
const monthOf = (day: string): number => Number.parseInt(day.slice(5, 7), 10);
