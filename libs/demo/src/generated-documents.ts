import { buyerPseudonym, type OrderCommand, orderDecider, type OrderDispatch, orderStream } from '#advance-data';
import { commandIdOfMessage } from '#event-catalogue';
import { Exact } from '#money';
import { classify, type RuleBook } from '#rules';
import { dayOf } from './days';
import { type GeneratedLine, type GeneratedOrder, generatedTrade, type TradePlan } from './generated-trade';
import { iossNumber, parties, ukVatNumber } from './parties';
import type { Trade, TradeDocument } from './trade';

interface TradeContext {
  readonly rules: RuleBook;
  readonly dispatchCountry: string;
  readonly installationKey: Uint8Array;
  readonly actor: string;
}

const creditRule = 'generated-credit-1';
const { collector: seller } = parties.vendor;

/** The number of the scheme that serves a destination, as a shop writes it on its orders. */
const schemeNumberFor = (rules: RuleBook, destination: string, on: string): string | undefined => {
  const ids = rules.schemesFor(destination, on).map(({ value }) => value.id);
  if (ids.includes('EU-IOSS')) return iossNumber;
  return ids.includes('UK-SUPPLY') ? ukVatNumber : undefined;
};

const send = (
  message: { readonly number: string; readonly kind: string; readonly reference: string; readonly at: string },
  command: OrderCommand,
  actor: string,
): OrderDispatch => ({
  decider: orderDecider,
  stream: orderStream(seller, message.number),
  command,
  context: {
    commandId: commandIdOfMessage({ book: '-', issuer: seller, kind: message.kind, reference: message.reference, version: 'generated-1' }),
    actor,
    book: '-',
    effectiveAt: message.at,
  },
});

const told = (line: GeneratedLine, ordinal: number, quantity: number) => {
  const hsCode = classify(line.description)?.code;
  return {
    ordinal,
    sku: line.sku,
    description: line.description,
    quantity,
    unitPrice: line.unitPrice,
    class: 'goods' as const,
    ...(hsCode === undefined ? {} : { hsCode }),
    merchantProductIdentifier: line.sku,
  };
};

const orderOf = (order: GeneratedOrder, by: TradeContext): OrderDispatch => {
  const { orderNumber, orderedAt, destination, currency } = order;
  const schemeNumber = schemeNumberFor(by.rules, destination, dayOf(orderedAt));
  const command: OrderCommand = {
    type: 'RecordOrder',
    order: {
      seller,
      orderNumber,
      buyer: buyerPseudonym(by.installationKey, seller, order.buyer),
      buyerType: 'consumer',
      transactionType: 'B2C',
      deliveryTerms: 'DDP',
      dispatchCountry: by.dispatchCountry,
      destination,
      orderedAt,
      currency,
      ...(schemeNumber === undefined ? {} : { schemeNumber }),
      freight: order.freight,
      insurance: '0',
      discount: '0',
      intangibles: '0',
    },
    lines: order.lines.map((line, i) => told(line, i + 1, line.quantity)),
  };
  return send({ number: orderNumber, kind: 'order', reference: orderNumber, at: orderedAt }, command, by.actor);
};

const creditOf = (order: GeneratedOrder, by: TradeContext): OrderDispatch | undefined => {
  const { credit } = order;
  if (credit === undefined) return undefined;
  const { creditNumber, creditedAt, lines } = credit;
  const command: OrderCommand = {
    type: 'RecordCredit',
    credit: {
      seller,
      creditNumber,
      buyer: buyerPseudonym(by.installationKey, seller, order.buyer),
      destination: order.destination,
      creditedAt,
      currency: order.currency,
    },
    lines: lines.flatMap(({ ordinal, quantity }, i) => {
      const line = order.lines[ordinal - 1];
      return line === undefined ? [] : [{ ...told(line, i + 1, -quantity), class: 'credit' as const }];
    }),
  };
  return send({ number: creditNumber, kind: 'credit', reference: creditNumber, at: creditedAt }, command, by.actor);
};

/** A generated credit names the order and the lines it is for. */
const effectOf = (order: GeneratedOrder, kind: 'cancellation' | 'return', by: TradeContext): OrderDispatch | undefined => {
  const { credit, orderNumber, orderedAt } = order;
  if (credit === undefined) return undefined;
  // Up to a day after the order the goods have not left (rule 6).
  const cancelled = Date.parse(credit.creditedAt) - Date.parse(orderedAt) <= 24 * 60 * 60 * 1000;
  if (cancelled !== (kind === 'cancellation')) return undefined;
  const common = { creditNumber: credit.creditNumber, lines: credit.lines, ruleId: creditRule };
  const command: OrderCommand = cancelled
    ? { type: 'CancelUnits', ...common, cancelledAt: credit.creditedAt }
    : { type: 'AdjustSupply', ...common, adjustedAt: credit.creditedAt, rules: by.rules };
  return send({ number: orderNumber, kind: 'credit-effect', reference: credit.creditNumber, at: credit.creditedAt }, command, by.actor);
};

/** Exact sums of a generated trade, per currency. */
class Sums {
  readonly #sales = new Map<string, Exact>();
  readonly #credits = new Map<string, Exact>();

  add(order: GeneratedOrder): void {
    const value = (lines: readonly GeneratedLine[], units: (ordinal: number, line: GeneratedLine) => number): Exact =>
      lines.reduce((sum, line, i) => sum.plus(Exact.parse(line.unitPrice).times(Exact.ofInteger(BigInt(units(i + 1, line))))), Exact.ZERO);
    const credited = value(order.lines, (ordinal) => -(order.credit?.lines.find((l) => l.ordinal === ordinal)?.quantity ?? 0));
    this.#sales.set(order.currency, (this.#sales.get(order.currency) ?? Exact.ZERO).plus(value(order.lines, (_, line) => line.quantity)));
    this.#credits.set(order.currency, (this.#credits.get(order.currency) ?? Exact.ZERO).plus(credited));
  }

  totals(): Trade['sums'] {
    const currencies = [...this.#sales.keys()].sort();
    const texts = (of: (currency: string) => Exact): Readonly<Record<string, string>> =>
      Object.fromEntries(currencies.map((c) => [c, of(c).toCanonicalText()]));
    const sales = (c: string): Exact => this.#sales.get(c) ?? Exact.ZERO;
    const credits = (c: string): Exact => this.#credits.get(c) ?? Exact.ZERO;
    return { sales: texts(sales), credits: texts(credits), net: texts((c) => sales(c).plus(credits(c))) };
  }
}

/** The generated trade as documents; each order is a function of the plan and made again whenever it is asked for. */
export const generatedDocuments = (plan: TradePlan, by: TradeContext): Trade => {
  const sums = new Sums();
  const counts = { goods: 0, credit: 0 };
  let [from, until] = ['', ''];
  for (const order of generatedTrade(plan)) {
    sums.add(order);
    counts.goods += order.lines.length;
    counts.credit += order.credit?.lines.length ?? 0;
    if (from === '') from = order.orderedAt;
    for (const moment of [order.orderedAt, order.credit?.creditedAt ?? '']) if (moment > until) until = moment;
  }
  const read = counts.goods + counts.credit;
  return {
    lines: { read, accepted: read, rejected: {}, classes: { ...counts } },
    sums: sums.totals(),
    credits: { linked: counts.credit, partly: 0, unlinked: 0, notGoods: 0 },
    from,
    until,
    documents: function* (): Iterable<TradeDocument> {
      for (const order of generatedTrade(plan)) {
        const [credit, cancellation, returned] = [creditOf(order, by), effectOf(order, 'cancellation', by), effectOf(order, 'return', by)];
        yield {
          dispatch: orderOf(order, by),
          announcedMonthsLate: order.announcedMonthsLate,
          cancellations: cancellation === undefined ? [] : [cancellation],
          returns: returned === undefined ? [] : [returned],
        };
        if (credit !== undefined) yield { dispatch: credit, announcedMonthsLate: 0, cancellations: [], returns: [] };
      }
    },
  };
};
