import { canonicalJson, sha256Hex, sha256OfSet } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { add, Exact, formatMoney, isCurrency, isDay, type Money, parseMoney } from '#money';
import { type ExportDeclaredData } from './export.events';
import { type SummaryEvent, type SummaryLine, type SummarySubmittedData } from './summary.events';
import { refuse, type Refused } from './declarations.rejections';
import { lastAssessed, type LodgedDeclaration } from './declarations.state';
import { summaryId } from './declarations.streams';
import { bytesPerAppend, chunked } from './event-chunks';
import { omit } from './omit';

const declarationsPerChunk = 500;

/** A declaration that a summary covers, as its stream tells it; make it with `coveredImport` or `coveredExport`. */
export type CoveredDeclaration = SummaryLine &
  Readonly<{
    /** SHA-256 of what was declared and assessed, item by item. */
    facts: string;
    acceptedOn: string;
    goodsValue?: Readonly<{ currency: string; value: string }>;
    /** Kilograms of its items; absent where one of them says none. */
    grossMass?: string;
    totals: SummarySubmittedData['totals'];
    /** Of the totals; absent where there are none. */
    currency?: string;
  }>;

/** What the sender takes the sums to be, checked where they are stated. */
type Controls = Readonly<{ declarationCount?: number; itemCount?: number }>;
/**
 * A consolidated summary over the declarations of one holder accepted in [from, to). Totals, count and digest are computed here; a late one
 * (`submittedOn` after `dueOn`) is taken and shows it.
 */
export type SubmitSummary = Readonly<{ type: 'SubmitSummary'; declarations: readonly CoveredDeclaration[]; controls?: Controls }> &
  Omit<SummarySubmittedData, 'summary' | 'declarationCount' | 'itemCount' | 'goodsValue' | 'grossMass' | 'totals' | 'declarationsDigest'>;

/** A summary's stream, folded: what was submitted, if anything was. */
export type SummaryState = SummarySubmittedData | undefined;

/** A lodged declaration as a summary covers it: its current version, with the amounts that were assessed last. */
export const coveredImport = (state: LodgedDeclaration): CoveredDeclaration => {
  const { header, items } = state;
  const duty = lastAssessed(state);
  const value = items.reduce((sum, item) => sum.plus(Exact.parse(item.goodsValue)), Exact.ZERO);
  const grossMass = massOf(items);
  return {
    mrn: header.mrn,
    version: header.version,
    items: items.length,
    facts: sha256Hex(
      canonicalJson({ header: omit(header, 'source'), items, ...(duty === undefined ? {} : { assessed: duty.linesDigest }) }),
    ),
    acceptedOn: header.acceptedOn,
    goodsValue: { currency: header.currency, value: value.toCanonicalText() },
    ...(grossMass === undefined ? {} : { grossMass }),
    totals: duty?.totals.map(({ taxType, beneficiary, payable }) => ({ taxType, beneficiary, payable })) ?? [],
    ...(duty === undefined ? {} : { currency: duty.currency }),
  };
};

/** An export as a summary covers it: nothing is payable on it. */
export const coveredExport = (declared: ExportDeclaredData): CoveredDeclaration => ({
  mrn: declared.mrn,
  version: 1,
  items: declared.items.length,
  facts: sha256Hex(canonicalJson(omit(declared, 'source'))),
  acceptedOn: declared.acceptedOn,
  totals: [],
});

const submit = ({ type: _, declarations, controls = {}, ...stated }: SubmitSummary, state: SummaryState): Decision<SummaryEvent> => {
  const { authority, declarant, summaryReference, currency } = stated;
  const fault = faultOf(declarations, stated);
  if (fault !== undefined) return fault;
  const [goodsValue, grossMass] = [valuesOf(declarations), massOf(declarations)];
  const data: SummarySubmittedData = {
    ...stated,
    summary: summaryId(authority, declarant, summaryReference),
    declarationCount: declarations.length,
    itemCount: declarations.reduce((sum, { items }) => sum + items, 0),
    ...(goodsValue.length === 0 ? {} : { goodsValue }),
    ...(grossMass === undefined ? {} : { grossMass }),
    totals: totalsOf(declarations, currency, stated.from),
    declarationsDigest: sha256OfSet(declarations.map(({ facts }) => facts)),
  };
  if (state !== undefined)
    return isSame(state, data)
      ? accept()
      : refuse('SUMMARY_ALREADY_SUBMITTED', `${summaryReference} is submitted with other content`, 'summaryReference');
  const wrong = (['declarationCount', 'itemCount'] as const).find(
    (count) => controls[count] !== undefined && controls[count] !== data[count],
  );
  if (wrong !== undefined) return refuse('ITEM_COUNT_DIFFERS', `counted ${String(data[wrong])}, stated ${String(controls[wrong])}`, wrong);
  const lines = declarations
    .map(({ mrn, version, items }): SummaryLine => ({ mrn, version, items }))
    .sort((a, b) => (a.mrn < b.mrn ? -1 : 1));
  const { chunks, bytes } = chunked(lines, declarationsPerChunk);
  if (bytes > bytesPerAppend)
    return refuse(
      'SUMMARY_TOO_LARGE',
      `the list has ${String(bytes)} bytes, at most ${String(bytesPerAppend)} are allowed: divide the period`,
      'declarations',
    );
  return accept<SummaryEvent>(
    { type: 'SummaryDeclarationSubmitted', data },
    ...chunks.map((chunk): SummaryEvent => ({ type: 'SummaryDeclarationsListed', data: { declarations: chunk } })),
  );
};

const faultOf = (
  declarations: readonly CoveredDeclaration[],
  { from, to, submittedOn, dueOn, currency }: Pick<SummarySubmittedData, 'from' | 'to' | 'submittedOn' | 'dueOn' | 'currency'>,
): Refused | undefined => {
  for (const [field, day] of Object.entries({ from, to, submittedOn, dueOn }))
    if (!isDay(day)) return refuse('DAY_INVALID', `${day} is no day of the calendar`, field);
  if (from >= to) return refuse('DAY_INVALID', 'a period ends after it begins', 'to');
  if (!isCurrency(currency, from)) return refuse('CURRENCY_UNKNOWN', `${currency} is no currency on ${from}`, 'currency');
  const other = declarations.find((covered) => covered.currency !== undefined && covered.currency !== currency);
  if (other !== undefined) return refuse('SUMMARY_CURRENCY_DIFFERS', `${other.mrn} is assessed in ${other.currency ?? ''}`, 'currency');
  const seen = new Set<string>();
  for (const [i, { mrn, acceptedOn }] of declarations.entries()) {
    if (seen.has(mrn)) return refuse('DECLARATION_REPEATED', `${mrn} stands twice`, `declarations[${String(i)}].mrn`);
    seen.add(mrn);
    if (acceptedOn < from || acceptedOn >= to)
      return refuse('OUTSIDE_PERIOD', `${mrn} was accepted on ${acceptedOn}`, `declarations[${String(i)}]`);
  }
  return undefined;
};

const totalsOf = (declarations: readonly CoveredDeclaration[], currency: string, on: string): SummarySubmittedData['totals'] => {
  const sums = new Map<string, Readonly<{ taxType: string; beneficiary: string; payable: Money }>>();
  for (const { totals } of declarations)
    for (const { taxType, beneficiary, payable } of totals) {
      const key = `${taxType} ${beneficiary}`;
      const amount = parseMoney(payable, currency, on);
      const before = sums.get(key)?.payable;
      sums.set(key, { taxType, beneficiary, payable: before === undefined ? amount : add(before, amount) });
    }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { payable, ...total }]) => ({ ...total, payable: formatMoney(payable, on) }));
};

const valuesOf = (declarations: readonly CoveredDeclaration[]): readonly Readonly<{ currency: string; value: string }>[] => {
  const sums = new Map<string, Exact>();
  for (const { goodsValue } of declarations)
    if (goodsValue !== undefined)
      sums.set(goodsValue.currency, (sums.get(goodsValue.currency) ?? Exact.ZERO).plus(Exact.parse(goodsValue.value)));
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, value]) => ({ currency, value: value.toCanonicalText() }));
};

/** Kilograms of all of some, where each says so. */
const massOf = (all: readonly Readonly<{ grossMass?: string }>[]): string | undefined => {
  const told = all.flatMap(({ grossMass }) => grossMass ?? []);
  return told.length === 0 || told.length < all.length
    ? undefined
    : told.reduce((sum, mass) => sum.plus(Exact.parse(mass)), Exact.ZERO).toCanonicalText();
};

/** Summaries that were submitted before they told their mass are the same without it. */
const isSame = (state: SummarySubmittedData, data: SummarySubmittedData): boolean => {
  const now = omit(data, 'source');
  return canonicalJson(omit(state, 'source')) === canonicalJson(state.grossMass === undefined ? omit(now, 'grossMass') : now);
};

/** Summaries: submitted once, whole. */
export const summaryDecider: Decider<SubmitSummary, SummaryState, SummaryEvent> = {
  category: 'summary',
  initial: undefined,
  evolve: (state, event) => (event.type === 'SummaryDeclarationSubmitted' ? event.data : state),
  decide: submit,
};
