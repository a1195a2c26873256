import { sha256OfSet, startOfLegalDay } from '#event-catalogue';
import { type Rejection } from '#event-store';
import { add, formatMoney, type Money, moneyOf, sum, zero } from '#money';
import { assessmentCurrencyOf, type Period, type RuleBook, zoneOfAuthority } from '#rules';
import { type CollectionFact, type UndeliveredFact } from './collection-fact';
import { CollectionsInEuro, waitsForEuro } from './collections-in-euro';
import { returnPeriod, returnReference } from './return-period';
import { type CollectionReturnEvent, type CollectionsRedenominated } from './scheme-returns.events';
import { refuse } from './scheme-returns.rejections';
import { schemeReturnId } from './scheme-returns.streams';

/**
 * Which return: `schemeNumber` is the authorisation that `authority` (`EU-FR`) gave the carrier `holder`; `filedOn` is the legal day of
 * filing there.
 */
export type CollectionReturnRequest = Readonly<{
  schemeNumber: string;
  holder: string;
  authority: string;
  period: string;
  filedOn: string;
}>;
/** The figures of a return as they are stored. */
export type CollectionFigures = CollectionReturnEvent['data'];
/** The return as it would be filed, with the parcels that leave it and the declarations that were invalidated for them. */
export type ComputedCollectionReturn = Readonly<{
  figures: CollectionFigures;
  undelivered: readonly UndeliveredFact[];
  /** What of it was told in the currency before the euro. */
  redenominated?: CollectionsRedenominated['data'];
}>;
/** The return, or why there is none: SCHEME_UNKNOWN, PERIOD_UNKNOWN, COLLECTION_CURRENCY_DIFFERS. */
export type CollectionReturnComputed = { readonly computed: ComputedCollectionReturn } | { readonly rejected: Rejection };

/** A return before its sums: its period, when that ends, and in what money its state is paid. */
type Frame = Readonly<{ period: Period; until: string; state: string; currency: string; ruleSet: CollectionFigures['ruleSet'] }>;

/** The period of a return under special arrangements and the moment at which it ends at the authority. */
export const collectionPeriod = (
  book: RuleBook,
  { authority, period }: Pick<CollectionReturnRequest, 'authority' | 'period'>,
): Readonly<{ period: Period; until: string }> | undefined => {
  const zone = zoneOfAuthority(book, authority);
  const found = returnPeriod(book, 'EU-SA', period, stateOf(authority));
  return found === undefined || zone === undefined ? undefined : { period: found, until: startOfLegalDay(found.end, zone) };
};

const stateOf = (authority: string): string => authority.replace(/^EU-/, '');

/**
 * The monthly return of a carrier (VAT Directive Art. 369zb): the import VAT that it collected from recipients, a row per rate, exact sums
 * of what was collected. What was not collected is not due; a parcel that could not be delivered leaves the return, with what was expected
 * of it.
 *
 * Facts to hand in: the collections of the carrier in the state before the end of the period that no filed return covers, without those of
 * parcels that could not be delivered; and the failed deliveries that no return has told yet.
 */
export const computeCollectionReturn = async (
  book: RuleBook,
  request: CollectionReturnRequest,
  facts: Readonly<{ collections: AsyncIterable<CollectionFact> | Iterable<CollectionFact>; undelivered: readonly UndeliveredFact[] }>,
): Promise<CollectionReturnComputed> => {
  const frame = frameOf(book, request);
  if ('rejected' in frame) return frame;
  const rows = new Map<string, { taxable: bigint; vat: bigint; consignments: number }>();
  const hashes: string[] = [];
  const inReturn = new CollectionsInEuro(frame.currency, frame.period.start);
  for await (const told of facts.collections) {
    const fact = inReturn.collection(told);
    if (fact.currency !== frame.currency) return foreign(fact, frame.currency);
    hashes.push(fact.hash);
    for (const { rate, taxable, vat } of fact.rows) {
      const row = rows.get(rate) ?? { taxable: 0n, vat: 0n, consignments: 0 };
      rows.set(rate, { taxable: row.taxable + taxable, vat: row.vat + vat, consignments: row.consignments + 1 });
    }
  }
  const undelivered = facts.undelivered
    .filter(({ currency }) => !waitsForEuro(frame.currency, currency))
    .map((fact) => inReturn.undelivered(fact));
  const strange = undelivered.find(
    ({ currency, expected, collected }) => (expected !== 0n || collected !== 0n) && currency !== frame.currency,
  );
  if (strange !== undefined) return foreign(strange, frame.currency);
  const figures = figuresOf(frame, request, rows, hashes, undelivered);
  const redenominated = inReturn.told(figures);
  return { computed: { figures, undelivered, ...(redenominated === undefined ? {} : { redenominated }) } };
};

const frameOf = (book: RuleBook, request: CollectionReturnRequest): Frame | { readonly rejected: Rejection } => {
  const found = collectionPeriod(book, request);
  if (found === undefined)
    return refuse('PERIOD_UNKNOWN', `EU-SA has no period ${request.period} at ${request.authority}`, { field: 'period' });
  const state = stateOf(request.authority);
  const scheme = book.scheme('EU-SA', found.period.start);
  const currency = assessmentCurrencyOf(book, state, found.period.start);
  if (scheme?.value.destinations.includes(state) !== true || currency === undefined)
    return refuse('SCHEME_UNKNOWN', `EU-SA does not serve ${state}`, { field: 'authority' });
  return { ...found, state, currency, ruleSet: { id: scheme.table.id, hash: scheme.table.hash } };
};

/** A return is paid in the currency of its state, in which the parcels were assessed; we convert nothing that somebody else collected. */
const foreign = (
  { consignmentNumber, currency }: Readonly<{ consignmentNumber: string; currency: string }>,
  expected: string,
): { readonly rejected: Rejection } =>
  refuse('COLLECTION_CURRENCY_DIFFERS', `${consignmentNumber} was collected in ${currency}, and the return is in ${expected}`, {
    field: 'currency',
    details: { consignmentNumber, currency },
  });

type Sums = ReadonlyMap<string, Readonly<{ taxable: bigint; vat: bigint; consignments: number }>>;

const figuresOf = (
  frame: Frame,
  request: CollectionReturnRequest,
  rows: Sums,
  hashes: readonly string[],
  undelivered: readonly UndeliveredFact[],
): CollectionFigures => {
  const { schemeNumber, holder, authority, filedOn } = request;
  const { period, until, state: country, currency, ruleSet } = frame;
  const text = (minor: bigint): string => formatMoney(moneyOf(minor, currency));
  const collected = [...rows.values()].reduce<Money>((total, { vat }) => add(total, moneyOf(vat, currency)), zero(currency));
  const leaving = (part: 'expected' | 'collected'): string =>
    formatMoney(
      sum(
        undelivered.map((fact) => moneyOf(fact[part], currency)),
        currency,
      ),
    );
  return {
    return: schemeReturnId(authority, schemeNumber, period.id),
    returnReference: returnReference(authority, schemeNumber, period.id),
    authority,
    scheme: 'EU-SA',
    schemeNumber,
    holder,
    period: period.id,
    start: period.start,
    end: period.end,
    dueOn: period.dueOn,
    filedOn,
    until,
    currency,
    ruleSet,
    rows: [...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([rate, { taxable, vat, consignments }]) => ({ country, rate, taxable: text(taxable), vat: text(vat), consignments })),
    collected: formatMoney(collected),
    payable: formatMoney(collected),
    undelivered: { consignments: undelivered.length, vat: leaving('expected'), collected: leaving('collected') },
    ...(undelivered.length === 0 ? {} : { undeliveredDigest: sha256OfSet(undelivered.map(({ hash }) => hash)) }),
    consignments: hashes.length,
    collectionsDigest: sha256OfSet([...hashes]),
    ...(hashes.length === 0 ? { nil: 'yes' as const } : {}),
  };
};
