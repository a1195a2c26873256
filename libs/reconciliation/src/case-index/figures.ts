import { type BridgeSelection, type BridgeStage, type BridgeStageSelection } from '../bridge/bridge';
import { type BridgeSums, taxKey } from '../bridge/bridge-builder';
import { type BreakCode } from '../break-catalogue';
import { type MatchRule } from '../case';
import { type CaseSums } from '../case-tally';
import { textOf, unitsOf } from '../exact-units';
import { addDeclared } from '../period/declared-sums';
import { type ListingFacts, type SupplySums } from '../period/supply-facts';
import { type ListingSum } from '../period/tell-supplies';
import { type TotalSums } from '../totals';
import { entryOf } from '../entry-of';
import { stagesOf } from './stage-letters';

/** A sum by name: exact units, and how many cases it is of. Without any the figure is not there. */
export interface Figure {
  amount: bigint;
  count: number;
}
export type Figures = Map<string, Figure>;

/** What cases come to, as figures by name, so that what a case said before can be taken off again. */
export const nameOf = (...parts: readonly string[]): string => parts.join('\n');
const partsOf = (name: string): readonly string[] => name.split('\n');

const count = (amount: bigint): number => Number(textOf(amount));

export type Entry = readonly [name: string, amount: bigint];

/** The name of a figure of the bridge. */
export const stageName = ({ book, currency, stage, taxType }: BridgeStageSelection): string =>
  taxType === undefined ? nameOf('row', book, currency, stage) : nameOf('tax', book, currency, taxKey(taxType, stage));
/** How many figures there are of these is how many cases there are, and how many have a code. */
export const casesName = nameOf('cases');
export const codeName = (code: string): string => nameOf('roots', code);
export const stepName = ({ book, currency, from, to, reason }: BridgeSelection): string => nameOf('step', book, currency, from, to, reason);

/** Adds figures of a case, or takes them off again; a figure that no case has any more goes. */
export const addFigures = (sums: Figures, figures: Iterable<Entry>, times: 1 | -1): void => {
  for (const [name, amount] of figures) {
    const known = sums.get(name);
    if (known === undefined) sums.set(name, { amount: times === 1 ? amount : -amount, count: times });
    else {
      if (amount !== 0n) known.amount = times === 1 ? known.amount + amount : known.amount - amount;
      known.count += times;
      if (known.count === 0) sums.delete(name);
    }
  }
};

/** Adds sums of many cases. */
export const addSums = (sums: Figures, others: Figures): void => {
  for (const [name, { amount, count: cases }] of others) {
    const known = sums.get(name);
    if (known === undefined) sums.set(name, { amount, count: cases });
    else {
      known.amount += amount;
      known.count += cases;
    }
  }
};

/** The sums that figures were made of, to be added to those of a question. */
export const sumsOf = (figures: Figures): CaseSums => {
  const sums = new SumsOfFigures();
  for (const [name, figure] of figures) sums.take(partsOf(name), figure);
  return sums;
};

type Writable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : never;
type Draft = BridgeSums extends ReadonlyMap<string, infer D> ? D : never;

class SumsOfFigures implements CaseSums {
  readonly totals: TotalSums = {
    cases: 0,
    tallies: new Map(),
    breaks: new Map(),
    tolerated: new Map(),
    declared: { matched: 0, inTransit: 0, broken: 0, invalidated: 0 },
  };
  readonly bridge: Writable<BridgeSums> = new Map();
  readonly supplies: SupplySums = { carried: new Map(), listing: new Map(), firstSupply: new Map(), accepted: new Map() };

  take([kind = '', a = '', b = '', c = '', d = '', e = '', f = '']: readonly string[], { amount, count: cases }: Figure): void {
    switch (kind) {
      case 'cases':
        this.totals.cases += count(amount);
        return;
      case 'items':
        this.#tally(a).items += count(amount);
        return;
      case 'units':
        this.#tally(a).units += count(amount);
        return;
      case 'money':
        this.#tally(a).money.set(b, amount);
        return;
      case 'roots':
        this.#broken(a).count += count(amount);
        return;
      case 'derived':
        this.#broken(a).derived += count(amount);
        return;
      case 'stake':
        this.#broken(a).amount.set(b, amount);
        return;
      case 'differences':
        this.#tolerance(a).count += count(amount);
        return;
      case 'tolerated':
        this.#tolerance(a).amount.set(b, amount);
        return;
      case 'declared':
        this.totals.declared[a as keyof TotalSums['declared']] += count(amount);
        return;
      case 'row':
        this.#draft(a, b).rows.set(c as BridgeStage, amount);
        return;
      case 'tax':
        this.#draft(a, b).taxes.set(taxKey(c, d as BridgeStage), amount);
        return;
      case 'nothing':
        this.#nothing(this.#draft(a, b), c);
        return;
      case 'step': {
        const [from, to] = [c as BridgeStage, d as BridgeStage];
        entryOf(this.#draft(a, b).steps, `${from}/${to}`, () => ({
          from,
          to,
          because: new Map<string, { amount: bigint; cases: number }>(),
        })).because.set(e, { amount, cases });
        return;
      }
      default:
        this.#takeOfSupplies(kind, a, b, c, d, e, f, amount);
    }
  }

  #takeOfSupplies(kind: string, a: string, b: string, c: string, d: string, e: string, f: string, amount: bigint): void {
    switch (kind) {
      case 'carried':
        this.#carried(a, b, c, d).set(e, amount);
        return;
      case 'listing':
        this.#listing(nameOf(a, b, c));
        return;
      case 'listed':
        this.#listing(nameOf(a, b, c))[d as ListingSum].set(e, amount);
        return;
      case 'unsold':
        this.#unsold(nameOf(a, b, c), d);
        return;
      case 'supplied':
        this.#supplied(a, b, c);
        return;
      case 'accepted':
        addDeclared(this.supplies.accepted, nameOf(a, b, c), d, e, f, amount);
        return;
      // Facets are figures of the index itself.
      default:
    }
  }

  /** Sums by currency of what a return must carry. */
  #carried(id: string, country: string, period: string, rate: string): Map<string, bigint> {
    const countries = entryOf(this.supplies.carried, id, () => new Map<string, Map<string, Map<string, Map<string, bigint>>>>());
    const periods = entryOf(countries, country, () => new Map<string, Map<string, Map<string, bigint>>>());
    const rates = entryOf(periods, period, () => new Map<string, Map<string, bigint>>());
    return entryOf(rates, rate, () => new Map<string, bigint>());
  }
  /** Stages, and taxes of them, that cases reach with nothing: `hk/A00:gk`. The bridge shows them. */
  #nothing({ rows, taxes }: Draft, stages: string): void {
    const [letters = '', ...ofTaxes] = stages.split('/');
    for (const stage of stagesOf(letters)) entryOf(rows, stage, () => 0n);
    for (const [taxType = '', taxed = ''] of ofTaxes.map((tax) => tax.split(':')))
      for (const stage of stagesOf(taxed)) entryOf(taxes, taxKey(taxType, stage), () => 0n);
  }
  #unsold(place: string, since: string): void {
    const listing = this.#listing(place);
    if (listing.unsoldSince === undefined || since < listing.unsoldSince) listing.unsoldSince = since;
  }
  #supplied(number: string, day: string, scheme: string): void {
    const first = this.supplies.firstSupply.get(number);
    if (first === undefined || day < first.day || (day === first.day && scheme < first.scheme))
      this.supplies.firstSupply.set(number, { scheme, day });
  }
  #tally(status: string) {
    return entryOf(this.totals.tallies, status, () => ({ items: 0, units: 0, money: new Map<string, bigint>() }));
  }
  #broken(code: string) {
    return entryOf(this.totals.breaks, code as BreakCode, () => ({ count: 0, derived: 0, amount: new Map<string, bigint>() }));
  }
  #tolerance(rule: string) {
    return entryOf(this.totals.tolerated, rule as MatchRule, () => ({ count: 0, amount: new Map<string, bigint>() }));
  }
  #draft(book: string, currency: string): Draft {
    return entryOf(this.bridge, nameOf(book, currency), (): Draft => ({
      book,
      currency,
      rows: new Map(),
      taxes: new Map(),
      steps: new Map(),
    }));
  }
  #listing(place: string): ListingFacts {
    return entryOf(this.supplies.listing, place, (): ListingFacts => ({
      supplied: new Map(),
      imported: new Map(),
      timing: new Map(),
      explained: new Map(),
      residual: new Map(),
      unsold: new Map(),
    }));
  }
}

/** As it is stored: name, exact decimal text and number of cases, in order of the names. */
export const storedFigures = (figures: Figures): readonly (string | number)[] => {
  const stored: (string | number)[] = [];
  for (const name of [...figures.keys()].sort()) {
    const { amount, count: cases } = figures.get(name) as Figure;
    stored.push(name, textOf(amount), cases);
  }
  return stored;
};
/** What is stored, or of that only what is asked for: to read an amount costs more than to leave it. */
export const readFigures = (text: string, isAsked: (name: string) => boolean = () => true): Figures => {
  const stored = JSON.parse(text) as readonly (string | number)[];
  const figures: Figures = new Map();
  for (let i = 0; i < stored.length; i += 3) {
    const name = String(stored[i]);
    if (isAsked(name)) figures.set(name, { amount: unitsOf(String(stored[i + 1])), count: Number(stored[i + 2]) });
  }
  return figures;
};
