import { legalDayOf } from '#event-catalogue';
import { CaseReader, type ReconciliationQuestion, type SettlementBook } from '#reconciliation';
import { type EventStore } from '#event-store';
import { type ReadModel } from '#read-model';
import { chargesToPay } from './charges-to-pay';
import { type DayAt, debtsOf } from './debts';
import { documentsToBring, evidenceToBring } from './documents-to-bring';
import {
  byDueDay,
  keyOf,
  type Obligation,
  type ObligationKind,
  type ObligationState,
  type ObligationSum,
  ObligationSums,
} from './obligation';
import { returnsToFile, withPreview } from './returns-to-file';
import { statementsToCome } from './statements-to-come';

/** Whose obligations, and which. */
export interface ObligationFilter {
  readonly holder?: string;
  readonly authority?: string;
  readonly kind?: ObligationKind;
  readonly state?: ObligationState;
  readonly currency?: string;
}
export interface ObligationPage {
  readonly obligations: readonly Obligation[];
  /** Of all that pass the filter, by currency; on the first page only. */
  readonly sums?: readonly ObligationSum[];
  /** Where the next page goes on; absent at the end. */
  readonly next?: string;
}

/** Stands in cursors before the charges, which follow everything else. */
const afterOthers = 'charge ';

/** What has to be filed, paid and brought, by whom, to whom and by when; as of a moment and as known at a position. */
export class Obligations {
  constructor(
    private readonly store: EventStore,
    private readonly views: ReadModel,
  ) {}

  /** In order of due day and name; then single charges of desks and prepaid accounts, in the order of their acceptance. */
  async list(
    question: ReconciliationQuestion,
    filter: ObligationFilter,
    { after, limit }: { readonly after?: string; readonly limit: number },
  ): Promise<ObligationPage> {
    const book = await new CaseReader(this.views, question).settlement();
    const dayAt = dayAtOf(question);
    const others = (await this.#others(question, book, dayAt, filter.holder)).filter((one) => passes(one, filter)).sort(byDueDay);
    const sums = new ObligationSums();
    const page = new Filling(limit);
    for (const one of others) {
      sums.add(one);
      if (after === undefined || (!after.startsWith(afterOthers) && keyOf(one) > after)) page.offer(one, keyOf(one));
    }
    const from = after?.startsWith(afterOthers) === true ? after.slice(afterOthers.length) : undefined;
    let reached = from === undefined;
    if (filter.kind === undefined || filter.kind === 'chargeToPay')
      for await (const one of chargesToPay(this.views, book, question, dayAt, filter.holder)) {
        if (!passes(one, filter)) continue;
        sums.add(one);
        if (reached) page.offer(one, `${afterOthers}${one.id}`);
        else reached = one.id === from;
        // The sums are told with the first page.
        if (page.full && after !== undefined) break;
      }
    const obligations = await Promise.all(page.rows.map((one) => this.#completed(question, book, dayAt, one)));
    return { obligations, ...(after === undefined ? { sums: sums.sums() } : {}), ...(page.next === undefined ? {} : { next: page.next }) };
  }

  async #others(
    question: ReconciliationQuestion,
    book: SettlementBook,
    dayAt: DayAt,
    holder: string | undefined,
  ): Promise<readonly Obligation[]> {
    return [
      ...returnsToFile(book, question.ruleBook, dayAt, holder),
      ...debtsOf(book, dayAt),
      ...(await statementsToCome(this.views, question.ruleBook, holder)),
      ...(await documentsToBring(this.views, question, dayAt, holder)),
      ...(await evidenceToBring(this.views, question, dayAt, holder)),
    ];
  }

  async #completed(question: ReconciliationQuestion, book: SettlementBook, dayAt: DayAt, one: Obligation): Promise<Obligation> {
    if (one.kind !== 'returnToFile') return one;
    const granted = book.numbers.find(({ schemeNumber, collector }) => schemeNumber === one.schemeNumber && collector === one.holder);
    return granted === undefined
      ? one
      : withPreview({ store: this.store, views: this.views, rules: question.ruleBook }, one, granted, dayAt(one.authority));
  }
}

/** A page that takes what it is offered until it is full; then it knows where the next one goes on. */
class Filling {
  readonly rows: Obligation[] = [];
  full = false;
  #last: string | undefined;

  constructor(private readonly limit: number) {}

  get next(): string | undefined {
    return this.full ? this.#last : undefined;
  }

  offer(one: Obligation, cursor: string): void {
    this.full = this.rows.length === this.limit;
    if (this.full) return;
    this.rows.push(one);
    this.#last = cursor;
  }
}

const passes = (one: Obligation, { holder, authority, kind, state, currency }: ObligationFilter): boolean =>
  (holder === undefined || one.holder === holder) &&
  (authority === undefined || one.authority === authority) &&
  (kind === undefined || one.kind === kind) &&
  (state === undefined || one.state === state) &&
  (currency === undefined || one.currency === currency);

const dayAtOf = ({ asOf, zoneOf }: ReconciliationQuestion): DayAt => {
  const days = new Map<string, string>();
  return (authority) => {
    const known = days.get(authority) ?? legalDayOf(asOf, zoneOf?.(authority) ?? 'utc');
    days.set(authority, known);
    return known;
  };
};
