import { type ReadModel } from '#read-model';
import { type Bridge, type BridgeFigure } from './bridge/bridge';
import { partOf } from './bridge/bridge-entry';
import { type PeriodPart } from './bridge/figure-parts';
import { settlementParts } from './bridge/settlement-parts';
import { type Break, type ParcelCase, type ReceiptCase } from './case';
import { type CaseFilter, type CaseTotals, CaseTotalsBuilder, listedCase, passes } from './case-filter';
import { caseDimensions, type DimensionFilter, isWithin } from './case-index/case-dimensions';
import { type CaseSums, CaseTally, type ReconciliationReport } from './case-tally';
import { type EvaluationContext } from './evaluation-context';
import { textOf } from './exact-units';
import { evaluateParcel, presentParcel } from './parcel/evaluate-parcel';
import { sellersOf } from './parcel/parcel-facts';
import { bookOf, contextOf, type ReconciliationQuestion } from './reconciliation-question';
import { CaseReader, type KeyRange } from './views/case-reader';

/** The breaks of a parcel case. */
export interface BrokenCase {
  readonly key: string;
  readonly owners: readonly string[];
  readonly breaks: readonly Break[];
}
/** Which cases with breaks: those that have one of a code, one that somebody must act on, an order of a seller. */
export interface BrokenFilter {
  readonly code?: string;
  readonly whoActs?: string;
  readonly seller?: string;
}
export interface CasePage {
  readonly cases: readonly ParcelCase[];
  /** Key after which the next page begins; absent at the end. */
  readonly next?: string;
}

/** Answers questions from the reconciliation rows of a read model. It holds no state between questions. */
export class Reconciliation {
  constructor(private readonly views: ReadModel) {}

  /** One pass over all cases in order of their keys; memory does not grow with their number. */
  async reconcile(question: ReconciliationQuestion): Promise<ReconciliationReport> {
    const tally = await this.#tally(question);
    await this.#pass([tally], question.knownAt);
    return tally.report(await this.#receipts(question, tally));
  }

  /**
   * What the cases of a stretch of keys come to, for several moments in one pass: the questions differ in `asOf` alone. The sums of
   * stretches that are all cases together make an answer by `summed`, so that a pass can be divided.
   */
  async sums(questions: readonly ReconciliationQuestion[], keys: KeyRange): Promise<readonly CaseSums[]> {
    const tallies = await Promise.all(questions.map((question) => this.#tally(question)));
    await this.#pass(tallies, questions[0]?.knownAt, keys);
    return tallies.map(({ sums }) => sums);
  }

  /** The answer of `reconcile`, from the sums of all stretches in order of their keys. */
  async summed(question: ReconciliationQuestion, stretches: readonly CaseSums[]): Promise<ReconciliationReport> {
    const tally = await this.#tally(question);
    for (const sums of stretches) tally.add(sums);
    return tally.report(await this.#receipts(question, tally));
  }

  /** Parcel cases that pass a filter, in order of their keys, at most `limit`, after a key. */
  async list(
    question: ReconciliationQuestion,
    filter: CaseFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<CasePage> {
    const { reader, context } = await this.#begin(question, true);
    const bookOfCountry = bookOf(question.ruleBook);
    const found: ParcelCase[] = [];
    for await (const { key, legs } of casesOf(reader, filter, page.after)) {
      const parcel = evaluateParcel(key, legs, context);
      if (!passes(parcel, filter, context, bookOfCountry)) continue;
      if (found.length === page.limit) return { cases: found, next: found.at(-1)?.key ?? key };
      found.push(listedCase(parcel, filter, context, bookOfCountry));
    }
    return { cases: found };
  }

  /** What the cases that pass a filter come to: one pass over all of them. */
  async totalsOf(question: ReconciliationQuestion, filter: CaseFilter): Promise<CaseTotals> {
    const { reader, context } = await this.#begin(question, false);
    const bookOfCountry = bookOf(question.ruleBook);
    const totals = new CaseTotalsBuilder();
    for await (const { key, legs } of casesOf(reader, filter)) {
      const parcel = evaluateParcel(key, legs, context);
      if (passes(parcel, filter, context, bookOfCountry)) totals.add(parcel);
    }
    return totals.totals;
  }

  /** The bridge of the cases within a filter, with the returns and statements that are within it: one pass over all cases. */
  async bridges(question: ReconciliationQuestion, filter: DimensionFilter): Promise<readonly Bridge[]> {
    const { reader, context } = await this.#begin(question, false);
    const tally = await this.#tally(question);
    for await (const { key, legs } of reader.cases()) {
      const parcel = evaluateParcel(key, legs, context);
      if (isWithin(caseDimensions(parcel, context), filter)) tally.take(parcel);
    }
    return tally.bridges(filter);
  }

  /** Returns and statements within a filter that add to a figure of the bridge beside the cases. */
  async periodsBehind(question: ReconciliationQuestion, figure: BridgeFigure, filter: DimensionFilter): Promise<readonly PeriodPart[]> {
    const { context } = await this.#begin(question, false);
    return [...settlementParts(context, filter)].flatMap(({ entries, ...of }) => {
      const part = partOf(entries, figure);
      return part === undefined ? [] : [{ ...of, inFigure: textOf(part) }];
    });
  }

  /**
   * The breaks of parcel cases that have any and pass a filter, case by case in order of their keys, after a key; `owners`: the sellers of
   * their orders.
   */
  async *broken(question: ReconciliationQuestion, filter: BrokenFilter = {}, after?: string): AsyncGenerator<BrokenCase> {
    const { reader, context } = await this.#begin(question, false);
    for await (const { key, legs } of reader.cases(after === undefined ? {} : { after })) {
      const { breaks, facts } = evaluateParcel(key, legs, context);
      const owners = sellersOf(facts);
      if (breaks.length > 0 && mayHave(filter, breaks, owners)) yield { key, breaks, owners };
    }
  }

  /** The keys of the cases of parcels that breaks lie in; undefined, for only a search over all cases can tell. */
  async casesOfBreaks(_question: ReconciliationQuestion, _ids: readonly string[]): Promise<ReadonlyMap<string, string> | undefined> {
    return undefined;
  }

  /** One parcel case in full, by its key or by any order, consignment or declaration stream in it; undefined where nothing is known. */
  async parcel(question: ReconciliationQuestion, subject: string): Promise<ParcelCase | undefined> {
    const { reader, context } = await this.#begin(question, true);
    const found = await reader.caseOf(subject);
    return found === undefined ? undefined : presentParcel(evaluateParcel(found.key, found.legs, context));
  }

  /** Bank entries belong to no stretch of keys: they are read once, for the answer. */
  async #receipts(question: ReconciliationQuestion, tally: CaseTally): Promise<readonly ReceiptCase[]> {
    const cases: ReceiptCase[] = [];
    for await (const { receipt, facts } of new CaseReader(this.views, question).receipts()) {
      const found = tally.receiptCase(receipt, facts);
      if (found !== undefined) cases.push(found);
    }
    return cases;
  }

  async #tally(question: ReconciliationQuestion): Promise<CaseTally> {
    const { context } = await this.#begin(question, false);
    return new CaseTally(context, bookOf(question.ruleBook), question.knownAt);
  }

  async #pass(tallies: readonly CaseTally[], knownAt: string | undefined, keys?: KeyRange): Promise<void> {
    const asOf =
      tallies
        .map((tally) => tally.asOf)
        .sort()
        .at(-1) ?? '';
    for await (const { key, legs } of new CaseReader(this.views, { asOf, ...(knownAt === undefined ? {} : { knownAt }) }).cases(keys))
      for (const tally of tallies) tally.observe(key, legs);
  }

  async #begin(
    question: ReconciliationQuestion,
    detail: boolean,
  ): Promise<{ readonly reader: CaseReader; readonly context: EvaluationContext }> {
    const reader = new CaseReader(this.views, question);
    const context = contextOf(question, await reader.settlement(), { detail });
    return { reader, context };
  }
}

const mayHave = ({ code, whoActs, seller }: BrokenFilter, breaks: readonly Break[], owners: readonly string[]): boolean =>
  (code === undefined || breaks.some((found) => found.code === code)) &&
  (whoActs === undefined || breaks.some((found) => found.whoActs === whoActs)) &&
  (seller === undefined || owners.includes(seller));

const casesOf = (reader: CaseReader, { term }: CaseFilter, after?: string): ReturnType<CaseReader['cases']> =>
  term === undefined ? reader.cases(after === undefined ? {} : { after }) : termCases(reader, term, after);

async function* termCases(reader: CaseReader, term: string, after: string | undefined): ReturnType<CaseReader['cases']> {
  const seen = new Set<string>();
  for (const subject of await reader.find(term)) {
    const found = await reader.caseOf(subject);
    if (found === undefined || seen.has(found.key) || (after !== undefined && found.key <= after)) continue;
    seen.add(found.key);
    yield found;
  }
}
