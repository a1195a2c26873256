import { add, Exact, isDay, type Money, moneyOf, round, scaleOf, subtract, sum, zero } from '#money';
import { shareByValue, withinRoom } from './assess-values';
import { vatRateOf } from './assess-vat';
import { type QuotableOrder, type SupplyQuote, type SupplyVatRow, type ThresholdTest } from './assessment';
import { type Detail, Recorder } from './recorder';
import { Refusal, refusalOf } from './refusal';
import { type RuleBook } from './rule-book';
import { type SchemeRuleSet } from './scheme';
import { isExcluded, testThreshold } from './threshold';

/** The rule that rounds a line value (quantity x price) to minor units, once. */
const ORDER_LINE_ROUNDING = { ruleId: 'order.line', level: 'line', mode: 'half-even' } as const;

type Regime = 'EU-IOSS' | 'UK-SUPPLY' | 'STANDARD-IMPORT';
type Choice = Readonly<{ regime: Regime; reason: string; threshold?: ThresholdTest; vatFree?: boolean }>;

/**
 * How the VAT of an order is collected, fixed when payment is captured on the goods as sold: the regime, the threshold test that decided
 * it, and the VAT per rate. Freight, insurance and discount follow the goods by value (VAT Directive Art. 78(b)); they do not count for the
 * threshold.
 */
export const quoteSupply = (order: QuotableOrder, book: RuleBook, detail: Detail = 'explained'): SupplyQuote => {
  try {
    return quoted(order, book, detail);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return { kind: 'refused', code: refusal.code, message: refusal.message };
  }
};

const quoted = (order: QuotableOrder, book: RuleBook, detail: Detail): SupplyQuote => {
  if (!isDay(order.capturedOn)) throw new Refusal('DAY_INVALID', `${JSON.stringify(order.capturedOn.slice(0, 40))} is not a day`);
  if (order.destination === undefined) return { kind: 'outside', reason: 'destination_unknown' };
  if (order.lines.length === 0) return { kind: 'outside', reason: 'no_goods' };
  const schemes = book.schemesFor(order.destination, order.capturedOn).filter(({ value }) => value.collector !== 'intermediary');
  const territory = book.jurisdiction(order.destination)?.value.territory;
  if (schemes.length === 0 || territory === undefined) return { kind: 'outside', reason: 'no_rule_set' };
  if (book.jurisdiction(order.dispatchedFrom)?.value.territory === territory) return { kind: 'outside', reason: 'no_import' };
  // An unknown currency is another answer than a missing rate; scaleOf refuses it.
  scaleOf(order.currency, order.capturedOn);
  const recorder = new Recorder(book, order.capturedOn, detail);
  for (const { table } of schemes) recorder.use(table);
  const values = order.lines.map((line) => Exact.parse(line.value));
  const choice = choose(
    order,
    values,
    schemes.map((s) => s.value),
    recorder,
  );
  const priced =
    choice.regime === 'STANDARD-IMPORT'
      ? withoutVat(order)
      : withVat({ order, values, choice, country: order.destination }, book, recorder);
  return {
    kind: 'regime',
    regime: choice.regime,
    reason: choice.reason,
    ...(choice.threshold === undefined ? {} : { threshold: choice.threshold }),
    ...priced,
    tables: recorder.tables,
    exchangeRows: recorder.exchangeRows,
    roundings: recorder.roundings,
  };
};

/**
 * The vendor's scheme with a threshold that the order meets, else a standard import: a carrier's scheme is chosen at import, not at
 * checkout.
 */
const choose = (order: QuotableOrder, values: readonly Exact[], schemes: readonly SchemeRuleSet[], recorder: Recorder): Choice => {
  const scheme = schemes.find((s) => s.threshold !== undefined);
  if (scheme?.threshold === undefined) return { regime: 'STANDARD-IMPORT', reason: 'no_scheme' };
  const test = testThreshold(scheme.id, scheme.threshold, goodsValue(order, values), order.currency, order.capturedOn, recorder);
  const standard = (reason: string): Choice => ({ regime: 'STANDARD-IMPORT', reason, threshold: test });
  if (!test.within) return standard('above_threshold');
  if (order.lines.some((l) => l.hsCode !== undefined && isExcluded(l.hsCode, scheme.excludedPrefixes))) return standard('excluded_goods');
  if (order.transactionType === 'C2C' || order.transactionType === 'gift') return standard('not_a_sale');
  const regime: Regime = scheme.id === 'UK-SUPPLY' ? 'UK-SUPPLY' : 'EU-IOSS';
  if (order.buyerType === 'consumer') return { regime, reason: 'within_threshold', threshold: test };
  // A UK VAT-registered buyer accounts for the VAT itself (VAT Act 1994 s. 7AA(4)); IOSS is for consumers only (Art. 369l).
  return regime === 'UK-SUPPLY' ? { regime, reason: 'reverse_charge', threshold: test, vatFree: true } : standard('business_buyer');
};

/** Intrinsic: goods less discount, unrounded; a discount that exceeds them leaves nothing. */
const goodsValue = (order: QuotableLines, values: readonly Exact[]): Exact => {
  const value = beforeTransport(order, values);
  return value.isNegative() ? Exact.ZERO : value;
};

/** Goods less discount; below zero where the discount is larger and reaches freight and insurance. */
const beforeTransport = ({ discount }: QuotableLines, values: readonly Exact[]): Exact => {
  const goods = values.reduce((total, value) => total.plus(value), Exact.ZERO);
  return discount === undefined ? goods : goods.minus(Exact.parse(discount));
};

type Priced = Pick<Extract<SupplyQuote, { kind: 'regime' }>, 'rows' | 'lines' | 'taxable' | 'vat'>;

/** Nothing is collected at checkout; import takes it. */
const withoutVat = (order: QuotableOrder): Priced => ({ rows: [], lines: [], taxable: zero(order.currency), vat: zero(order.currency) });

/** An order with the exact value of each line, and what was chosen for it. */
type Chosen = Readonly<{ order: QuotableOrder; values: readonly Exact[]; choice: Choice; country: string }>;

const withVat = ({ order, values, choice, country }: Chosen, book: RuleBook, recorder: Recorder): Priced => {
  const taxable = taxableOf(order, values, recorder);
  const lines = order.lines.map((line, i) => {
    const { row } = vatRateOf(book, recorder, country, line.hsCode ?? '', '*', order.consumedOn ?? order.capturedOn);
    const rate = choice.vatFree === true ? '0' : row.rate;
    return { ref: line.ref, taxable: taxable[i] ?? zero(order.currency), category: row.category, rate, rateRow: row.id };
  });
  const rows = vatRows(lines, country, choice.regime, order.currency, recorder);
  return {
    rows,
    lines: lines.map(({ ref, taxable: amount, category, rate }) => ({ ref, taxable: amount, category, rate })),
    taxable: sum(
      rows.map((r) => r.taxable),
      order.currency,
    ),
    vat: sum(
      rows.map((r) => r.vat),
      order.currency,
    ),
  };
};

type RoundTo = (ruleId: string, exact: Exact) => Money;

/** Each line in minor units, with its share of the header amounts. */
const taxableOf = (order: QuotableOrder, values: readonly Exact[], recorder: Recorder): readonly Money[] => {
  const rounded: RoundTo = (ruleId, exact) => recorder.roundQuietly(ruleId, exact, order.currency, ORDER_LINE_ROUNDING.mode);
  const carried = transported(order, values, rounded);
  return discounted(order, values, rounded).map((amount, i) => add(amount, carried[i] ?? zero(order.currency)));
};

/** Freight and insurance of each line, less what the discount exceeds the goods by. */
const transported = (order: QuotableLines, values: readonly Exact[], rounded: RoundTo): readonly Money[] => {
  const shares = (['freight', 'insurance'] as const).map((component) => headerShares(order, values, component, rounded));
  const carried = values.map((_, i) => shares.reduce((sum, share) => add(sum, share[i] ?? zero(order.currency)), zero(order.currency)));
  const left = beforeTransport(order, values);
  if (!left.isNegative()) return carried;
  return lessWithin(carried, shareByValue(rounded('order.discount', Exact.ZERO.minus(left)), values));
};

/** Amounts less shares of a discount, none below zero. */
const lessWithin = (amounts: readonly Money[], shares: readonly Money[]): readonly Money[] => {
  const taken = withinRoom(
    shares.map((share) => share.minor),
    amounts.map((amount) => amount.minor),
  );
  return amounts.map((amount, i) => subtract(amount, moneyOf(taken[i] ?? 0n, amount.currency)));
};

/** A header amount divided over the lines by value, without losing a minor unit; nothing where the order has none. */
const headerShares = (
  order: QuotableLines,
  values: readonly Exact[],
  component: 'freight' | 'insurance' | 'discount',
  rounded: RoundTo,
): readonly Money[] => {
  const written = order[component];
  if (written === undefined) return [];
  return shareByValue(rounded(`order.${component}`, Exact.parse(written)), values);
};

const discounted = (order: QuotableLines, values: readonly Exact[], rounded: RoundTo): readonly Money[] => {
  const goods = values.map((value) => rounded(ORDER_LINE_ROUNDING.ruleId, value));
  const shares = headerShares(order, values, 'discount', rounded);
  return shares.length === 0 ? goods : lessWithin(goods, shares);
};

type QuotableLines = Pick<QuotableOrder, 'currency' | 'lines' | 'freight' | 'insurance' | 'discount'>;

/**
 * What each line counts in the quote of its order without freight and insurance: its value rounded once, less its share of the discount.
 * The parts of an order that comes back whole are these, so they add up to what was quoted, to the last minor unit.
 */
export const discountedLineValues = (order: QuotableLines): readonly Money[] =>
  discounted(
    order,
    order.lines.map((line) => Exact.parse(line.value)),
    (_ruleId, exact) => round(exact, order.currency, ORDER_LINE_ROUNDING.mode),
  );

type RatedLine = Readonly<{ taxable: Money; category: string; rate: string; rateRow: string }>;

/** One row per rate, VAT rounded half-even once per row of the supply (as HMRC's IOSS return does); rows in order of category and rate. */
const vatRows = (
  lines: readonly RatedLine[],
  country: string,
  regime: Regime,
  currency: string,
  recorder: Recorder,
): readonly SupplyVatRow[] => {
  const grouped = new Map<string, RatedLine[]>();
  for (const line of lines) {
    const key = `${line.category} ${line.rate}`;
    const group = grouped.get(key);
    if (group === undefined) grouped.set(key, [line]);
    else group.push(line);
  }
  return [...grouped]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const first = group[0];
      if (first === undefined) return [];
      const taxable = sum(
        group.map((l) => l.taxable),
        currency,
      );
      const exact = Exact.ofMoney(taxable).percent(Exact.parse(first.rate));
      const vat = recorder.round(`${regime}.supply-vat`, exact, currency, 'half-even').money;
      return [{ country, category: first.category, rate: first.rate, rateRow: first.rateRow, taxable, vat }];
    });
};
