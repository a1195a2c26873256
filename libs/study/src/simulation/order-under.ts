import {
  orderDecider,
  type OrderCommand,
  type OrderEvent,
  type OrderKnown,
  type OrderState,
  suppliedOnOf,
  type SupplyAdjustedData,
  type SupplyAttributedData,
} from '#advance-data';
import { canonicalJson } from '#event-catalogue';
import { Exact, formatMoney, parseMoney, round } from '#money';
import type { RuleBook } from '#rules';
import type { RecordedOrder } from '../recorded-trade';
import type { Collector } from '../scenario/scenario';

/** How the tax of an order is collected: nobody knows yet, no scheme collects it, or one does, with what credits changed of it since. */
export type SupplyOutcome =
  | Readonly<{ kind: 'undecided'; refusal?: string }>
  | Readonly<{ kind: 'excluded'; regime: string; reason: string }>
  | Readonly<{ kind: 'attributed'; supply: SupplyAttributedData; adjustments: readonly SupplyAdjustedData[] }>;

/** The supply as it was recorded. */
export const recordedOutcome = ({ events, state }: RecordedOrder): SupplyOutcome => outcomeOf(state, events);

/** The order under another law: told again from its first event on, with what the ledger itself decided decided anew. */
export const outcomeUnder = (order: RecordedOrder, book: RuleBook, collector: Collector | undefined): SupplyOutcome => {
  const telling = new Retelling(book, collector);
  for (const event of order.events) telling.take(event);
  return telling.outcome();
};

/** The legal day of the supply; undefined before anything was paid. */
export const supplyDayOf = ({ state }: RecordedOrder, book: RuleBook): string | undefined => {
  const acceptedAt = state.payments.map((payment) => payment.acceptedAt).sort()[0];
  return acceptedAt === undefined ? undefined : suppliedOnOf(state, acceptedAt, book);
};

const outcomeOf = ({ supply }: OrderKnown, events: readonly OrderEvent[]): SupplyOutcome => {
  if (supply.kind === 'undecided') return supply;
  if (supply.kind === 'excluded') return { kind: 'excluded', regime: supply.data.regime, reason: supply.data.reason };
  return {
    kind: 'attributed',
    supply: supply.data,
    adjustments: events.flatMap((event) => (event.type === 'SupplyAdjusted' ? [event.data] : [])),
  };
};

/** A number in the form of the scheme, for sellers that would have to register. */
const assumedNumbers = { EU: 'IM3720000000', GB: 'GB000000000' } as const;

/** Events of one order, one after another, with the ledger's own decisions taken anew. */
class Retelling {
  #state: OrderState = orderDecider.initial;
  /** The supply as it was recorded: while the new one is the same, so is what followed. */
  #recorded: SupplyAttributedData | undefined;
  #refusal: string | undefined;
  readonly #events: OrderEvent[] = [];
  readonly #credits = new Set<string>();

  constructor(
    private readonly book: RuleBook,
    private readonly collector: Collector | undefined,
  ) {}

  take(event: OrderEvent): void {
    switch (event.type) {
      case 'OrderRecorded':
        this.#put({ ...event, data: this.#collectedBy(event.data) });
        return;
      case 'SupplyAttributed':
        this.#recorded = event.data;
        this.#attribute();
        return;
      case 'SupplyExcluded':
        this.#attribute();
        return;
      case 'SupplyAdjusted':
        this.#adjust(event.data);
        return;
      default:
        this.#put(event);
    }
  }

  outcome(): SupplyOutcome {
    // What the law could not quote then may be known by now.
    if (this.#state.kind === 'order' && this.#state.supply.kind === 'undecided') this.#attribute();
    if (this.#state.kind !== 'order') return { kind: 'undecided' };
    const outcome = outcomeOf(this.#state, this.#events);
    return outcome.kind === 'undecided' && this.#refusal !== undefined ? { ...outcome, refusal: this.#refusal } : outcome;
  }

  #put(event: OrderEvent): void {
    this.#events.push(event);
    this.#state = orderDecider.evolve(this.#state, event);
  }

  #decide(command: OrderCommand): void {
    const decision = orderDecider.decide(command, this.#state);
    if ('accepted' in decision) for (const event of decision.accepted) this.#put(event);
    else this.#refusal = decision.rejected.code;
  }

  #attribute(): void {
    this.#decide({ type: 'AttributeSupply', rules: this.book });
  }

  /** The vendor of a sale to the United Kingdom collects whoever else does elsewhere (VAT Act 1994 s. 7AA). */
  #collectedBy(header: OrderKnown['header']): OrderKnown['header'] {
    if (this.collector === undefined || header.destination === undefined) return header;
    const isBritish = this.book.jurisdiction(header.destination)?.value.territory === 'GB';
    if (this.collector === 'vendor' || isBritish)
      return { ...header, schemeNumber: header.schemeNumber ?? assumedNumbers[isBritish ? 'GB' : 'EU'] };
    const { schemeNumber: _schemeNumber, ...rest } = header;
    return rest;
  }

  #adjust(adjusted: SupplyAdjustedData): void {
    if (this.#state.kind !== 'order' || this.#state.supply.kind !== 'attributed') return;
    const supply = this.#state.supply.data;
    if (this.#recorded !== undefined && sameSupply(supply, this.#recorded)) {
      this.#put({ type: 'SupplyAdjusted', data: adjusted });
      return;
    }
    // A long credit is told in several events; the whole of it is decided with the first.
    const { creditNumber, adjustedAt, ruleId, lines, claim } = adjusted;
    if (lines.length === 0 || claim !== undefined) this.#put({ type: 'SupplyAdjusted', data: reduced(adjusted, supply) });
    else this.#decide({ type: 'AdjustSupply', creditNumber: this.#pieceOf(creditNumber), adjustedAt, ruleId, lines, rules: this.book });
  }

  /** A credit has its effect once: its later pieces are named apart. */
  #pieceOf(creditNumber: string): string {
    let name = creditNumber;
    for (let piece = 2; this.#credits.has(name); piece += 1) name = `${creditNumber}#${String(piece)}`;
    this.#credits.add(name);
    return name;
  }
}

const sameSupply = (a: SupplyAttributedData, b: SupplyAttributedData): boolean =>
  a.scheme === b.scheme && a.period === b.period && a.schemeNumber === b.schemeNumber && canonicalJson(a.rows) === canonicalJson(b.rows);

/** A reduction that names no units: the same taxable amount at the rate of the supply as it is now, half-even. */
const reduced = (adjusted: SupplyAdjustedData, supply: SupplyAttributedData): SupplyAdjustedData => {
  const { scheme, schemeNumber, period, currency } = supply;
  const rows = adjusted.rows.map((row) => {
    const rate = (supply.rows.find(({ rateCategory }) => rateCategory === row.rateCategory) ?? supply.rows[0])?.rate ?? row.rate;
    const exact = Exact.ofMoney(parseMoney(row.taxable, currency)).percent(Exact.parse(rate));
    return { ...row, rate, vat: formatMoney(round(exact, currency, 'half-even')) };
  });
  return { ...adjusted, scheme, schemeNumber, originalPeriod: period, rows };
};
