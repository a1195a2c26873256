import { type BreakCode } from '../break-catalogue';
import { bridgeStages, type BridgeStage } from '../bridge/bridge';
import { type BookOfCountry, taxEntries, valueEntries } from '../bridge/bridge-entries';
import { type BridgeEntry } from '../bridge/bridge-entry';
import { type Break, noCurrency } from '../case';
import { type EvaluationContext } from '../evaluation-context';
import { unitsOf, wholeUnits } from '../exact-units';
import { type Tolerated } from '../matching/agreement';
import { moneyAtStake } from '../money-at-stake';
import { type EvaluatedParcel } from '../parcel/evaluate-parcel';
import { type DeclaredSink } from '../period/declared-sums';
import { type CaseBreak, type SupplyRules, type SupplySink, tellSupplies } from '../period/tell-supplies';
import { tellTotals, type TotalsSink } from '../totals';
import { addTo } from '../sums';
import { anyFacet, codeFacet, facetName, statusFacet } from './facets';
import { type FigureNames, type PlaceNames, type StageNames } from './figure-names';
import { casesName, codeName, type Entry, nameOf } from './figures';

/** What a case is found by, and what it adds to sums. */
export interface ToldCase {
  /** What it has that a filter can ask for, beside its status. */
  readonly facets: readonly string[];
  /** Other words that it is found by. */
  readonly words: readonly string[];
  /** The books that it is in, with the stages that it adds to. */
  readonly reach: string;
  /** What it adds to totals and bridge, by name, and what to the sums that the cases of periods follow from. */
  readonly figures: readonly Entry[];
  readonly supplies: readonly Entry[];
  /** The listing (number, period and country) whose difference its break explains, and that break. */
  readonly explains: readonly (readonly [listing: string, code: BreakCode])[];
}

/** What a case is judged by when its figures are told. */
export interface FigureLaw {
  readonly context: EvaluationContext;
  readonly bookOfCountry: BookOfCountry;
  readonly supplies: SupplyRules;
}

/** Stages of one book and currency, as bits in their order: in all, and by tax. */
interface Stages {
  stages: number;
  readonly taxes: Map<string, number>;
}
/** Those where a case comes to something, and those where it comes to nothing. */
interface Reached {
  readonly something: Stages;
  readonly nothing: Stages;
}
const noStages = (): Stages => ({ stages: 0, taxes: new Map() });

const bitOf: ReadonlyMap<BridgeStage, number> = new Map(bridgeStages.map((stage, i) => [stage, 1 << i]));
const one = wholeUnits(1);

/** The figures of one case by name, with exact amounts, as they are told; each name once. */
export class CaseFigures implements TotalsSink, SupplySink {
  readonly #figures = new Map<string, bigint>();
  readonly #stages = new Map<StageNames, bigint>();
  readonly #reached = new Map<PlaceNames, Reached>();
  readonly #behind = new Set<string>();
  readonly #supplies = new Map<string, bigint>();
  readonly #explains = new Map<string, BreakCode>();

  constructor(private readonly names: FigureNames) {}

  take(parcel: EvaluatedParcel, { context, bookOfCountry, supplies }: FigureLaw): void {
    this.#add(casesName, one);
    tellTotals(parcel, this);
    for (const entry of valueEntries(parcel, bookOfCountry)) this.#entry(entry);
    for (const entry of taxEntries(parcel, context)) this.#entry(entry);
    tellSupplies(parcel, supplies, this);
  }

  /** What the case is to be found by, and what it adds to sums; to be asked once all is told. */
  said(parcel: EvaluatedParcel): ToldCase {
    const status = statusFacet(parcel.status);
    const words = new Set<string>();
    const facets = [...new Set(parcel.breaks.map(({ code }) => codeFacet(code))), ...this.#behind];
    const figures: Entry[] = [...this.#figures];
    for (const [names, amount] of this.#stages) {
      this.#reach(names, amount);
      if (amount === 0n) continue;
      figures.push([names.name, amount]);
      for (const word of names.words) words.add(word);
    }
    for (const [{ at }, { nothing }] of this.#reached)
      if (nothing.stages > 0 || nothing.taxes.size > 0)
        figures.push([this.names.tree.nothing.with(at.book).with(at.currency).with(this.#textOf(nothing)).name, 0n]);
    figures.push([facetName(status), 0n]);
    for (const [currency, amount] of moneyAtStake(parcel.breaks))
      for (const facet of [anyFacet, status, ...facets, ...this.#stageFacets()]) figures.push([facetName(facet, currency), amount]);
    return { facets, words: [...words], reach: this.#allReached(), figures, supplies: [...this.#supplies], explains: [...this.#explains] };
  }

  units(status: string, units: number, currency: string, money: bigint): void {
    const { tree } = this.names;
    this.#add(tree.units.with(status).name, wholeUnits(units));
    this.#add(tree.money.with(status).with(currency).name, money);
  }
  item(status: string): void {
    this.#add(this.names.tree.items.with(status).name, one);
  }
  declaredItems(state: string, items: number): void {
    if (items > 0) this.#add(this.names.tree.declared.with(state).name, wholeUnits(items));
  }
  broken({ code, causedBy, amount, currency }: Break): void {
    const { tree } = this.names;
    // How many cases have a code is how many have this figure, whatever it comes to.
    this.#add(codeName(code), causedBy === undefined ? one : 0n);
    if (causedBy !== undefined) this.#add(tree.derived.with(code).name, one);
    else if (currency !== noCurrency) this.#add(tree.stake.with(code).with(currency).name, unitsOf(amount));
  }
  tolerated({ rule, currency, amount }: Tolerated): void {
    const { tree } = this.names;
    this.#add(tree.differences.with(rule).name, one);
    this.#add(tree.tolerated.with(rule).with(currency).name, amount);
  }

  supplied(number: string, scheme: string, day: string): void {
    this.#supply(nameOf('supplied', number, day, scheme), 0n);
  }
  carried(returnId: string, country: string, period: string, rate: string, currency: string, vat: bigint): void {
    this.#supply(nameOf('carried', returnId, country, period, rate, currency), vat);
  }
  listing(place: string): void {
    this.#supply(nameOf('listing', place), 0n);
  }
  listed(place: string, sum: string, currency: string, amount: bigint): void {
    this.#supply(nameOf('listed', place, sum, currency), amount);
  }
  explainedBy(place: string, { code }: CaseBreak): void {
    if (!this.#explains.has(place)) this.#explains.set(place, code);
  }
  unsoldSince(place: string, moment: string): void {
    this.#supply(nameOf('unsold', place, moment), 0n);
  }
  readonly accepted: DeclaredSink = (holder, day, change, name, amount) => {
    this.#supply(nameOf('accepted', holder, day, change, name), amount);
  };

  #entry(entry: BridgeEntry): void {
    const place = this.names.at(entry);
    if (!this.#reached.has(place)) this.#reached.set(place, { something: noStages(), nothing: noStages() });
    if (entry.kind === 'row') {
      addTo(this.#stages, place.row(entry.stage), entry.amount);
      if (entry.taxType !== undefined) addTo(this.#stages, place.tax(entry.taxType, entry.stage), entry.amount);
      return;
    }
    const { name, behind } = place.step(entry);
    this.#add(name, entry.amount);
    this.#behind.add(behind);
  }

  #reach({ place, stage, taxType }: StageNames, amount: bigint): void {
    const reached = this.#reached.get(place)?.[amount === 0n ? 'nothing' : 'something'];
    if (reached === undefined) return;
    const bit = bitOf.get(stage) ?? 0;
    if (taxType === undefined) reached.stages |= bit;
    else reached.taxes.set(taxType, (reached.taxes.get(taxType) ?? 0) | bit);
  }

  #allReached(): string {
    const texts = [...this.#reached].map(([{ at }, { something }]) => `;${at.book}/${at.currency}:${this.#textOf(something)}`);
    return texts.sort().join('');
  }

  #textOf({ stages, taxes }: Stages): string {
    const ofTaxes = [...taxes].map(([taxType, reached]) => `/${taxType}:${this.names.lettersOf(reached)}`);
    return `${this.names.lettersOf(stages)}${ofTaxes.sort().join('')}`;
  }

  #stageFacets(): readonly string[] {
    return [...this.#stages].flatMap(([{ facet }, amount]) => (amount === 0n ? [] : [facet]));
  }

  #add(name: string, amount: bigint): void {
    addTo(this.#figures, name, amount);
  }
  #supply(name: string, amount: bigint): void {
    addTo(this.#supplies, name, amount);
  }
}
