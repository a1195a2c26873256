import { noLimit, questionMarks, type ReadModel } from '#read-model';
import { type Bridge } from '../bridge/bridge';
import { type ReceiptCase } from '../case';
import { type CaseFilter, type CaseTotals, CaseTotalsBuilder, listedCase } from '../case-filter';
import { CaseTally, type ReconciliationReport } from '../case-tally';
import { type EvaluationContext } from '../evaluation-context';
import { evaluateParcel } from '../parcel/evaluate-parcel';
import { sellersOf } from '../parcel/parcel-facts';
import { type BrokenCase, type BrokenFilter, type CasePage } from '../reconcile';
import { bookOf, contextOf, type ReconciliationLaw } from '../reconciliation-question';
import { CaseReader, type CaseLegs, keyOfPlace, placeOf } from '../views/case-reader';
import { type DimensionFilter } from './case-dimensions';
import { CasePlaces, wantedBy } from './case-places';
import { snapshotOf } from './case-keeper';
import { addFigures, addSums, type Entry, type Figure, type Figures, readFigures, stageName, sumsOf } from './figures';
import { type CellShape, entriesOf, everyOne, marks, type StoredCase } from './index-row';
import { type CountedBy, countedAll, countedByCode, countedByFigure, countedByStatus, type FacetSums } from './counted-by';
import { isStage } from './facets';
import { KnownFacts, type Snapshot } from './known-facts';

/** Cases evaluated at once, and added up at once. */
const [readAtOnce, addedAtOnce] = [128, 1000];

/** What a case adds to the sums. */
interface Said {
  readonly place: string;
  readonly entries: readonly Entry[];
}

/**
 * Answers from the case index: each at the one snapshot that the index is of when it is asked. What is shown of a case is evaluated from
 * its legs by the same code as without an index; the index says which cases, and what they come to.
 */
export class CaseIndex {
  readonly #facts: KnownFacts;
  readonly #places: CasePlaces;

  constructor(
    private readonly views: ReadModel,
    private readonly index: Pick<ReadModel, 'all' | 'get'>,
  ) {
    this.#facts = new KnownFacts(views);
    this.#places = new CasePlaces(index);
  }

  /** What the index is of; undefined where it is not built. */
  snapshot(): Promise<Snapshot | undefined> {
    return snapshotOf(this.index);
  }

  /** Parcel cases that pass a filter, in order of their keys, at most `limit`, after a key. */
  async list(
    at: Snapshot,
    law: ReconciliationLaw,
    filter: CaseFilter,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<CasePage> {
    // Whoever knows how many there are does not look for more: the rarest words may be common, and have nothing in common.
    const there = (await this.#counted(filter))?.cases;
    const wanted = Math.min(page.limit + 1, there ?? page.limit + 1);
    const places = wanted === 0 ? [] : await this.#placesOf(filter, page.after, wanted, there);
    const context = await this.#context(at, law, true);
    const cases = await this.#evaluated(at, context, places.slice(0, page.limit));
    const found = cases.map(({ parcel }) => listedCase(parcel, filter, context, bookOf(law.ruleBook)));
    const last = found.at(-1);
    return places.length > page.limit && last !== undefined ? { cases: found, next: last.key } : { cases: found };
  }

  /** What the cases that pass a filter come to. */
  async totalsOf(filter: CaseFilter): Promise<CaseTotals> {
    const totals = new CaseTotalsBuilder();
    const { cases, atStake } = (await this.#counted(filter)) ?? countedAll.sums(await this.#added(filter));
    totals.addSums(cases, atStake);
    return totals.totals;
  }

  /** The bridge of the cases within a filter, with the returns and statements that are within it. */
  async bridges(at: Snapshot, law: ReconciliationLaw, filter: DimensionFilter): Promise<readonly Bridge[]> {
    const tally = await this.#tally(at, law);
    tally.add(sumsOf((await this.#cells(filter)) ?? (await this.#added(filter))));
    return tally.bridges(filter);
  }

  /** The whole report. */
  async report(at: Snapshot, law: ReconciliationLaw): Promise<ReconciliationReport> {
    const tally = await this.#tally(at, law);
    const figures: Figures = (await this.#cells({})) ?? new Map<string, Figure>();
    for (const { figures: stored } of await this.index.all<{ figures: string }>(
      "SELECT figures FROM case_index_cell WHERE shape = 'supplies'",
    ))
      addSums(figures, readFigures(stored));
    const sums = sumsOf(figures);
    for (const [listing, facts] of sums.supplies.listing) if (facts.explained.size > 0) await this.#explain(listing, facts);
    tally.add(sums);
    return tally.report(await this.#receipts(at, tally));
  }

  /** Some parcel cases with breaks that pass a filter, in order of their keys, after a key; none at the end. */
  async broken(
    at: Snapshot,
    law: ReconciliationLaw,
    { code, whoActs, seller }: BrokenFilter,
    after?: string,
  ): Promise<readonly BrokenCase[]> {
    const { words, columns } = wantedBy({
      status: 'broken',
      ...(code === undefined ? {} : { code }),
      ...(seller === undefined ? {} : { seller }),
    });
    const wanted = { columns, words: [...words, ...(whoActs === undefined ? [] : [marks.whoActs(whoActs)])] };
    const cases = await this.#evaluated(at, await this.#context(at, law, false), await this.#places.find(wanted, after, readAtOnce));
    return cases.map(({ parcel }) => ({ key: parcel.key, breaks: parcel.breaks, owners: sellersOf(parcel.facts) }));
  }

  /** The keys of the cases of parcels that breaks lie in, by their ids. */
  async casesOfBreaks(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const id of ids) {
      const row = await this.index.get<{ place: string }>('SELECT place FROM case_index_mark WHERE mark = ?', [marks.break(id)]);
      if (row !== undefined) found.set(id, keyOfPlace(row.place));
    }
    return found;
  }

  async #tally(at: Snapshot, law: ReconciliationLaw): Promise<CaseTally> {
    return new CaseTally(await this.#context(at, law, false), bookOf(law.ruleBook), at.position);
  }

  async #receipts({ moment: asOf, position: knownAt }: Snapshot, tally: CaseTally): Promise<readonly ReceiptCase[]> {
    const cases: ReceiptCase[] = [];
    for await (const { receipt, facts } of new CaseReader(this.views, { asOf, knownAt }).receipts()) {
      const found = tally.receiptCase(receipt, facts);
      if (found !== undefined) cases.push(found);
    }
    return cases;
  }

  async #context(at: Snapshot, law: ReconciliationLaw, detail: boolean): Promise<EvaluationContext> {
    return contextOf({ ...law, asOf: at.moment }, await this.#facts.bookAt(at), { detail });
  }

  async #evaluated(at: Snapshot, context: EvaluationContext, places: readonly string[]) {
    const reader = new CaseReader(this.views, { asOf: noLimit, knownAt: at.position });
    const found: CaseLegs[] = [];
    for (let i = 0; i < places.length; i += readAtOnce)
      found.push(...(await reader.holding(places.slice(i, i + readAtOnce).map(keyOfPlace))));
    return found
      .map((one) => ({ place: placeOf(one.key), parcel: evaluateParcel(one.key, one.legs, context) }))
      .sort((a, b) => (a.place < b.place ? -1 : 1));
  }

  /** The cases that pass a filter, where cells say how many they are. */
  async #counted(filter: CaseFilter): Promise<FacetSums | undefined> {
    const [counted = countedAll, ...others] = countedBy(filter);
    const cells = others.length > 0 ? undefined : await this.#cells(filter, counted.isAsked);
    return cells === undefined ? undefined : counted.sums(cells);
  }

  /** As `CasePlaces.find`; what is behind a stage is told by what the cases say of it. */
  async #placesOf(filter: CaseFilter, after: string | undefined, limit: number, known: number | undefined): Promise<readonly string[]> {
    const { behind } = filter;
    if (!isStage(behind)) return this.#places.find(wantedBy(filter), after, limit, known);
    const found: string[] = [];
    for await (const some of this.#said(filter, after, readAtOnce, known)) {
      found.push(...some.map(({ place }) => place));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  /** What the index says of the cases that pass a filter, after a key in their order, so many at a time. */
  async *#said(filter: CaseFilter, after: string | undefined, atOnce: number, known?: number): AsyncGenerator<readonly Said[]> {
    const { behind } = filter;
    for await (const places of this.#places.walk(wantedBy(filter), after, atOnce, known)) {
      const rows = await this.index.all<{ place: string; content: string }>(
        `SELECT place, content FROM case_index_row WHERE place IN (${questionMarks(places.length)}) ORDER BY place`,
        places,
      );
      const said = rows.map(({ place, content }): Said => ({ place, entries: entriesOf((JSON.parse(content) as StoredCase).figures) }));
      yield isStage(behind)
        ? said.filter(({ entries }) => entries.some(([name, amount]) => name === stageName(behind) && amount !== 0n))
        : said;
    }
  }

  /** The sums of all cases within a filter, where there are cells of just these; of those sums, what is asked for. */
  async #cells(
    { month, model, country, scheme, seller, schemeNumber, chapter }: DimensionFilter,
    isAsked?: (name: string) => boolean,
  ): Promise<Figures | undefined> {
    const named = (
      [
        ['seller', seller],
        ['number', schemeNumber],
        ['chapter', chapter],
      ] as const
    ).filter(([, value]) => value !== undefined);
    if (named.length > 1 || (named.length === 1 && scheme !== undefined)) return undefined;
    const [shape, value]: readonly [CellShape, string] = named[0] === undefined ? ['all', ''] : [named[0][0], named[0][1] ?? ''];
    const isWhole = shape === 'all' && month === undefined && model === undefined && country === undefined && scheme === undefined;
    const conditions = Object.entries({ shape, value, ...(isWhole ? everyOne : { month, model, country, scheme }) }).filter(
      ([, wanted]) => wanted !== undefined,
    );
    const parts = isWhole ? '' : "AND month <> ''";
    const rows = await this.index.all<{ figures: string }>(
      `SELECT figures FROM case_index_cell WHERE ${conditions.map(([column]) => `${column} = ?`).join(' AND ')} ${parts}`,
      conditions.map(([, wanted]) => wanted ?? ''),
    );
    const figures: Figures = new Map();
    for (const { figures: stored } of rows) addSums(figures, readFigures(stored, isAsked));
    return figures;
  }

  /** The sums of the cases that pass a filter, case by case. */
  async #added(filter: CaseFilter): Promise<Figures> {
    const figures: Figures = new Map();
    for await (const some of this.#said(filter, undefined, addedAtOnce)) for (const { entries } of some) addFigures(figures, entries, 1);
    return figures;
  }

  /** A difference is explained by the first case whose break explains a part of it. */
  async #explain(listing: string, facts: { explainedBy?: unknown }): Promise<void> {
    const found = await this.index.get<{ place: string; content: string }>(
      'SELECT own.place, own.content FROM case_index_mark word JOIN case_index_row own ON own.place = word.place WHERE word.mark = ? ORDER BY word.place LIMIT 1',
      [marks.explains(listing)],
    );
    const code = found === undefined ? undefined : (JSON.parse(found.content) as StoredCase).explains?.find(([of]) => of === listing)?.[1];
    if (found !== undefined && code !== undefined) facts.explainedBy = { caseKey: keyOfPlace(found.place), code };
  }
}

/** What a case must have to pass, beside its dimensions. */
const countedBy = ({ code, status, behind }: CaseFilter): readonly CountedBy[] => [
  ...(behind === undefined ? [] : [countedByFigure(behind)]),
  ...(code === undefined ? [] : [countedByCode(code)]),
  ...(status === undefined ? [] : [countedByStatus(status)]),
];
