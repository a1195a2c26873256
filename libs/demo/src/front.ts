import { type OrderCommand, type OrderDispatch, type OrderEvent, type OrderKnown, type OrderState, orderDecider, orderStream } from '#advance-data';
import type { CommandOutcome } from '#event-store';
import { Exact } from '#money';
import { advise, capture, lodgements } from './messages';
import { deliver } from './models/deliveries';
import { returnedParcel, type ReturnedParcel } from './models/goods-back';
import { underModel } from './models/model';
import { type Parcel, parcelOf } from './parcel';
import type { FrontTally } from './report';
import type { DemoRequest } from './settings';
import { runCommands } from './stage';
import type { Telling } from './telling';
import type { TradeDocument } from './trade';

/** What a story has at hand while its trade is told. */
export interface Story extends Telling {
  readonly request: DemoRequest;
  readonly refused: RefusedLines;
}

/** Lines of orders and credits that the ledger did not take: they are outside, and counted. */
export class RefusedLines {
  lines = 0;
  units = 0;
  readonly #money = new Map<string, Exact>();

  take(command: OrderCommand): void {
    if (command.type !== 'RecordOrder' && command.type !== 'RecordCredit') return;
    const { currency } = command.type === 'RecordOrder' ? command.order : command.credit;
    for (const line of command.lines) {
      this.lines += 1;
      this.units += line.quantity;
      const value = Exact.parse(line.unitPrice).times(Exact.ofInteger(BigInt(line.quantity)));
      this.#money.set(currency, (this.#money.get(currency) ?? Exact.ZERO).plus(value));
    }
  }

  /** Exact value by currency. */
  money(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#money].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, value]) => [currency, value.toCanonicalText()]));
  }
}

/** Orders as the ledger has recorded them, by order number, in input order. */
class RecordedOrders {
  readonly #orders = new Map<string, OrderKnown>();

  take(outcome: Extract<CommandOutcome<OrderEvent>, { readonly kind: 'accepted' }>): void {
    let state: OrderState = orderDecider.initial;
    for (const event of outcome.events) {
      if (event.type === 'OrderCancelled') state = this.#orders.get(event.stream) ?? state;
      state = orderDecider.evolve(state, event);
    }
    const stream = outcome.events[0]?.stream;
    if (state.kind === 'order' && stream !== undefined) this.#orders.set(stream, state);
  }

  all(): Iterable<OrderKnown> {
    return this.#orders.values();
  }
}

/** An order that is announced late is not in the ledger yet; what it will be follows from its command alone. */
const foreseen = ({ command }: OrderDispatch): OrderKnown | undefined => {
  const decided = orderDecider.decide(command, orderDecider.initial);
  if (!('accepted' in decided)) return undefined;
  const state = decided.accepted.reduce<OrderState>((known, event) => orderDecider.evolve(known, event), orderDecider.initial);
  return state.kind === 'order' ? state : undefined;
};

const defined = function* <I, T>(items: Iterable<I>, of: (item: I) => T | undefined): Generator<T> {
  for (const item of items) {
    const made = of(item);
    if (made !== undefined) yield made;
  }
};

/** Orders and credits, then cancellations before dispatch; gives the parcels that follow, those announced late at the end. */
const announce = async ({ ledger, stages, request, refused }: Story, documents: readonly TradeDocument[]): Promise<readonly Parcel[]> => {
  const recorded = new RecordedOrders();
  const late: { readonly order: OrderKnown; readonly months: number; readonly announcement: OrderDispatch }[] = [];
  const inTime = function* (): Generator<OrderDispatch> {
    for (const { dispatch, announcedMonthsLate } of documents) {
      if (announcedMonthsLate === 0) yield dispatch;
      else {
        const order = foreseen(dispatch);
        if (order !== undefined) late.push({ order, months: announcedMonthsLate, announcement: dispatch });
      }
    }
  };
  const accepted = (outcome: Parameters<RecordedOrders['take']>[0]): void => { recorded.take(outcome); };
  await stages.run('orders', () => runCommands(ledger, stages, 'orders', inTime(), { accepted, refused: (command) => { refused.take(command); } }));
  const cancellations = documents.flatMap((document) => document.cancellations);
  await stages.run('cancellations', () => runCommands(ledger, stages, 'cancellations', cancellations, { accepted }));
  const by = { rules: ledger.rules.current(), seed: request.seed, noise: request.noise, model: request.model };
  return stages.run('parcels', async () => [...[...recorded.all()].map((order) => parcelOf(order, 0, by)), ...late.map(({ order, months, announcement }) => ({ ...parcelOf(order, months, by), announcement }))]);
};

const inParts = function* <T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let part: T[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
};

/** Captured payments; the processes then attribute each supply to its scheme, and returns reduce what was attributed. */
const collect = async ({ ledger, stages }: Telling, parcels: readonly Parcel[], documents: readonly TradeDocument[]): Promise<void> => {
  await stages.run('payments', () => runCommands(ledger, stages, 'payments', defined(parcels, capture)));
  await stages.run('supplies', () => ledger.settle());
  await stages.run('returns of goods', () => runCommands(ledger, stages, 'returns of goods', documents.flatMap(({ returns }) => returns)));
};

/** Parcels on their way, and the declarations made for them; the processes assess, charge and release. */
const move = async ({ ledger, stages }: Telling, parcels: readonly Parcel[]): Promise<void> => {
  const rules = ledger.rules.current();
  await stages.run('consignments', () => runCommands(ledger, stages, 'consignments', defined(parcels, advise)));
  await stages.run('declarations', () => runCommands(ledger, stages, 'declarations', parcels.flatMap((parcel) => lodgements(parcel, rules))));
  await stages.run('assessments', () => ledger.settle());
};

/** What the story still needs of a trade that is told. */
export interface ToldTrade {
  readonly late: readonly Parcel[];
  readonly backs: readonly ReturnedParcel[];
}

/** Documents told at a time: a runner has the streams of so many orders, with all that belongs to them, at hand. */
const atHand = 250;

/**
 * The trade, some orders after the others: from the order to the release of its goods while all of it is at hand. What the ledger decides does
 * not depend on how the trade is divided. Gives what the story still needs of it.
 */
export const tellDocuments = async (story: Story, documents: Iterable<TradeDocument>, tally: FrontTally): Promise<ToldTrade> => {
  const late: Parcel[] = [];
  const backs: ReturnedParcel[] = [];
  for (const part of inParts(documents, atHand)) {
    const some = part.map((document) => underModel(document, story.request));
    const parcels = await announce(story, some);
    for (const parcel of parcels) tally.count(parcel);
    const inTime = parcels.filter(({ announcedMonthsLate }) => announcedMonthsLate === 0);
    await collect(story, inTime, some);
    await move(story, inTime);
    await deliver(story, inTime);
    backs.push(...backsOf(inTime, some));
    late.push(...parcels.slice(inTime.length));
  }
  // Their goods arrive like those of any other order.
  await move(story, late);
  await deliver(story, late);
  return { late, backs };
};

/** What of the told parcels comes back to customs. */
const backsOf = (parcels: readonly Parcel[], documents: readonly TradeDocument[]): readonly ReturnedParcel[] => {
  const backs = new Map(documents.flatMap(({ dispatch, goodsBack = [] }) => (goodsBack.length === 0 ? [] : [[dispatch.stream, goodsBack] as const])));
  if (backs.size === 0) return [];
  return parcels.flatMap((parcel) => (backs.get(orderStream(parcel.order.header.seller, parcel.order.header.orderNumber)) ?? []).map((back) => returnedParcel(parcel, back)).filter((back) => back !== undefined));
};

/** Orders whose file reached the ledger only in this month. */
export const announceLate = async ({ ledger, stages }: Telling, late: readonly Parcel[], isDue: (parcel: Parcel) => boolean): Promise<void> => {
  const due = late.filter(isDue);
  if (due.length === 0) return;
  await runCommands(ledger, stages, 'late orders', defined(due, ({ announcement }) => announcement));
  await runCommands(ledger, stages, 'late payments', defined(due, capture));
  await ledger.settle();
};
