import { type ReadModel } from '#read-model';
import { periodOf, type RuleBook } from '#rules';
import { type Bridge, type BridgeSelection } from './bridge/bridge';
import { BridgeBuilder } from './bridge/bridge-builder';
import { type BookOfCountry, type BridgeEntry, settlementEntries, taxEntries, valueEntries } from './bridge/bridge-entries';
import { type Break, type Case, type ParcelCase, type PeriodCase, type ReceiptCase, type ReconciliationTotals, type Viewpoint } from './case';
import { type EvaluationContext, evaluationContext, ruleVersion } from './evaluation-context';
import { minorUnitsOf } from './exact-units';
import { type EvaluatedParcel, evaluateParcel, presentParcel } from './parcel/evaluate-parcel';
import { evaluateReceipts, evaluateStatements } from './period/evaluate-accounts';
import { evaluateReturns } from './period/evaluate-returns';
import { SupplyFacts } from './period/supply-facts';
import { defaultReconciliationRules, type ReconciliationRules, type SchemeCalendar, type ZoneOfAuthority } from './reconciliation-rules';
import { TotalsBuilder } from './totals';
import { CaseReader } from './views/case-reader';

/** A question to the cases: from where it is asked, and the law it is judged by. */
export interface ReconciliationQuestion extends Viewpoint {
  readonly ruleBook: RuleBook;
  /** Zone of an authority's legal days; UTC where it is not given. */
  readonly zoneOf?: ZoneOfAuthority;
  readonly rules?: ReconciliationRules;
}

/** The whole answer: totals, the bridge, and the cases that are few. Parcel cases are asked for one by one or page by page. */
export interface ReconciliationReport {
  readonly totals: ReconciliationTotals;
  readonly bridges: readonly Bridge[];
  readonly periods: readonly PeriodCase[];
  readonly receipts: readonly ReceiptCase[];
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
    const { reader, context } = await this.#begin(question, false);
    const bookOfCountry = bookOf(question.ruleBook);
    const totals = new TotalsBuilder();
    const bridge = new BridgeBuilder();
    const facts = supplyFacts(context);
    for await (const { key, legs } of reader.cases()) {
      const parcel = evaluateParcel(key, legs, context);
      totals.addParcel(parcel);
      facts.observe(parcel);
      bridge.add([...valueEntries(parcel, bookOfCountry), ...taxEntries(parcel, context)]);
    }
    bridge.add(settlementEntries(context));
    const periods = [...evaluateReturns(facts, context), ...evaluateStatements(context)];
    const receipts = evaluateReceipts(context);
    for (const { breaks } of [...periods, ...receipts]) totals.addBreaks(breaks);
    const head = { rules: ruleVersion(context.rules), asOf: question.asOf, ...(question.knownAt === undefined ? {} : { knownAt: question.knownAt }) };
    return { totals: totals.totals(head), bridges: bridge.bridges(), periods, receipts };
  }

  /** Parcel cases that pass a filter, in order of their keys, at most `limit`, after a key. */
  async list(question: ReconciliationQuestion, filter: CaseFilter, page: { readonly after?: string; readonly limit: number }): Promise<CasePage> {
    const { reader, context } = await this.#begin(question, true);
    const bookOfCountry = bookOf(question.ruleBook);
    const found: ParcelCase[] = [];
    for await (const { key, legs } of filter.term === undefined ? reader.cases(page.after) : termCases(reader, filter.term, page.after)) {
      const parcel = evaluateParcel(key, legs, context);
      if (!passes(parcel, filter, context, bookOfCountry)) continue;
      if (found.length === page.limit) return { cases: found, next: found.at(-1)?.key ?? key };
      found.push(presentParcel(parcel));
    }
    return { cases: found };
  }

  /** Every break of the parcels, one after another: for exports. */
  async *breaks(question: ReconciliationQuestion): AsyncGenerator<Break & { readonly caseKey: string }> {
    const { reader, context } = await this.#begin(question, false);
    for await (const { key, legs } of reader.cases()) for (const found of evaluateParcel(key, legs, context).breaks) yield { ...found, caseKey: key };
  }

  /** One parcel case in full, by its key or by any order, consignment or declaration stream in it; undefined where nothing is known. */
  async parcel(question: ReconciliationQuestion, subject: string): Promise<ParcelCase | undefined> {
    const { reader, context } = await this.#begin(question, true);
    const found = await reader.caseOf(subject);
    return found === undefined ? undefined : presentParcel(evaluateParcel(found.key, found.legs, context));
  }

  async #begin(question: ReconciliationQuestion, detail: boolean): Promise<{ readonly reader: CaseReader; readonly context: EvaluationContext }> {
    const reader = new CaseReader(this.views, question);
    const calendar: SchemeCalendar = (scheme, day) => periodOf(question.ruleBook, scheme, day);
    const context = evaluationContext({
      ...{ asOf: question.asOf, rules: question.rules ?? defaultReconciliationRules, settlement: await reader.settlement(), calendar, detail },
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

/** The timing bucket: whole months either way of the month of supply (docs/reconciliation.md, B52). */
const supplyFacts = (context: EvaluationContext): SupplyFacts => {
  const { months } = context.rules.tolerances.importListing;
  const monthsBetween = (a: string, b: string): number => (yearOf(b) - yearOf(a)) * 12 + monthOf(b) - monthOf(a);
  const today = context.asOf.slice(0, 10);
  return new SupplyFacts(
    context.settlement,
    (currency) => minorUnitsOf(context.rules.tolerances.payment.perLine, currency),
    (suppliedAt) => monthsBetween(suppliedAt, today) <= months,
    (suppliedAt, importedOn) => Math.abs(monthsBetween(suppliedAt, importedOn)) <= months,
  );
};
const yearOf = (day: string): number => Number.parseInt(day.slice(0, 4), 10);
const monthOf = (day: string): number => Number.parseInt(day.slice(5, 7), 10);
