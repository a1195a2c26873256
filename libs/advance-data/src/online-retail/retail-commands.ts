import { commandIdOfMessage, sha256Hex } from '#event-catalogue';
import { type Day, Exact } from '#money';
import { addDays, classify, type RuleBook } from '#rules';
import { orderStream } from '../advance-data.streams';
import { buyerPseudonym, type MessageContext } from '../commands/canonical-fields';
import type { OrderDispatch } from '../commands/order-message';
import type { IncomingLine, OrderCommand } from '../order.commands';
import { orderDecider } from '../order.decider';
import type { LineClass } from '../order.events';
import type { CreditEffect } from './credit-linking';
import { retailDestination } from './retail-destinations';
import type { RetailInvoice, RetailInvoiceLine, RetailTrade } from './retail-reader';

/** How the lines of the shop are told as orders (demo rules 2 to 4). */
export interface RetailSettings {
  readonly seller: string;
  /** ISO 4217 of the prices, which are per unit and without VAT. */
  readonly currency: string;
  /** Where the goods are when sold. */
  readonly dispatchCountry: string;
  /** The day that the first order's day becomes; all others move by as many whole days. */
  readonly rebase?: Day;
  /** The seller's numbers by scheme: `EU-IOSS`, `UK-SUPPLY`. An order names the number of its destination's scheme. */
  readonly schemeNumbers: Readonly<Partial<Record<'EU-IOSS' | 'UK-SUPPLY', string>>>;
}

/** One invoice as a command, with the lines it was read from. */
export interface RetailDocument {
  readonly invoice: RetailInvoice;
  readonly dispatch: OrderDispatch;
}

const dayLength = 24 * 60 * 60 * 1000;

/** Whole days by which a run moves in time: from the day of its first order (credits apart) to the rebase day. */
const shiftOf = ({ invoices }: RetailTrade, rebase: Day | undefined): number => {
  const first = invoices.reduce<string | undefined>(
    (day, i) => (!i.credit && (day === undefined || i.moment < day) ? i.moment : day),
    undefined,
  );
  return rebase === undefined || first === undefined ? 0 : (Date.parse(rebase) - Date.parse(first.slice(0, 10))) / dayLength;
};

/** Tells invoices as orders and credits; one value holds what all of them share. */
export class RetailTelling {
  readonly #shift: number;
  readonly #days = new Map<string, Day>();
  readonly #descriptions = new Map<string, string>();
  readonly #settingsDigest: string;

  /** `sources`: SHA-256 of the run's files, in their order. */
  constructor(
    private readonly trade: RetailTrade,
    private readonly settings: RetailSettings,
    private readonly rules: RuleBook,
    private readonly context: MessageContext,
    private readonly sources: readonly string[],
  ) {
    this.#shift = shiftOf(trade, settings.rebase);
    const { seller, currency, dispatchCountry, schemeNumbers } = settings;
    this.#settingsDigest = JSON.stringify([
      seller,
      currency,
      dispatchCountry,
      this.#shift,
      schemeNumbers['EU-IOSS'] ?? '',
      schemeNumbers['UK-SUPPLY'] ?? '',
    ]);
    // A line without a description is the same goods as other lines of its stock code.
    for (const { lines } of trade.invoices)
      for (const { stockCode, description } of lines)
        if (description !== '' && !this.#descriptions.has(stockCode)) this.#descriptions.set(stockCode, description);
  }

  /** All invoices in the order of their first lines. */
  *documents(): Iterable<RetailDocument> {
    for (const invoice of this.trade.invoices) yield { invoice, dispatch: this.#dispatch(invoice) };
  }

  /** The commands of links: cancellations before dispatch, then (once supplies are attributed) returns. */
  effect(effect: CreditEffect, ruleId: string): OrderDispatch {
    const at = this.#moved(effect.creditedAt);
    const common = { creditNumber: effect.credit, lines: effect.lines, ruleId };
    const command: OrderCommand =
      effect.kind === 'cancellation'
        ? { type: 'CancelUnits', ...common, cancelledAt: at }
        : { type: 'AdjustSupply', ...common, adjustedAt: at, rules: this.rules };
    const version = sha256Hex(JSON.stringify([this.#settingsDigest, ruleId, effect.kind, effect.order, effect.lines]));
    return this.#send(effect.order, command, { kind: 'credit-effect', reference: effect.credit, version, at });
  }

  #dispatch(invoice: RetailInvoice): OrderDispatch {
    const at = this.#moved(invoice.moment);
    const command = invoice.credit ? this.#credit(invoice, at) : this.#order(invoice, at);
    const content = invoice.lines.map((l) => [l.stockCode, l.description, l.quantity, l.price]);
    const version = sha256Hex(JSON.stringify([this.#settingsDigest, invoice.moment, invoice.customer, invoice.country, content]));
    return this.#send(invoice.number, command, { kind: invoice.credit ? 'credit' : 'order', reference: invoice.number, version, at });
  }

  #send(
    orderNumber: string,
    command: OrderCommand,
    message: { readonly kind: string; readonly reference: string; readonly version: string; readonly at: string },
  ): OrderDispatch {
    const { seller } = this.settings;
    return {
      decider: orderDecider,
      stream: orderStream(seller, orderNumber),
      command,
      context: {
        commandId: commandIdOfMessage({
          book: '-',
          issuer: seller,
          kind: message.kind,
          reference: message.reference,
          version: message.version,
        }),
        actor: this.context.actor,
        book: '-',
        effectiveAt: message.at,
      },
    };
  }

  #order(invoice: RetailInvoice, orderedAt: string): OrderCommand {
    const { seller, currency, dispatchCountry } = this.settings;
    const destination = retailDestination(invoice.country);
    const schemeNumber = destination === undefined ? undefined : this.#schemeNumber(destination, orderedAt.slice(0, 10));
    return {
      type: 'RecordOrder',
      order: {
        seller,
        orderNumber: invoice.number,
        ...this.#origin(invoice, destination),
        buyerType: 'consumer',
        transactionType: 'B2C',
        deliveryTerms: 'DDP',
        dispatchCountry,
        orderedAt,
        currency,
        ...(schemeNumber === undefined ? {} : { schemeNumber }),
        freight: notBelowZero(valueOf(invoice, 'freight')),
        insurance: '0',
        discount: notBelowZero(Exact.ZERO.minus(valueOf(invoice, 'discount'))),
        intangibles: '0',
      },
      lines: this.#lines(invoice),
    };
  }

  #credit(invoice: RetailInvoice, creditedAt: string): OrderCommand {
    const { seller, currency } = this.settings;
    const credit = {
      seller,
      creditNumber: invoice.number,
      ...this.#origin(invoice, retailDestination(invoice.country)),
      creditedAt,
      currency,
    };
    return { type: 'RecordCredit', credit, lines: this.#lines(invoice) };
  }

  #origin(invoice: RetailInvoice, destination: string | undefined): { buyer?: string; destination?: string; importRun?: string } {
    const { installationKey, importRun } = this.context;
    return {
      ...(invoice.customer === '' ? {} : { buyer: buyerPseudonym(installationKey, this.settings.seller, invoice.customer) }),
      ...(destination === undefined ? {} : { destination }),
      ...(importRun === undefined ? {} : { importRun }),
    };
  }

  #lines(invoice: RetailInvoice): readonly IncomingLine[] {
    return invoice.lines.map((line) => {
      const hsCode = line.class === 'goods' ? this.#hsCode(line) : undefined;
      const sourceFile = this.sources[line.file];
      return {
        ordinal: line.ordinal,
        sku: line.stockCode,
        ...(line.description === '' ? {} : { description: line.description }),
        quantity: line.quantity,
        unitPrice: line.price,
        class: line.class,
        ...(hsCode === undefined ? {} : { hsCode }),
        ...(sourceFile === undefined ? {} : { sourceFile }),
        sourceLine: line.line,
      };
    });
  }

  #hsCode({ stockCode, description }: RetailInvoiceLine): string | undefined {
    const words = description === '' ? this.#descriptions.get(stockCode) : description;
    return words === undefined ? undefined : classify(words)?.code;
  }

  #schemeNumber(destination: string, on: Day): string | undefined {
    const { schemeNumbers } = this.settings;
    for (const { value } of this.rules.schemesFor(destination, on))
      if (value.id === 'EU-IOSS' || value.id === 'UK-SUPPLY') return schemeNumbers[value.id];
    return undefined;
  }

  #moved(moment: string): string {
    const day = moment.slice(0, 10);
    let moved = this.#days.get(day);
    if (moved === undefined) {
      moved = addDays(day, this.#shift);
      this.#days.set(day, moved);
    }
    return moved + moment.slice(10);
  }
}

const valueOf = ({ lines }: RetailInvoice, lineClass: LineClass): Exact =>
  lines
    .filter((line) => line.class === lineClass)
    .reduce((sum, line) => sum.plus(Exact.parse(line.price).times(Exact.ofInteger(BigInt(line.quantity)))), Exact.ZERO);

/** A value component is a charge or it is nothing: what was taken back of it stands in the line. */
const notBelowZero = (value: Exact): string => (value.isNegative() ? '0' : value.toCanonicalText());
