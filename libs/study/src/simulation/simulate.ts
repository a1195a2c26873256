import { assess, type RuleBook } from '#rules';
import { isWithin, type RecordedDeclaration, type RecordedOrder, type RecordedTrade, type StudyWindow } from '../recorded-trade';
import { overlay } from '../scenario/overlay';
import { overlayChanges, type TableChange } from '../scenario/overlay-changes';
import type { Scenario } from '../scenario/scenario';
import { type Cohort, isDeclarationInCohort, isOrderInCohort } from './cohort';
import { type CostFact, CostCounts, type CostGap, type CostRow } from './costs';
import { claimingRelief, type OrderBehind, orderOf, restated } from './declaration-under';
import { outcomeUnder, recordedOutcome, supplyDayOf } from './order-under';
import { Recent } from './recent';
import { recordedRevenue, type Revenue, simulatedRevenue, supplyRevenue } from './revenue';
import { type GroupReport, StudyGroup } from './study-group';
import { ThresholdBands, type ThresholdBandsRow } from './threshold-bands';

/** What is asked: which rules, over which days, for whom. */
export interface SimulationQuestion {
  readonly scenario: Scenario;
  readonly window: StudyWindow;
  readonly cohort?: Cohort;
  readonly costs: readonly CostFact[];
}

/**
 * The recorded trade under other rules. `cohort` is all of it where no pilot is asked for; `rest` is what stayed under the law as it was.
 */
export interface Simulation {
  readonly changes: readonly TableChange[];
  readonly cohort: GroupReport;
  readonly rest?: GroupReport;
  readonly costs: readonly CostRow[];
  /** Sides of which nobody's estimate is known. */
  readonly costGaps: readonly CostGap[];
  /** Of the cohort. */
  readonly bands: readonly ThresholdBandsRow[];
  readonly invalidated: number;
}

/** Orders whose fate is kept at hand for the declarations that follow them. */
const ordersAtHand = 1_000;

/**
 * Replays the recorded items under other rules: supplies at checkout, declarations at importation, in one pass over the log. Reads alone:
 * nothing is appended and no row changes. Nobody behaves otherwise than recorded. `law` is the law as known at the moment asked about.
 * @throws ScenarioError
 */
export const simulate = async (
  trade: RecordedTrade,
  law: RuleBook,
  question: SimulationQuestion,
  progress: (items: number) => void = () => undefined,
): Promise<Simulation> => {
  const simulated = overlay(law, question.scenario);
  const study = new Study(trade, law, simulated, question);
  let items = 0;
  for await (const subject of trade.subjects(question.window, { kinds: ['order', 'declaration'], assessmentLines: false })) {
    if (subject.kind === 'order') study.takeOrder(subject);
    else {
      await study.takeDeclaration(subject);
      items += subject.declared.items.length;
    }
    progress(items);
  }
  return study.report();
};

interface KnownOrder extends OrderBehind {
  readonly isIn: boolean;
}

class Study {
  readonly #orders = new Recent<KnownOrder>(ordersAtHand);
  readonly #cohort: StudyGroup;
  readonly #rest: StudyGroup;
  readonly #costs = new CostCounts();
  readonly #bands: ThresholdBands;
  #invalidated = 0;

  constructor(
    private readonly trade: RecordedTrade,
    private readonly law: RuleBook,
    private readonly book: RuleBook,
    private readonly question: SimulationQuestion,
  ) {
    this.#cohort = new StudyGroup(law, book);
    this.#rest = new StudyGroup(law, law);
    this.#bands = new ThresholdBands(law, book);
  }

  takeOrder(order: RecordedOrder): void {
    const known = this.#known(order);
    const { suppliedOn, recorded, simulated, isIn } = known;
    if (suppliedOn === undefined || !isWithin(this.question.window, suppliedOn)) return;
    const group = isIn ? this.#cohort : this.#rest;
    group.takeSupply(recorded, simulated, supplyRevenue(recorded, this.law), supplyRevenue(simulated, this.book));
    const territory = this.#territory(order.state.header.destination);
    if (recorded.kind === 'attributed') this.#costs.add('recorded', territory, 'supply');
    if (simulated.kind === 'attributed') this.#costs.add('simulated', territory, 'supply');
  }

  async takeDeclaration({ declared }: RecordedDeclaration): Promise<void> {
    if (declared.invalidated !== undefined) {
      this.#invalidated += 1;
      return;
    }
    const { header, items, assessment } = declared;
    const stream = orderOf(declared);
    const behind = stream === undefined ? undefined : await this.#behind(stream);
    const recorded = assessment?.kind === 'assessed' ? recordedRevenue(assessment.duty, header.acceptedOn) : undefined;
    if (!isDeclarationInCohort(this.question.cohort, declared, behind?.isIn)) {
      this.#rest.takeDeclaration(declared, 'asDeclared', recorded, recorded);
      this.#count(header.jurisdiction, items.length, recorded, recorded);
      return;
    }
    this.#bands.add(declared);
    const { collector, claimRelief } = this.question.scenario;
    const statement = restated(declared, behind, this.book, collector);
    if (statement.how === 'notDeclarable') {
      this.#cohort.takeNotAssessable(declared, statement.reason, recorded);
      return;
    }
    const answer = assess(claimRelief === true ? claimingRelief(statement.assessable) : statement.assessable, this.book);
    const simulated = answer.kind === 'assessed' ? simulatedRevenue(answer, header.authority) : undefined;
    if (simulated === undefined && answer.kind === 'refused') this.#cohort.takeNotAssessable(declared, answer.code, recorded);
    else {
      this.#cohort.takeDeclaration(declared, statement.how, recorded, simulated);
      this.#count(header.jurisdiction, items.length, recorded, simulated);
    }
  }

  report(): Simulation {
    const { cohort, costs } = this.question;
    return {
      changes: overlayChanges(this.law, this.book),
      cohort: this.#cohort.report(),
      ...(cohort === undefined ? {} : { rest: this.#rest.report() }),
      costs: this.#costs.rows(costs),
      costGaps: this.#costs.gaps(costs),
      bands: this.#bands.rows(),
      invalidated: this.#invalidated,
    };
  }

  #known(order: RecordedOrder): KnownOrder {
    const isIn = isOrderInCohort(this.question.cohort, order.state);
    const recorded = recordedOutcome(order);
    const known = {
      order,
      recorded,
      simulated: isIn ? outcomeUnder(order, this.book, this.question.scenario.collector) : recorded,
      suppliedOn: supplyDayOf(order, this.law),
      isIn,
    };
    this.#orders.set(order.stream, known);
    return known;
  }

  async #behind(stream: string): Promise<KnownOrder | undefined> {
    const known = this.#orders.get(stream);
    if (known !== undefined) return known;
    const order = await this.trade.order(stream);
    return order === undefined ? undefined : this.#known(order);
  }

  #territory(country: string | undefined): string {
    return country === undefined ? '-' : (this.law.jurisdiction(country)?.value.territory ?? country);
  }

  #count(country: string, items: number, recorded: Revenue | undefined, simulated: Revenue | undefined): void {
    const territory = this.#territory(country);
    for (const [side, revenue] of [
      ['recorded', recorded],
      ['simulated', simulated],
    ] as const) {
      this.#costs.add(side, territory, 'declaration');
      this.#costs.add(side, territory, 'item', items);
      if (revenue?.some(({ sum }) => sum.payable !== 0n) === true) this.#costs.add(side, territory, 'taxedAtImport');
    }
  }
}
