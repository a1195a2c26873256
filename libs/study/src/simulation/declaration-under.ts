import { orderStream } from '#advance-data';
import {
  type DeclarationHeader,
  type DeclaredItem,
  type LodgedDeclaration,
  type PrefillRegime,
  prefillDeclaration,
  procedureOfScheme,
  toAssessable,
} from '#declarations';
import { canonicalJson } from '#event-catalogue';
import { Exact } from '#money';
import { type AssessableDeclaration, type RuleBook, zoneOfAuthority } from '#rules';
import type { RecordedOrder } from '../recorded-trade';
import type { Collector } from '../scenario/scenario';
import type { SupplyOutcome } from './order-under';

/**
 * How a declaration was brought under the scenario. `asDeclared`: it says what it said. `madeAnew`: its order is collected in another way
 * now, and it was made from the order as it stood: it is made again. `claimChanged`: as before, but it was told otherwise than its order:
 * its items stay, with their values and units, and what it claims changes, the data set with it where its order lines tell what the other
 * one needs. `notDeclarable`: the order lacks what the other data set needs.
 */
export type Restatement =
  | Readonly<{ how: 'asDeclared' | 'madeAnew' | 'claimChanged'; assessable: AssessableDeclaration }>
  | Readonly<{ how: 'notDeclarable'; reason: string }>;

/** The one order that a declaration is about; undefined where it tells none, or several. */
export const orderOf = ({ items }: LodgedDeclaration): string | undefined => {
  const orders = new Set(items.flatMap(({ covers }) => covers.map(({ seller, orderNumber }) => orderStream(seller, orderNumber))));
  return orders.size === 1 ? [...orders][0] : undefined;
};

/**
 * What is known of the order behind a declaration: as recorded, and how its tax is collected in the law as it was and under the scenario.
 */
export interface OrderBehind {
  readonly order: RecordedOrder;
  readonly recorded: SupplyOutcome;
  readonly simulated: SupplyOutcome;
  readonly suppliedOn: string | undefined;
}

/** The declaration as it is made under the scenario: it follows its order. What a declarant would choose to do besides is not guessed. */
export const restated = (
  declared: LodgedDeclaration,
  behind: OrderBehind | undefined,
  book: RuleBook,
  collector: Collector | undefined,
): Restatement => {
  const regime = behind === undefined ? undefined : changedRegime(declared, behind, collector);
  if (behind === undefined || regime === undefined) return { how: 'asDeclared', assessable: toAssessable(declared) };
  const before = prefilledFrom(declared, behind, statedRegime(declared.header), book);
  if (before.kind !== 'declarable' || !sameGoods(before.command.items, declared.items))
    return { how: 'claimChanged', assessable: toAssessable(reclaimed(declared, behind, regime)) };
  const anew = prefilledFrom(declared, behind, regime, book);
  return anew.kind === 'declarable'
    ? { how: 'madeAnew', assessable: toAssessable(anew.command) }
    : { how: 'notDeclarable', reason: anew.reason };
};

/** The regime under which the goods are declared now, where it is not the one that they were declared under for the same reason. */
const changedRegime = (
  declared: LodgedDeclaration,
  { recorded, simulated, suppliedOn }: OrderBehind,
  collector: Collector | undefined,
): PrefillRegime | undefined => {
  const { scheme, schemeNumber, jurisdiction } = declared.header;
  if (simulated.kind === 'undecided') return undefined;
  if (simulated.kind === 'attributed') {
    if (recorded.kind === 'attributed' && recorded.supply.scheme === simulated.supply.scheme) return undefined;
    const { scheme: kind, thresholdTest } = simulated.supply;
    if (scheme === kind) return undefined;
    return {
      kind,
      schemeNumber: simulated.supply.schemeNumber,
      suppliedOn: suppliedOn ?? declared.header.acceptedOn,
      statedValue: { amount: thresholdTest.value, currency: thresholdTest.currency },
    };
  }
  if (simulated.regime === 'OUTSIDE') return undefined;
  // Within the limit and without a number of the vendor: somebody else collects, and who that is says the scenario, or it is who it was.
  if (simulated.reason === 'no_scheme_number') {
    if (collector === 'intermediary') return scheme === 'EU-SA' ? undefined : { kind: 'EU-SA', schemeNumber: `SA${jurisdiction}0000` };
    if (collector === undefined && recorded.kind === 'excluded') return undefined;
    return scheme === undefined ? undefined : { kind: 'STANDARD-IMPORT' };
  }
  const sameAsRecorded = recorded.kind === 'excluded' && recorded.regime === simulated.regime && recorded.reason === simulated.reason;
  return scheme === undefined || schemeNumber === undefined || sameAsRecorded ? undefined : { kind: 'STANDARD-IMPORT' };
};

const statedRegime = ({ scheme, schemeNumber, suppliedOn, statedValue, acceptedOn }: DeclarationHeader): PrefillRegime => {
  if (scheme === undefined || schemeNumber === undefined) return { kind: 'STANDARD-IMPORT' };
  if (scheme === 'EU-SA') return { kind: scheme, schemeNumber };
  return { kind: scheme, schemeNumber, suppliedOn: suppliedOn ?? acceptedOn, ...(statedValue === undefined ? {} : { statedValue }) };
};

const prefilledFrom = (
  { header }: LodgedDeclaration,
  { order: { state } }: OrderBehind,
  regime: PrefillRegime,
  book: RuleBook,
): ReturnType<typeof prefillDeclaration> => {
  const {
    declarant,
    representativeStatus,
    importer,
    debtor,
    accountHolder,
    carrier,
    consignmentNumber,
    authority,
    jurisdiction,
    acceptedAt,
    lrn,
    mrn,
  } = header;
  return prefillDeclaration({
    order: state.header,
    lines: state.lines,
    cancelled: state.cancelled,
    regime,
    authority,
    jurisdiction,
    acceptedAt,
    lrn,
    mrn,
    parties: {
      declarant,
      debtor,
      accountHolder,
      ...(representativeStatus === undefined ? {} : { representativeStatus }),
      ...(importer === undefined ? {} : { importer }),
    },
    ...(carrier === undefined || consignmentNumber === undefined ? {} : { consignment: { carrier, consignmentNumber } }),
    zone: zoneOfAuthority(book, authority) ?? 'UTC',
  });
};

/** What the tax depends on, and which order lines it is of; words and identifiers may differ. */
const sameGoods = (a: readonly DeclaredItem[], b: readonly DeclaredItem[]): boolean =>
  canonicalJson(a.map(goodsOf)) === canonicalJson(b.map(goodsOf));
const goodsOf = ({
  hsCode,
  origin = '',
  preference = '',
  goodsValue,
  quantity,
  supplementaryQuantities = [],
  statedTaxes = [],
  covers,
}: DeclaredItem): object => ({
  hsCode,
  origin,
  preference,
  quantity,
  supplementaryQuantities,
  statedTaxes,
  covers,
  goodsValue: Exact.parse(goodsValue).toCanonicalText(),
});

const schemeProcedures: ReadonlySet<string> = new Set(Object.values(procedureOfScheme));

/** Items, values and units stay as they were stated. */
const reclaimed = (
  declared: LodgedDeclaration,
  behind: OrderBehind,
  regime: PrefillRegime,
): { readonly header: DeclarationHeader; readonly items: readonly DeclaredItem[] } => {
  const { scheme: _scheme, schemeNumber: _number, suppliedOn: _day, statedValue: _value, ...rest } = declared.header;
  const own = regime.kind === 'STANDARD-IMPORT' ? undefined : regime;
  const { dataset, items } = inDatasetOf(declared, behind, regime);
  // As a declaration is made: goods of low value claim their relief in the data set of low value.
  const kept = (codes: readonly string[]): readonly string[] =>
    codes.filter((code) => !schemeProcedures.has(code) && (dataset === declared.header.dataset || code !== 'C07'));
  const added = [
    ...(dataset === 'H7' && declared.header.dataset !== 'H7' ? ['C07'] : []),
    ...(own === undefined ? [] : [procedureOfScheme[own.kind]]),
  ];
  const claim =
    own === undefined
      ? {}
      : {
          scheme: own.kind,
          schemeNumber: own.schemeNumber,
          ...(own.kind === 'EU-SA'
            ? {}
            : { suppliedOn: own.suppliedOn, ...(own.statedValue === undefined ? {} : { statedValue: own.statedValue }) }),
        };
  return {
    header: { ...rest, ...claim, dataset },
    items: items.map((item) => ({ ...item, additionalProcedures: [...kept(item.additionalProcedures), ...added] })),
  };
};

/**
 * The items in the data set that goes with a regime: H7 where a scheme collects, else H1; as they are where the order does not tell the
 * eight digits of each.
 */
const inDatasetOf = (
  { header, items }: LodgedDeclaration,
  { order: { state } }: OrderBehind,
  { kind }: PrefillRegime,
): { readonly dataset: DeclarationHeader['dataset']; readonly items: readonly DeclaredItem[] } => {
  if (kind !== 'STANDARD-IMPORT') return { dataset: 'H7', items: header.dataset === 'H7' ? items : items.map(inSixDigits) };
  const full = header.dataset === 'H1' ? items : items.flatMap((item) => inEightDigits(item, state.lines, header.dispatchCountry));
  return full.length === items.length ? { dataset: 'H1', items: full } : { dataset: header.dataset, items };
};

/** H7 tells neither an origin nor what hangs on it. */
const inSixDigits = ({
  origin: _origin,
  preference: _preference,
  supplementaryQuantities: _quantities,
  ...item
}: DeclaredItem): DeclaredItem => ({ ...item, hsCode: item.hsCode.slice(0, 6) });

/** Nothing where the order lines behind an item tell no code of eight digits, or several, or another heading than was declared. */
const inEightDigits = (item: DeclaredItem, lines: RecordedOrder['state']['lines'], dispatchCountry: string): readonly DeclaredItem[] => {
  const covered = lines.filter(({ ordinal }) => item.covers.some((c) => c.ordinal === ordinal));
  const [codes, origins] = [
    new Set(covered.map(({ hsCode }) => hsCode?.slice(0, 8))),
    new Set(covered.map(({ origin }) => origin ?? dispatchCountry)),
  ];
  const [[hsCode], [origin]] = [[...codes], [...origins]];
  if (codes.size !== 1 || origins.size !== 1 || origin === undefined || hsCode?.length !== 8 || !hsCode.startsWith(item.hsCode)) return [];
  return [{ ...item, hsCode, origin }];
};

/** The declaration with the claim of the relief of low value (C07), an assumption about its declarant. */
export const claimingRelief = (assessable: AssessableDeclaration): AssessableDeclaration =>
  assessable.additionalProcedures.includes('C07')
    ? assessable
    : { ...assessable, additionalProcedures: [...assessable.additionalProcedures, 'C07'] };
