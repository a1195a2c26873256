import type { LodgedDeclaration } from '#declarations';
import { textOf, unitsOf } from '#reconciliation';
import type { RuleBook } from '#rules';
import type { SupplyOutcome } from './order-under';
import { type Revenue, RevenueComparison, type RevenueRow, type RevenueTotal, sameRevenue } from './revenue';
import { type ReturnsFailed, type ReturnSum, SchemeReturnSums } from './scheme-return-sums';

/** What came of a group of parcels. */
export interface GroupReport {
  readonly declarations: Readonly<{
    count: number;
    items: number;
    /** Intrinsic value declared, by currency: what the figures are about. Exact decimals. */
    values: readonly Readonly<{ currency: string; value: string }>[];
    /** Whose tax is another now. */
    affected: number;
    affectedItems: number;
    madeAnew: number;
    claimChanged: number;
    /** In neither sum but `notAssessable`: no tax can be determined under the scenario, by the code of the reason. */
    notAssessable: Readonly<Record<string, number>>;
    /** Without an assessment in the record. */
    notAssessedThen: number;
  }>;
  readonly supplies: Readonly<{
    count: number;
    affected: number;
    underScheme: Readonly<{ recorded: number; simulated: number }>;
    /** Under a scheme in the simulation alone: what was credited on them no record tells, so their VAT is whole. */ newlyUnderScheme: number;
    /** In neither sum. */ notQuotable: number;
  }>;
  readonly revenue: readonly RevenueRow[];
  readonly totals: readonly RevenueTotal[];
  /** What the recorded law took of the parcels that cannot be assessed under the scenario. */
  readonly notAssessable: readonly RevenueRow[];
  readonly returns: Readonly<{
    recorded: readonly ReturnSum[];
    simulated: readonly ReturnSum[];
    failed: Readonly<{ recorded: ReturnsFailed; simulated: ReturnsFailed }>;
  }>;
}

/** Counts and sums of one group under two laws. */
export class StudyGroup {
  readonly #revenue = new RevenueComparison();
  readonly #notAssessable = new RevenueComparison();
  readonly #returns: Readonly<{ recorded: SchemeReturnSums; simulated: SchemeReturnSums }>;
  readonly #reasons = new Map<string, number>();
  readonly #values = new Map<string, bigint>();
  readonly #declarations = { count: 0, items: 0, affected: 0, affectedItems: 0, madeAnew: 0, claimChanged: 0, notAssessedThen: 0 };
  readonly #supplies = { count: 0, affected: 0, newlyUnderScheme: 0, notQuotable: 0 };
  readonly #underScheme = { recorded: 0, simulated: 0 };

  constructor(law: RuleBook, book: RuleBook) {
    this.#returns = { recorded: new SchemeReturnSums(law), simulated: new SchemeReturnSums(book) };
  }

  takeSupply(recorded: SupplyOutcome, simulated: SupplyOutcome, was: Revenue, is: Revenue): void {
    this.#supplies.count += 1;
    if (simulated.kind === 'undecided' && simulated.refusal !== undefined && recorded.kind !== 'undecided') {
      this.#supplies.notQuotable += 1;
      this.#notAssessable.add(was, []);
      return;
    }
    if (recorded.kind === 'attributed') this.#underScheme.recorded += 1;
    if (simulated.kind === 'attributed') this.#underScheme.simulated += 1;
    if (recorded.kind !== 'attributed' && simulated.kind === 'attributed') this.#supplies.newlyUnderScheme += 1;
    if (recorded.kind !== simulated.kind || !sameRevenue(was, is)) this.#supplies.affected += 1;
    this.#revenue.add(was, is);
    this.#returns.recorded.add(recorded);
    this.#returns.simulated.add(simulated);
  }

  takeDeclaration(
    declared: LodgedDeclaration,
    how: 'asDeclared' | 'madeAnew' | 'claimChanged',
    recorded: Revenue | undefined,
    simulated: Revenue | undefined,
  ): void {
    this.#count(declared, recorded);
    if (how !== 'asDeclared') this.#declarations[how] += 1;
    if (!sameRevenue(recorded ?? [], simulated ?? [])) {
      this.#declarations.affected += 1;
      this.#declarations.affectedItems += declared.items.length;
    }
    this.#revenue.add(recorded ?? [], simulated ?? []);
  }

  takeNotAssessable(declared: LodgedDeclaration, reason: string, recorded: Revenue | undefined): void {
    this.#count(declared, recorded);
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    this.#notAssessable.add(recorded ?? [], []);
  }

  report(): GroupReport {
    const [recorded, simulated] = [this.#returns.recorded.compute(), this.#returns.simulated.compute()];
    return {
      declarations: {
        ...this.#declarations,
        values: [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, value]) => ({ currency, value: textOf(value) })),
        notAssessable: Object.fromEntries([...this.#reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      supplies: { ...this.#supplies, underScheme: { ...this.#underScheme } },
      revenue: this.#revenue.rows(),
      totals: this.#revenue.totals(),
      notAssessable: this.#notAssessable.rows(),
      returns: { recorded: recorded.sums, simulated: simulated.sums, failed: { recorded: recorded.failed, simulated: simulated.failed } },
    };
  }

  #count({ header: { currency }, items }: LodgedDeclaration, recorded: Revenue | undefined): void {
    this.#declarations.count += 1;
    this.#declarations.items += items.length;
    this.#values.set(
      currency,
      items.reduce((sum, { goodsValue }) => sum + unitsOf(goodsValue), this.#values.get(currency) ?? 0n),
    );
    if (recorded === undefined) this.#declarations.notAssessedThen += 1;
  }
}
