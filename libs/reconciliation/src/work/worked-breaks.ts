import { findBreakWork, type WorkStatus } from '#break-work';
import { inBatches, type ReadModel } from '#read-model';
import { type Break, type Case, type Viewpoint } from '../case';
import { type ReconciliationReport } from '../case-tally';
import { unitsOf } from '../exact-units';
import { type Reconciliation } from '../reconcile';
import { type ReconciliationQuestion } from '../reconciliation-question';
import { standingOf, type WorkedBreak } from './work-standing';

/** Whose a case is: of a parcel the sellers of its orders, of a period its holder. Bank entries are the authority's. */
export interface PlacedBreak {
  readonly caseKey: string;
  readonly owners: readonly string[];
}
export type ListedBreak = WorkedBreak & { readonly caseKey: string };

/** Which breaks to list. */
export interface BreakFilter {
  readonly code?: string;
  readonly whoActs?: string;
  readonly status?: WorkStatus;
  readonly assignee?: string;
  /** Whose day has passed, and that nobody closed. */
  readonly overdue?: boolean;
  /** At least so much in this currency. */
  readonly atLeast?: { readonly amount: string; readonly currency: string };
  /** Only in cases that are all of this party's. */
  readonly owner?: string;
}
export interface BreakPage {
  readonly breaks: readonly ListedBreak[];
  /** Where the next page goes on; absent at the end. */
  readonly next?: string;
}
/** A case, and the break in it that was looked for, where it is derived. */
export interface FoundBreak extends PlacedBreak {
  readonly found?: Break;
}

/** Where breaks lie: as an index says it, or on demand. */
type CasesWithBreaks = Pick<Reconciliation, 'parcel' | 'broken' | 'reconcile' | 'casesOfBreaks'>;
type Reports = (question: ReconciliationQuestion) => Promise<ReconciliationReport>;
type Candidate = PlacedBreak & { readonly found: Break; readonly cursor: string };

/** Breaks whose work is read at once. */
const batch = 200;
/** Categories of the streams that parcel cases are made of. */
const parcelName = /^(order|consignment|declaration|returnCase|refundClaim)-[0-9A-Z]{26}/;
/** Stands in cursors for the cases that follow those of parcels. */
const afterParcels = '*';

export const ownersOf = (one: Case): readonly string[] =>
  one.kind === 'parcel' ? [...new Set(one.orders.map(({ seller }) => seller))] : one.kind === 'period' ? [one.holder] : [];
/** A case that others have a part in is nobody's own. */
export const isOwnOf = (owner: string, owners: readonly string[]): boolean => owners.length > 0 && owners.every((one) => one === owner);

/** Breaks as they are derived, with what people do about them: joined when somebody asks, each as of the same moment and knowledge. */
export class WorkedBreaks {
  /** `reports` may keep what it answered: period and receipt cases follow from a pass over all parcels. */
  constructor(
    private readonly views: ReadModel,
    private readonly cases: CasesWithBreaks,
    private readonly reports: Reports = (question) => cases.reconcile(question),
  ) {}

  /** Cases with the work on their breaks. */
  async joined<C extends { readonly breaks: readonly Break[] }>(
    viewpoint: Viewpoint,
    cases: readonly C[],
  ): Promise<readonly (Omit<C, 'breaks'> & { readonly breaks: readonly WorkedBreak[] })[]> {
    const work = await findBreakWork(
      this.views,
      cases.flatMap(({ breaks }) => breaks.map(({ id }) => id)),
      viewpoint,
    );
    return cases.map(({ breaks, ...rest }) => ({
      ...rest,
      breaks: breaks.map((found) => ({ ...found, work: standingOf(found, work.get(found.id), viewpoint.asOf) })),
    }));
  }

  /** Every break of the parcels, one after another, for exports. */
  async *ofParcels(question: ReconciliationQuestion): AsyncGenerator<ListedBreak> {
    for await (const some of inBatches(this.#ofParcels(question, {}, start), batch)) yield* await this.#withWork(question, some);
  }

  /** Every break that passes a filter with whose case it is, those of parcels first, for summaries. */
  async *each(question: ReconciliationQuestion, filter: BreakFilter): AsyncGenerator<ListedBreak & PlacedBreak> {
    for await (const some of inBatches(this.#candidates(question, filter, start), batch))
      for (const [i, found] of (await this.#withWork(question, some)).entries())
        if (passesWork(found, filter, question)) yield { ...found, owners: some[i]?.owners ?? [] };
  }

  /** Breaks that pass a filter, those of parcels first, in the order of their cases. */
  async list(
    question: ReconciliationQuestion,
    filter: BreakFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<BreakPage> {
    const breaks: ListedBreak[] = [];
    let next: string | undefined;
    for await (const some of inBatches(this.#candidates(question, filter, cursorOf(page.after)), batch)) {
      const worked = await this.#withWork(question, some);
      for (const [i, found] of worked.entries()) {
        if (!passesWork(found, filter, question)) continue;
        if (breaks.length === page.limit) return { breaks, ...(next === undefined ? {} : { next }) };
        breaks.push(found);
        next = some[i]?.cursor;
      }
    }
    return { breaks };
  }

  /**
   * Looks for breaks by id; `hints` names a stream in the case, or its key, where it is known: else it is searched for. Whose case could
   * not be found is left out.
   */
  async find(
    question: ReconciliationQuestion,
    breaks: readonly string[],
    hints: ReadonlyMap<string, string> = new Map(),
  ): Promise<ReadonlyMap<string, FoundBreak>> {
    const answer = new Map<string, FoundBreak>();
    const missing = new Set<string>();
    for (const id of breaks) {
      const hint = hints.get(id);
      if (hint === undefined) {
        missing.add(id);
        continue;
      }
      const one = await this.#caseOf(question, hint);
      if (one !== undefined) answer.set(id, placed(one, id));
    }
    const indexed = missing.size === 0 ? undefined : await this.cases.casesOfBreaks(question, [...missing]);
    for (const [id, key] of indexed ?? []) {
      const one = await this.cases.parcel(question, key);
      if (one === undefined || !missing.delete(id)) continue;
      answer.set(id, placed(one, id));
    }
    if (missing.size > 0)
      for await (const { found, caseKey, owners } of this.#candidates(question, {}, indexed === undefined ? start : pastParcels)) {
        if (!missing.delete(found.id)) continue;
        answer.set(found.id, { found, caseKey, owners });
        if (missing.size === 0) break;
      }
    return answer;
  }

  async #caseOf(question: ReconciliationQuestion, name: string): Promise<Case | undefined> {
    const stream = parcelName.exec(name)?.[0];
    if (stream !== undefined) return this.cases.parcel(question, stream);
    const { periods, receipts } = await this.reports(question);
    return [...periods, ...receipts].find(({ key }) => key === name);
  }

  async #withWork(question: ReconciliationQuestion, some: readonly Candidate[]): Promise<readonly ListedBreak[]> {
    const work = await findBreakWork(
      this.views,
      some.map(({ found }) => found.id),
      question,
    );
    return some.map(({ found, caseKey }) => ({ ...found, caseKey, work: standingOf(found, work.get(found.id), question.asOf) }));
  }

  async *#candidates(question: ReconciliationQuestion, filter: BreakFilter, from: Cursor): AsyncGenerator<Candidate> {
    if (from.key !== afterParcels) for await (const one of this.#ofParcels(question, filter, from)) if (passes(one, filter)) yield one;
    const { periods, receipts } = await this.reports(question);
    const skipped = from.key === afterParcels ? from.skip : 0;
    const others = [...periods, ...receipts].flatMap((one) =>
      one.breaks.map((found) => ({ found, caseKey: one.key, owners: ownersOf(one) })),
    );
    for (const [i, one] of others.entries())
      if (i >= skipped && passes(one, filter)) yield { ...one, cursor: `${String(i + 1)}@${afterParcels}` };
  }

  async *#ofParcels(
    question: ReconciliationQuestion,
    { code, whoActs, owner }: BreakFilter,
    { key, skip }: Cursor,
  ): AsyncGenerator<Candidate> {
    let [before, skipped] = [key, skip];
    const wanted = {
      ...(code === undefined ? {} : { code }),
      ...(whoActs === undefined ? {} : { whoActs }),
      ...(owner === undefined ? {} : { seller: owner }),
    };
    for await (const { key: caseKey, owners, breaks } of this.cases.broken(question, wanted, before === '' ? undefined : before)) {
      for (const [i, found] of breaks.entries()) if (i >= skipped) yield { found, caseKey, owners, cursor: `${String(i + 1)}@${before}` };
      [before, skipped] = [caseKey, 0];
    }
  }
}

/** After which case, and how many breaks of the next one were given already. */
interface Cursor {
  readonly key: string;
  readonly skip: number;
}
const start: Cursor = { key: '', skip: 0 };
const pastParcels: Cursor = { key: afterParcels, skip: 0 };

/** A cursor is our own text, bound to a position by whoever hands it out; what is none begins anew. */
const cursorOf = (text = ''): Cursor => {
  const [, skip, key] = /^(\d{1,9})@(.*)$/.exec(text) ?? [];
  return skip === undefined || key === undefined ? start : { key, skip: Number.parseInt(skip, 10) };
};

const placed = (one: Case, id: string): FoundBreak => {
  const found = one.breaks.find((each) => each.id === id);
  return { caseKey: one.key, owners: ownersOf(one), ...(found === undefined ? {} : { found }) };
};

const passes = ({ found, owners }: PlacedBreak & { readonly found: Break }, { code, whoActs, atLeast, owner }: BreakFilter): boolean =>
  (code === undefined || found.code === code) &&
  (whoActs === undefined || found.whoActs === whoActs) &&
  (atLeast === undefined || (found.currency === atLeast.currency && unitsOf(found.amount) >= unitsOf(atLeast.amount))) &&
  (owner === undefined || isOwnOf(owner, owners));

const passesWork = ({ dueBy, work }: ListedBreak, { status, assignee, overdue }: BreakFilter, { asOf }: Viewpoint): boolean => {
  const isOverdue = dueBy < asOf.slice(0, 10) && (work.status === 'open' || work.status === 'assigned');
  return (
    (status === undefined || work.status === status) &&
    (assignee === undefined || work.assignee === assignee) &&
    (overdue === undefined || overdue === isOverdue)
  );
};
