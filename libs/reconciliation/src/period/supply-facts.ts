import { type BreakCode } from '../break-catalogue';
import { firstDayOfPeriod } from '../days';
import { absolute, unitsOf } from '../exact-units';
import { type DeclarationLeg, type SupplyLeg } from '../legs/leg';
import { type EvaluatedParcel } from '../parcel/evaluate-parcel';
import { collectionOf } from '../parcel/collections';
import { type DeclarationFacts } from '../parcel/declaration-facts';
import { type OrderFacts, type ParcelFacts } from '../parcel/parcel-facts';
import { type SettlementBook } from '../settlement-book';
import { addDeclared, type DeclaredByDay, declareIn } from './declared-sums';

/** Sums by currency, in 10^-12 units. */
export type Sums = Map<string, bigint>;
const addAll = (sums: Sums, others: Sums): void => {
  for (const [currency, amount] of others) addTo(sums, currency, amount);
};
const addTo = (sums: Sums, currency: string, amount: bigint): void => {
  sums.set(currency, (sums.get(currency) ?? 0n) + amount);
};
const entry = <T>(map: Map<string, T>, key: string, make: () => T): T => {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
};

/** Signed VAT that one return must carry of one country: by the period of the supply, then by rate. */
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
  explainedBy?: { readonly caseKey: string; readonly code: BreakCode };
}

/** Breaks of a parcel that make its import differ from its supply. */
const explaining: ReadonlySet<BreakCode> = new Set([
  'B01',
  'B02',
  'B06',
  'B08',
  'B09',
  'B10',
  'B11',
  'B20',
  'B21',
  'B22',
  'B23',
  'B26',
  'B27',
  'B28',
  'B30',
  'B31',
  'B32',
  'B45',
]);

const taxableOf = (supply: SupplyLeg): bigint => supply.rows.reduce((sum, row) => sum + unitsOf(row.taxable), 0n);
const importValueOf = (head: DeclarationLeg, declaration: DeclarationFacts): bigint =>
  declaration.items.reduce(
    (sum, item) => sum + unitsOf(item.goodsValue),
    unitsOf(head.freight) + unitsOf(head.insurance) - unitsOf(head.discount),
  );

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

  constructor(
    private readonly settlement: SettlementBook,
    /** What rounding may make of a line in a currency. */
    private readonly roundingPerLine: (currency: string) => bigint,
    /** Whether goods of a supply on this day may still be on their way. */
    private readonly mayStillArrive: (suppliedAt: string) => boolean,
    /** Whether an import on a day belongs to a supply on another, by the timing bucket. */
    private readonly withinBucket: (suppliedAt: string, importedOn: string) => boolean,
  ) {}

  observe(parcel: EvaluatedParcel): void {
    for (const order of parcel.facts.orders) this.#carry(order);
    for (const one of parcel.facts.parcels) {
      this.#collect(one);
      for (const declaration of [...one.declarations, ...one.invalidated]) declareIn(this.accepted, declaration);
    }
    this.#list(parcel);
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
              entry(this.#rates(id, country, period), rate, (): Sums => new Map()),
              sums,
            );
    for (const [key, { explainedBy, unsoldSince, ...sums }] of listing) {
      const listed = entry(this.listing, key, newListing);
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
    const countries = entry(this.carried, id, () => new Map<string, CarriedFacts>());
    return entry(
      entry(countries, country, (): CarriedFacts => new Map()),
      period,
      () => new Map<string, Sums>(),
    );
  }

  #carry({ supply, adjustments }: OrderFacts): void {
    if (supply !== undefined) {
      // In the last hours of a period the day in UTC is still one of the period before.
      const [inUtc, inPeriod] = [supply.suppliedAt.slice(0, 10), firstDayOfPeriod(supply.period)];
      const day = inUtc < inPeriod ? inPeriod : inUtc;
      this.#supplied(supply.schemeNumber, supply.scheme, day);
    }
    const facts = [...(supply === undefined ? [] : [{ ...supply, originalPeriod: supply.period }]), ...adjustments];
    for (const { schemeNumber, period, originalPeriod, position, country, currency, rows } of facts) {
      const carrier = this.settlement.carrierOf(schemeNumber, period, position);
      if (carrier === undefined) continue;
      const rates = this.#rates(carrier.id, country, originalPeriod);
      for (const row of rows)
        addTo(
          entry(rates, row.rate, (): Sums => new Map()),
          currency,
          unitsOf(row.vat),
        );
    }
  }

  /**
   * What was collected under special arrangements, by the return that covers it; a parcel known by then to have failed is covered by none.
   */
  #collect(parcel: ParcelFacts): void {
    const collected = collectionOf(parcel);
    if (collected === undefined) return;
    const { schemeNumber, country, currency, collectedAt, position, failedAt, rows } = collected;
    this.#supplied(schemeNumber, 'EU-SA', collectedAt.slice(0, 10));
    const carrier = this.settlement.collectionCarrierOf(schemeNumber, collectedAt, position);
    if (carrier === undefined || (failedAt !== undefined && failedAt < carrier.position)) return;
    const rates = this.#rates(carrier.id, country, carrier.period);
    for (const { rate, vat } of rows)
      addTo(
        entry(rates, rate, (): Sums => new Map()),
        currency,
        unitsOf(vat),
      );
  }

  /** Under special arrangements nothing was supplied through the number: what was collected is compared instead. */
  #list(parcel: EvaluatedParcel): void {
    const declared = parcel.facts.parcels
      .flatMap((p) => p.declarations)
      .flatMap((d) =>
        d.head?.schemeNumber === undefined || d.head.scheme === 'EU-SA'
          ? []
          : [{ head: d.head, value: importValueOf(d.head, d), number: d.head.schemeNumber }],
      );
    const { orders } = parcel.facts;
    const supplies = orders.flatMap((o) => (o.supply === undefined ? [] : [o.supply]));
    const cause = parcel.breaks.find(({ code, causedBy }) => causedBy === undefined && explaining.has(code))?.code;
    const numbers = new Set([...declared.map((d) => d.number), ...supplies.map((s) => s.schemeNumber)]);
    for (const number of numbers) {
      const own = supplies.filter((s) => s.schemeNumber === number);
      const imports = declared.filter((d) => d.number === number);
      const supply = own[0];
      const place =
        supply === undefined
          ? { period: imports[0]?.head.acceptedOn.slice(0, 7) ?? '', country: imports[0]?.head.jurisdiction ?? '' }
          : supply;
      const listed = entry(this.listing, `${number}\n${place.period}\n${place.country}`, newListing);
      for (const s of own) addTo(listed.supplied, s.currency, taxableOf(s));
      const counted = imports.filter((d) => supply === undefined || this.withinBucket(supply.suppliedAt, d.head.acceptedOn));
      for (const d of counted) addTo(listed.imported, d.head.currency, d.value);
      for (const [currency, difference] of differences(own, counted)) {
        if (absolute(difference) <= this.roundingPerLine(currency) * BigInt(parcel.parts.length + 1)) continue;
        if (counted.length === 0 && supply !== undefined && this.mayStillArrive(supply.suppliedAt))
          addTo(listed.timing, currency, difference);
        else if (cause !== undefined) {
          addTo(listed.explained, currency, difference);
          listed.explainedBy ??= { caseKey: parcel.key, code: cause };
        } else if (own.length > 0 || orders.length === 0) addTo(listed.residual, currency, difference);
        // Until the order is paid and its supply attributed, nobody can say under which number it was sold.
        else if (parcel.findings.waitsForAny(['order', 'payment', 'supply'])) addTo(listed.timing, currency, difference);
        else {
          addTo(listed.unsold, currency, -difference);
          since(listed, imports[0]?.head.acceptedAt ?? '');
        }
      }
    }
  }
}

const listingSums = ['supplied', 'imported', 'timing', 'explained', 'residual', 'unsold'] as const;
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

/** Supplied less imported by currency. */
const differences = (
  supplies: readonly SupplyLeg[],
  imports: readonly { readonly head: DeclarationLeg; readonly value: bigint }[],
): Sums => {
  const sums: Sums = new Map();
  for (const s of supplies) addTo(sums, s.currency, taxableOf(s));
  for (const { head, value } of imports) addTo(sums, head.currency, -value);
  return sums;
};
