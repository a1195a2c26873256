import { type ReadModel } from '#read-model';
import { periodOf, type RuleBook } from '#rules';
import { type BridgeSelection } from './bridge/bridge';
import { type BookOfCountry, type BridgeEntry, taxEntries, valueEntries } from './bridge/bridge-entries';
import { type Break, type Case, type ParcelCase, type ReceiptCase, type Viewpoint } from './case';
import { type CaseSums, CaseTally, type ReconciliationReport } from './case-tally';
import { type EvaluationContext, evaluationContext } from './evaluation-context';
import { type EvaluatedParcel, evaluateParcel, presentParcel } from './parcel/evaluate-parcel';
import { lawOf } from './law';
import { defaultReconciliationRules, type ReconciliationRules, type SchemeCalendar, type ZoneOfAuthority } from './reconciliation-rules';
import { CaseReader, type KeyRange } from './views/case-reader';

/** A question to the cases: from where it is asked, and the law it is judged by. */
export interface ReconciliationQuestion extends Viewpoint {
  readonly ruleBook: RuleBook;
  /** Zone of an authority's legal days; UTC where it is not given. */
  readonly zoneOf?: ZoneOfAuthority;
  readonly rules?: ReconciliationRules;
}

/** Which cases to list. A term is an order number, consignment number or MRN. */
export interface CaseFilter {
  readonly code?: string;
  readonly status?: Case['status'];
  readonly schemeNumber?: string;
  readonly term?: string;
  /** Only orders of this seller: what a vendor may see. */
  readonly seller?: string;
  readonly behind?: BridgeSelection;
}
/** The breaks of a parcel case. */
export interface BrokenCase {
  readonly key: string;
  readonly owners: readonly string[];
  readonly breaks: readonly Break[];
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
   * What the cases of a stretch of keys come to, for several moments in one pass: the questions differ in `asOf` alone. The sums of stretches
   * that are all cases together make an answer by `summed`, so that a pass can be divided.
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
  async list(question: ReconciliationQuestion, filter: CaseFilter, page: { readonly after?: string; readonly limit: number }): Promise<CasePage> {
    const { reader, context } = await this.#begin(question, true);
    const bookOfCountry = bookOf(question.ruleBook);
    const found: ParcelCase[] = [];
    for await (const { key, legs } of filter.term === undefined ? reader.cases(page.after === undefined ? {} : { after: page.after }) : termCases(reader, filter.term, page.after)) {
      const parcel = evaluateParcel(key, legs, context);
      if (!passes(parcel, filter, context, bookOfCountry)) continue;
      if (found.length === page.limit) return { cases: found, next: found.at(-1)?.key ?? key };
      found.push(presentParcel(parcel));
    }
    return { cases: found };
  }

  /** The breaks of parcel cases that have any, case by case in order of their keys, after a key; `owners`: the sellers of their orders. */
  async *broken(question: ReconciliationQuestion, after?: string): AsyncGenerator<BrokenCase> {
    const { reader, context } = await this.#begin(question, false);
    for await (const { key, legs } of reader.cases(after === undefined ? {} : { after })) {
      const { breaks, facts } = evaluateParcel(key, legs, context);
      if (breaks.length > 0) yield { key, breaks, owners: [...new Set(facts.orders.flatMap(({ head }) => (head === undefined ? [] : [head.seller])))] };
    }
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
    const asOf = tallies.map((tally) => tally.asOf).sort().at(-1) ?? '';
    for await (const { key, legs } of new CaseReader(this.views, { asOf, ...(knownAt === undefined ? {} : { knownAt }) }).cases(keys)) for (const tally of tallies) tally.observe(key, legs);
  }

  async #begin(question: ReconciliationQuestion, detail: boolean): Promise<{ readonly reader: CaseReader; readonly context: EvaluationContext }> {
    const reader = new CaseReader(this.views, question);
    const calendar: SchemeCalendar = (scheme, day, state) => periodOf(question.ruleBook, scheme, day, state);
    const context = evaluationContext({
      ...{ asOf: question.asOf, rules: question.rules ?? defaultReconciliationRules, settlement: await reader.settlement(), calendar, law: lawOf(question.ruleBook), detail },
      zoneOf: question.zoneOf ?? (() => 'utc'),
    });
    return { reader, context };
  }
}

async function* termCases(reader: CaseReader, term: string, after: string | undefined): ReturnType<CaseReader['cases']> {
  const seen = new Set<string>();
  for (const subject of await reader.find(term)) {
    const found = await reader.caseOf(subject);
    if (found === undefined || seen.has(found.key) || (after !== undefined && found.key <= after)) continue;
    seen.add(found.key);
    yield found;
  }
}

const passes = (parcel: EvaluatedParcel, filter: CaseFilter, context: EvaluationContext, bookOfCountry: BookOfCountry): boolean => {
  const { orders, parcels } = parcel.facts;
  if (filter.code !== undefined && !parcel.breaks.some(({ code }) => code === filter.code)) return false;
  if (filter.status !== undefined && parcel.status !== filter.status) return false;
  if (filter.seller !== undefined && !orders.some(({ head }) => head?.seller === filter.seller)) return false;
  const number = filter.schemeNumber;
  if (number !== undefined && !orders.some(({ supply }) => supply?.schemeNumber === number) && !parcels.some((p) => p.declarations.some((d) => d.head?.schemeNumber === number))) return false;
  const behind = filter.behind;
  return behind === undefined || [...valueEntries(parcel, bookOfCountry), ...taxEntries(parcel, context)].some((entry) => isBehind(entry, behind));
};

const isBehind = (entry: BridgeEntry, { book, currency, from, to, reason }: BridgeSelection): boolean =>
  entry.kind === 'step' && entry.book === book && entry.currency === currency && entry.from === from && entry.to === to && entry.reason === reason;

/** Each Member State keeps a book of its own; elsewhere the territory is the book. */
const bookOf =
  (ruleBook: RuleBook): BookOfCountry =>
  (country) => {
    const territory = ruleBook.jurisdiction(country)?.value.territory;
    return territory === 'EU' ? `EU-${country}` : territory;
  };
