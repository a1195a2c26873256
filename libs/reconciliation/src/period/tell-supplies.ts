import { type BreakCode } from '../break-catalogue';
import { firstDayOfPeriod } from '../days';
import { absolute, unitsOf } from '../exact-units';
import { isFormerlyOf, moneyIn } from '../in-euro';
import { type Law } from '../law';
import { type AdjustmentLeg, type DeclarationLeg, type SupplyLeg } from '../legs/leg';
import { type EvaluatedParcel } from '../parcel/evaluate-parcel';
import { collectionOf } from '../parcel/collections';
import { type DeclarationFacts } from '../parcel/declaration-facts';
import { type OrderFacts, type ParcelFacts } from '../parcel/parcel-facts';
import { type SettlementBook } from '../settlement-book';
import { addTo } from '../sums';
import { type DeclaredSink, tellDeclared } from './declared-sums';
import { type DatedCurrency, datedCurrency } from './exchange';

/** What imports under a scheme number are held against supplies by, and how they differ; see `ListingFacts`. */
export const listingSums = ['supplied', 'imported', 'timing', 'explained', 'residual', 'unsold'] as const;
export type ListingSum = (typeof listingSums)[number];

/** A break of a parcel, and the case that it lies in. */
export interface CaseBreak {
  readonly caseKey: string;
  readonly code: BreakCode;
}

/** Is told what the cases of periods need of a parcel, sum by sum. `place`: scheme number, period and country, joined by line feeds. */
export interface SupplySink {
  readonly supplied: (schemeNumber: string, scheme: string, day: string) => void;
  /** Signed VAT that a return must carry. */
  readonly carried: (returnId: string, country: string, period: string, rate: string, currency: DatedCurrency, vat: bigint) => void;
  /** A supply or import under a scheme number, whatever it comes to. */
  readonly listing: (place: string) => void;
  readonly listed: (place: string, sum: ListingSum, currency: string, amount: bigint) => void;
  readonly explainedBy: (place: string, cause: CaseBreak) => void;
  readonly unsoldSince: (place: string, moment: string) => void;
  /** A declaration, by the days on which it was accepted and changed. */
  readonly accepted: DeclaredSink;
}

/** By what supplies are held against imports. */
export interface SupplyRules {
  readonly settlement: SettlementBook;
  readonly conversionDay: Law['conversionDay'];
  /** What rounding may make of a line in a currency. */
  readonly roundingPerLine: (currency: string) => bigint;
  /** Whether goods of a supply on this day may still be on their way. */
  readonly mayStillArrive: (suppliedAt: string) => boolean;
  /** Whether an import on a day belongs to a supply on another, by the timing bucket. */
  readonly withinBucket: (suppliedAt: string, importedOn: string) => boolean;
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

/** Tells what the cases of periods need of one parcel. */
export const tellSupplies = (parcel: EvaluatedParcel, rules: SupplyRules, sink: SupplySink): void => {
  for (const order of parcel.facts.orders) tellCarried(order, rules, sink);
  for (const one of parcel.facts.parcels) {
    tellCollected(one, rules, sink);
    for (const declaration of one.declarations) tellDeclared(declaration, sink.accepted);
    for (const declaration of one.invalidated) tellDeclared(declaration, sink.accepted);
  }
  tellListed(parcel, rules, sink);
};

const tellCarried = ({ supply, adjustments }: OrderFacts, { settlement, conversionDay }: SupplyRules, sink: SupplySink): void => {
  const carry = (leg: SupplyLeg | AdjustmentLeg, originalPeriod: string): void => {
    const { scheme, schemeNumber, period, position, country, currency, rows } = leg;
    const carrier = settlement.carrierOf(schemeNumber, period, position);
    if (carrier === undefined) return;
    // What changes a supply later is converted as the supply was.
    const dated = datedCurrency(currency, conversionDay(scheme, currency, supply?.suppliedAt ?? leg.at));
    for (const { rate, vat } of rows) sink.carried(carrier.id, country, originalPeriod, rate, dated, unitsOf(vat));
  };
  if (supply !== undefined) {
    // In the last hours of a period the day in UTC is still one of the period before.
    const [inUtc, inPeriod] = [supply.suppliedAt.slice(0, 10), firstDayOfPeriod(supply.period)];
    sink.supplied(supply.schemeNumber, supply.scheme, inUtc < inPeriod ? inPeriod : inUtc);
    carry(supply, supply.period);
  }
  for (const adjustment of adjustments) carry(adjustment, adjustment.originalPeriod);
};

/**
 * What was collected under special arrangements, by the return that covers it; a parcel known by then to have failed is covered by none.
 */
const tellCollected = (parcel: ParcelFacts, { settlement }: SupplyRules, sink: SupplySink): void => {
  const collected = collectionOf(parcel);
  if (collected === undefined) return;
  const { schemeNumber, country, currency, collectedAt, position, failedAt, rows } = collected;
  sink.supplied(schemeNumber, 'EU-SA', collectedAt.slice(0, 10));
  const carrier = settlement.collectionCarrierOf(schemeNumber, collectedAt, position);
  if (carrier === undefined || (failedAt !== undefined && failedAt < carrier.position)) return;
  // A return in the euro carries what was collected before it at the irrevocable rate.
  const own = isFormerlyOf(carrier.currency, currency) ? carrier.currency : currency;
  for (const { rate, vat } of rows) sink.carried(carrier.id, country, carrier.period, rate, own, moneyIn(own, unitsOf(vat), currency));
};

interface Import {
  readonly head: DeclarationLeg;
  readonly value: bigint;
  readonly number: string;
}

/** Under special arrangements nothing was supplied through the number: what was collected is compared instead. */
const tellListed = (parcel: EvaluatedParcel, rules: SupplyRules, sink: SupplySink): void => {
  const declared = parcel.facts.parcels.flatMap(({ declarations }) =>
    declarations.flatMap((one): readonly Import[] =>
      one.head?.schemeNumber === undefined || one.head.scheme === 'EU-SA'
        ? []
        : [{ head: one.head, value: importValueOf(one.head, one), number: one.head.schemeNumber }],
    ),
  );
  const { orders } = parcel.facts;
  const supplies = orders.flatMap((o) => (o.supply === undefined ? [] : [o.supply]));
  const numbers = new Set([...declared.map((d) => d.number), ...supplies.map((s) => s.schemeNumber)]);
  for (const number of numbers) {
    const own = supplies.filter((s) => s.schemeNumber === number);
    const imports = declared.filter((d) => d.number === number);
    const supply = own[0];
    const { period, country } = supply ?? {
      period: imports[0]?.head.acceptedOn.slice(0, 7) ?? '',
      country: imports[0]?.head.jurisdiction ?? '',
    };
    const place = `${number}\n${period}\n${country}`;
    sink.listing(place);
    for (const s of own) sink.listed(place, 'supplied', s.currency, taxableOf(s));
    const counted = imports.filter((d) => supply === undefined || rules.withinBucket(supply.suppliedAt, d.head.acceptedOn));
    for (const d of counted) sink.listed(place, 'imported', d.head.currency, d.value);
    tellDifferences(parcel, { place, own, imports, counted }, rules, sink);
  }
};

interface Listed {
  readonly place: string;
  readonly own: readonly SupplyLeg[];
  readonly imports: readonly Import[];
  readonly counted: readonly Import[];
}

/** Where supplied and imported differ by more than rounding, and why. */
const tellDifferences = (parcel: EvaluatedParcel, { place, own, imports, counted }: Listed, rules: SupplyRules, sink: SupplySink): void => {
  const [supply] = own;
  for (const [currency, difference] of differences(own, counted)) {
    if (absolute(difference) <= rules.roundingPerLine(currency) * BigInt(parcel.parts.length + 1)) continue;
    const code = parcel.breaks.find((one) => one.causedBy === undefined && explaining.has(one.code))?.code;
    if (counted.length === 0 && supply !== undefined && rules.mayStillArrive(supply.suppliedAt))
      sink.listed(place, 'timing', currency, difference);
    else if (code !== undefined) {
      sink.listed(place, 'explained', currency, difference);
      sink.explainedBy(place, { caseKey: parcel.key, code });
    } else if (own.length > 0 || parcel.facts.orders.length === 0) sink.listed(place, 'residual', currency, difference);
    // Until the order is paid and its supply attributed, nobody can say under which number it was sold.
    else if (parcel.findings.waitsForAny(['order', 'payment', 'supply'])) sink.listed(place, 'timing', currency, difference);
    else {
      sink.listed(place, 'unsold', currency, -difference);
      sink.unsoldSince(place, imports[0]?.head.acceptedAt ?? '');
    }
  }
};

const taxableOf = (supply: SupplyLeg): bigint => supply.rows.reduce((sum, row) => sum + unitsOf(row.taxable), 0n);
const importValueOf = (head: DeclarationLeg, declaration: DeclarationFacts): bigint =>
  declaration.items.reduce(
    (sum, item) => sum + unitsOf(item.goodsValue),
    unitsOf(head.freight) + unitsOf(head.insurance) - unitsOf(head.discount),
  );

/** Supplied less imported by currency. */
const differences = (supplies: readonly SupplyLeg[], imports: readonly Import[]): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const s of supplies) addTo(sums, s.currency, taxableOf(s));
  for (const { head, value } of imports) addTo(sums, head.currency, -value);
  return sums;
};
