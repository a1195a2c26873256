import { type Bridge, type BridgeFigure } from './bridge/bridge';
import { type PeriodPart } from './bridge/figure-parts';
import { type ParcelCase } from './case';
import { type CaseFilter, type CaseTotals } from './case-filter';
import { type DimensionFilter } from './case-index/case-dimensions';
import { type CaseIndex } from './case-index/case-index';
import { CaseIndexUnreadable } from './case-index/case-index-unreadable';
import { type Snapshot } from './case-index/known-facts';
import { type ReconciliationReport } from './case-tally';
import { type BrokenCase, type BrokenFilter, type CasePage, type Reconciliation } from './reconcile';
import { type ReconciliationQuestion } from './reconciliation-question';

/**
 * Answers questions from the case index where it is of the very position and moment that is asked about, else on demand: the same answer
 * either way. The index may move on while an answer is read from it: then what was read is thrown away. One that cannot be read is as none.
 */
export class CaseAnswers {
  constructor(
    private readonly onDemand: Reconciliation,
    private readonly indexed: () => CaseIndex | undefined = () => undefined,
  ) {}

  /** The whole report at a viewpoint. */
  async reconcile(question: ReconciliationQuestion): Promise<ReconciliationReport> {
    return (await this.#indexed(question, (index, at) => index.report(at, question))) ?? this.onDemand.reconcile(question);
  }

  /** Parcel cases that pass a filter, in order of their keys, at most `limit`, after a key. */
  async list(
    question: ReconciliationQuestion,
    filter: CaseFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<CasePage> {
    const indexed =
      filter.term === undefined ? await this.#indexed(question, (index, at) => index.list(at, question, filter, page)) : undefined;
    return indexed ?? this.onDemand.list(question, filter, page);
  }

  /** What the cases that pass a filter come to. */
  async totalsOf(question: ReconciliationQuestion, filter: CaseFilter): Promise<CaseTotals> {
    const indexed = filter.term === undefined ? await this.#indexed(question, (index) => index.totalsOf(filter)) : undefined;
    return indexed ?? this.onDemand.totalsOf(question, filter);
  }

  /** The bridge of the cases within a filter, with the returns and statements that are within it. */
  async bridges(question: ReconciliationQuestion, filter: DimensionFilter): Promise<readonly Bridge[]> {
    return (await this.#indexed(question, (index, at) => index.bridges(at, question, filter))) ?? this.onDemand.bridges(question, filter);
  }

  /** Returns and statements within a filter that add to a figure of the bridge beside the cases. */
  periodsBehind(question: ReconciliationQuestion, figure: BridgeFigure, filter: DimensionFilter): Promise<readonly PeriodPart[]> {
    return this.onDemand.periodsBehind(question, figure, filter);
  }

  /** The breaks of parcel cases that have any, case by case in order of their keys, after a key. */
  async *broken(question: ReconciliationQuestion, filter: BrokenFilter = {}, after?: string): AsyncGenerator<BrokenCase> {
    for (let from = after; ;) {
      const last = from;
      const some = await this.#indexed(question, (index, at) => index.broken(at, question, filter, last));
      if (some === undefined) {
        yield* this.onDemand.broken(question, filter, from);
        return;
      }
      yield* some;
      from = some.at(-1)?.key;
      if (from === undefined) return;
    }
  }

  /** One parcel case in full, by its key or by any stream in it; undefined where nothing is known. */
  parcel(question: ReconciliationQuestion, subject: string): Promise<ParcelCase | undefined> {
    return this.onDemand.parcel(question, subject);
  }

  /** The keys of the cases of parcels that breaks lie in; undefined where only a search over all cases can tell. */
  casesOfBreaks(question: ReconciliationQuestion, ids: readonly string[]): Promise<ReadonlyMap<string, string> | undefined> {
    return this.#indexed(question, (index) => index.casesOfBreaks(ids));
  }

  async #indexed<T>(
    { asOf, knownAt }: ReconciliationQuestion,
    ask: (index: CaseIndex, at: Snapshot) => Promise<T>,
  ): Promise<T | undefined> {
    const index = this.indexed();
    if (index === undefined) return undefined;
    const isThere = async (): Promise<boolean> => {
      const at = await index.snapshot();
      return at?.moment === asOf && at.position === knownAt;
    };
    if (knownAt === undefined) return undefined;
    try {
      if (!(await isThere())) return undefined;
      const answer = await ask(index, { moment: asOf, position: knownAt });
      return (await isThere()) ? answer : undefined;
    } catch (error) {
      if (error instanceof CaseIndexUnreadable) return undefined;
      throw error;
    }
  }
}
