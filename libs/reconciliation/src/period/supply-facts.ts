import { type EvaluatedParcel } from '../parcel/evaluate-parcel';
import { entryOf } from '../entry-of';
import { addAll, addTo } from '../sums';
import { addDeclared, type DeclaredByDay } from './declared-sums';
import { type CaseBreak, listingSums, type SupplyRules, type SupplySink, tellSupplies } from './tell-supplies';

/** Sums by currency, in 10^-12 units. */
export type Sums = Map<string, bigint>;

/** Signed VAT that one return must carry of one country: by the period of the supply, then by rate, then by currency, of a day where that counts. */
export type CarriedFacts = Map<string, Map<string, Sums>>;

/** Imports under a scheme number against the supplies of one period and country, by currency. */
export interface ListingFacts {
  readonly supplied: Sums;
  readonly imported: Sums;
  /** Supplies whose parcel may still arrive. */
  readonly timing: Sums;
  /** Differences of parcels that have a break of their own. */
  readonly explained: Sums;
  /** What nothing explains. */
  readonly residual: Sums;
  /** Imports of orders that are all known, none of which was sold under the number. */
  readonly unsold: Sums;
  /** Moment of the first of those. */
  unsoldSince?: string;
  explainedBy?: CaseBreak;
}

/** What is gathered: plain data that adds up. */
export type SupplySums = Pick<SupplyFacts, 'carried' | 'listing' | 'firstSupply' | 'accepted'>;

/**
 * What the period cases need of the parcels, gathered in the one pass over them: supplies and adjustments by the return that carries them,
 * and imports by scheme number, period and country. Its size follows the number of periods, countries and currencies, not of parcels.
 */
export class SupplyFacts {
  /** By return id, then country. */
  readonly carried = new Map<string, Map<string, CarriedFacts>>();
  /** By scheme number, period and country, joined by line feeds. */
  readonly listing = new Map<string, ListingFacts>();
  /** First day of supply by scheme number. */
  readonly firstSupply = new Map<string, { readonly scheme: string; readonly day: string }>();

  /** What was declared, with what became of it: what summaries are held against. */
  readonly accepted: DeclaredByDay = new Map();

  readonly #sink: SupplySink = {
    supplied: (number, scheme, day) => {
      this.#supplied(number, scheme, day);
    },
    carried: (id, country, period, rate, currency, vat) => {
      addTo(
        entryOf(this.#rates(id, country, period), rate, (): Sums => new Map()),
        currency,
        vat,
      );
    },
    listing: (place) => {
      entryOf(this.listing, place, newListing);
    },
    listed: (place, sum, currency, amount) => {
      addTo(entryOf(this.listing, place, newListing)[sum], currency, amount);
    },
    explainedBy: (place, cause) => {
      entryOf(this.listing, place, newListing).explainedBy ??= cause;
    },
    unsoldSince: (place, moment) => {
      since(entryOf(this.listing, place, newListing), moment);
    },
    accepted: (holder, day, change, name, amount) => {
      addDeclared(this.accepted, holder, day, change, name, amount);
    },
  };

  constructor(private readonly rules: SupplyRules) {}

  observe(parcel: EvaluatedParcel): void {
    tellSupplies(parcel, this.rules, this.#sink);
  }

  /** Adds what was gathered of other parcels, with later keys. */
  add({ carried, listing, firstSupply, accepted }: SupplySums): void {
    for (const [holder, days] of accepted)
      for (const [day, changes] of days)
        for (const [change, sums] of changes)
          for (const [name, amount] of sums) addDeclared(this.accepted, holder, day, change, name, amount);
    for (const [number, { scheme, day }] of firstSupply) this.#supplied(number, scheme, day);
    for (const [id, countries] of carried)
      for (const [country, periods] of countries)
        for (const [period, rates] of periods)
          for (const [rate, sums] of rates)
            addAll(
              entryOf(this.#rates(id, country, period), rate, (): Sums => new Map()),
              sums,
            );
    for (const [key, { explainedBy, unsoldSince, ...sums }] of listing) {
      const listed = entryOf(this.listing, key, newListing);
      for (const name of listingSums) addAll(listed[name], sums[name]);
      if (explainedBy !== undefined) listed.explainedBy ??= explainedBy;
      if (unsoldSince !== undefined) since(listed, unsoldSince);
    }
  }

  #supplied(number: string, scheme: string, day: string): void {
    const first = this.firstSupply.get(number);
    if (first === undefined || day < first.day || (day === first.day && scheme < first.scheme))
      this.firstSupply.set(number, { scheme, day });
  }

  #rates(id: string, country: string, period: string): Map<string, Sums> {
    const countries = entryOf(this.carried, id, () => new Map<string, CarriedFacts>());
    return entryOf(
      entryOf(countries, country, (): CarriedFacts => new Map()),
      period,
      () => new Map<string, Sums>(),
    );
  }
}

const newListing = (): ListingFacts => ({
  supplied: new Map(),
  imported: new Map(),
  timing: new Map(),
  explained: new Map(),
  residual: new Map(),
  unsold: new Map(),
});
const since = (listed: ListingFacts, moment: string): void => {
  if (listed.unsoldSince === undefined || moment < listed.unsoldSince) listed.unsoldSince = moment;
};
