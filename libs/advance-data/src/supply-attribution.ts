import { legalDayOf } from '#event-catalogue';
import { accept, type Decision } from '#event-store';
import { Exact, formatMoney } from '#money';
import { periodOf, type QuotableOrder, quoteSupply, type RuleBook, type SupplyQuote, type ThresholdTest } from '#rules';
import { numberServes, zoneOfIdentification } from './identification';
import type { OrderEvent, OrderLine, OrderPaymentConfirmedData, Regime, SupplyAttributedData } from './order.events';
import { orderRejections } from './order.rejections';
import { dispatchedUnits, type OrderKnown, type OrderState } from './order.state';

/**
 * Decides once who collects the tax, on the goods as dispatched, when order and captured payment are both known; until then it has nothing
 * to say. The earliest captured payment is the chargeable moment (VAT Directive Art. 66a and 369n; for the UK, HMRC's rule for supplies up
 * to GBP 135).
 */
export const attributeSupply = (rules: RuleBook, state: OrderState): Decision<OrderEvent> => {
  if (state.kind !== 'order' || state.supply.kind !== 'undecided') return accept();
  const payment = chargeablePayment(state.payments);
  if (payment === undefined) return accept();
  const goods = state.lines.filter((line) => line.class === 'goods');
  if (!goods.some((line) => dispatchedUnits(state, line) > 0))
    return exclude(payment, 'OUTSIDE', goods.length === 0 ? 'no_goods' : 'cancelled');
  const quotable = quotableOrder(state, payment.acceptedAt, rules);
  const quote = quoteSupply(quotable, rules, 'amounts');
  switch (quote.kind) {
    case 'outside':
      return exclude(payment, 'OUTSIDE', quote.reason);
    case 'refused':
      // Goods without one certain rate are a break to repair, not a guess; a rule or a rate that is missing must be published first.
      return quote.code === 'CLASSIFICATION_MISSING' || quote.code === 'CLASSIFICATION_AMBIGUOUS'
        ? exclude(payment, 'OUTSIDE', quote.code)
        : orderRejections.notQuotable(quote.code, quote.message);
    case 'regime':
      return byRegime(state, payment, quote, { rules, suppliedOn: quotable.capturedOn });
  }
};

const chargeablePayment = (payments: readonly OrderPaymentConfirmedData[]): OrderPaymentConfirmedData | undefined =>
  payments.reduce<OrderPaymentConfirmedData | undefined>(
    (first, p) => (first === undefined || p.acceptedAt < first.acceptedAt ? p : first),
    undefined,
  );

/** Where the supply's day is judged: by the state of identification, else by the authority of the destination's scheme, else in UTC. */
const supplyZone = ({ header }: OrderKnown, acceptedAt: string, rules: RuleBook): string => {
  const scheme =
    header.destination === undefined
      ? undefined
      : rules
          .schemesFor(header.destination, acceptedAt.slice(0, 10))
          .find((s) => s.value.collector === 'vendor' && s.value.period !== undefined);
  const identified =
    scheme?.value.id === 'EU-IOSS' && header.schemeNumber !== undefined ? zoneOfIdentification(rules, header.schemeNumber) : undefined;
  return identified ?? scheme?.value.period?.zone ?? 'utc';
};

/** The legal day of a supply whose payment was accepted then. */
export const suppliedOnOf = (order: OrderKnown, acceptedAt: string, rules: RuleBook): string =>
  legalDayOf(acceptedAt, supplyZone(order, acceptedAt, rules));

/**
 * The order as the rules read it: goods as dispatched, at their exact value, with the header's components, on the legal day of the supply.
 */
export const quotableOrder = (order: OrderKnown, acceptedAt: string, rules: RuleBook): QuotableOrder => {
  const { header } = order;
  const zone = header.destination === undefined ? undefined : rules.jurisdiction(header.destination)?.value.zone;
  return {
    dispatchedFrom: header.dispatchCountry,
    currency: header.currency,
    capturedOn: suppliedOnOf(order, acceptedAt, rules),
    ...(zone === undefined ? {} : { consumedOn: legalDayOf(acceptedAt, zone) }),
    buyerType: header.buyerType,
    transactionType: header.transactionType,
    lines: dispatchedGoods(order).map((line) => quotableLine(order, line)),
    freight: header.freight,
    insurance: header.insurance,
    discount: header.discount,
    ...(header.destination === undefined ? {} : { destination: header.destination }),
  };
};

/** The goods lines of which something was dispatched. */
export const dispatchedGoods = (order: OrderKnown): readonly OrderLine[] =>
  order.lines.filter((line) => line.class === 'goods' && dispatchedUnits(order, line) > 0);

/** A goods line as the rules read it. */
export const quotableLine = (order: OrderKnown, line: OrderLine): QuotableOrder['lines'][number] => ({
  ref: String(line.ordinal),
  value: dispatchedValue(order, line).toCanonicalText(),
  ...(line.hsCode === undefined ? {} : { hsCode: line.hsCode }),
});

/** Exact value of the units of a line that were dispatched, before any discount of the whole order. */
export const dispatchedValue = (order: OrderKnown, line: OrderLine): Exact =>
  Exact.parse(line.unitPrice).times(Exact.ofInteger(BigInt(dispatchedUnits(order, line))));

const exclude = (payment: OrderPaymentConfirmedData, regime: Regime, reason: string, threshold?: ThresholdTest): Decision<OrderEvent> =>
  accept<OrderEvent & { readonly effectiveAt: string }>({
    type: 'SupplyExcluded',
    data: { regime, reason, suppliedAt: payment.acceptedAt, ...(threshold === undefined ? {} : { thresholdTest: storedTest(threshold) }) },
    effectiveAt: payment.acceptedAt,
  });

type RegimeQuote = Extract<SupplyQuote, { readonly kind: 'regime' }>;

const byRegime = (
  order: OrderKnown,
  payment: OrderPaymentConfirmedData,
  quote: RegimeQuote,
  { rules, suppliedOn }: { readonly rules: RuleBook; readonly suppliedOn: string },
): Decision<OrderEvent> => {
  const { regime, threshold } = quote;
  if (regime === 'STANDARD-IMPORT' || threshold === undefined || quote.rows.length === 0)
    return exclude(payment, regime, quote.reason, threshold);
  const { header } = order;
  // Without its number the vendor cannot use the scheme: the tax is collected at the border.
  if (header.schemeNumber === undefined || !numberServes(header.schemeNumber, regime))
    return exclude(payment, 'STANDARD-IMPORT', 'no_scheme_number', threshold);
  const scheme = rules.scheme(regime, suppliedOn);
  const period = periodOf(rules, regime, suppliedOn);
  if (scheme === undefined || period === undefined) throw new RangeError(`${regime} was quoted on ${suppliedOn} without a period`);
  const data: SupplyAttributedData = {
    scheme: regime,
    schemeNumber: header.schemeNumber,
    holder: header.schemeHolder ?? header.seller,
    period: period.id,
    reason: quote.reason,
    suppliedAt: payment.acceptedAt,
    consumptionCountry: quote.rows[0]?.country ?? '',
    currency: header.currency,
    rows: quote.rows.map((row) => ({
      rate: row.rate,
      rateCategory: row.category,
      taxable: formatMoney(row.taxable),
      vat: formatMoney(row.vat),
      rateRow: row.rateRow,
      ...(quote.rows.length === 1
        ? {}
        : {
            ordinals: quote.lines.filter((l) => l.rate === row.rate && l.category === row.category).map((l) => Number.parseInt(l.ref, 10)),
          }),
    })),
    thresholdTest: storedTest(threshold),
    ruleSet: scheme.table,
  };
  return accept<OrderEvent & { readonly effectiveAt: string }>({ type: 'SupplyAttributed', data, effectiveAt: payment.acceptedAt });
};

/** The test was made unrounded; what is stored of a quotient stops at twelve decimals, as exact decimals in events do. */
const storedTest = (test: ThresholdTest): SupplyAttributedData['thresholdTest'] => {
  const row = test.exchangeRows[0];
  return {
    value: test.value.replace(/(\.\d{12})\d+$/, '$1'),
    limit: test.limit,
    currency: test.currency,
    ...(row === undefined ? {} : { exchangeRow: { day: row.day, quote: row.quote, rate: row.rate, sourceDate: row.sourceDate } }),
  };
};
