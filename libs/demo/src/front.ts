import {
  type OrderCommand,
  type OrderDispatch,
  type OrderEvent,
  type OrderKnown,
  type OrderState,
  orderDecider,
  orderStream,
} from '#advance-data';
import type { CommandOutcome } from '#event-store';
import { Exact } from '#money';
import type { PlantedFaults } from './faults/planted-faults';
import { faultStage } from './faults/sending';
import { foreseen } from './foreseen';
import { advise, capture, lodgements } from './messages';
import { deliver } from './models/deliveries';
import { LastAcceptances } from './models/last-acceptances';
import { returnedParcel } from './models/goods-back';
import { underModel } from './models/model';
import { parcelOf } from './parcel';
import type { FrontTally } from './report';
import type { DemoRequest } from './settings';
import { runCommands } from './stage';
import type { Telling } from './telling';
import type { TradeDocument } from './trade';
import type { Parcel, ParcelFault } from './told-parcel';
import type { ReturnedParcel } from './models/returned-parcel';

/** What a story has at hand while its trade is told. */
export interface Story extends Telling {
  readonly request: DemoRequest;
  readonly faults: PlantedFaults;
  /** First day of its first month. */
  readonly firstDay: string;
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

  /** Exact value by currency, in order of the currencies: it may have more digits than the ledger takes. */
  money(): readonly (readonly [string, Exact])[] {
    return [...this.#money].sort(([a], [b]) => (a < b ? -1 : 1));
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

const defined = function* <I, T>(items: Iterable<I>, of: (item: I) => T | undefined): Generator<T> {
  for (const item of items) {
    const made = of(item);
    if (made !== undefined) yield made;
  }
};

/** Faults by order number. */
type DrawnFaults = ReadonlyMap<string, ParcelFault>;

/** The documents as they are told: a fault may lie in the order itself. */
const withFaults = (
  documents: readonly TradeDocument[],
  { faults }: Story,
): { readonly documents: readonly TradeDocument[]; readonly drawn: DrawnFaults } => {
  const drawn = new Map<string, ParcelFault>();
  const told = documents.map((document) => {
    const { command } = document.dispatch;
    const fault = command.type === 'RecordOrder' ? faults.faultOf(document) : undefined;
    if (command.type !== 'RecordOrder' || fault === undefined) return document;
    drawn.set(command.order.orderNumber, fault);
    return fault.order === undefined ? document : { ...document, dispatch: { ...document.dispatch, command: fault.order(command) } };
  });
  return { documents: told, drawn };
};

/** Orders and credits, then cancellations before dispatch; gives the parcels that follow, those announced late at the end. */
const announce = async (
  { ledger, stages, request, refused, faults }: Story,
  documents: readonly TradeDocument[],
  drawn: DrawnFaults,
): Promise<readonly Parcel[]> => {
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
  const accepted = (outcome: Parameters<RecordedOrders['take']>[0]): void => {
    recorded.take(outcome);
  };
  await stages.run('orders', () =>
    runCommands(ledger, stages, 'orders', inTime(), {
      accepted,
      refused: (command) => {
        refused.take(command);
      },
    }),
  );
  const cancellations = documents.flatMap((document) => document.cancellations);
  await stages.run('cancellations', () => runCommands(ledger, stages, 'cancellations', cancellations, { accepted }));
  const by = { rules: ledger.rules.current(), seed: request.seed, model: request.model };
  const parcel = (order: OrderKnown, months: number): Parcel =>
    faults.underWay(parcelOf(order, months, by, drawn.get(order.header.orderNumber)));
  return stages.run('parcels', async () => [
    ...[...recorded.all()].map((order) => parcel(order, 0)),
    ...late.map(({ order, months, announcement }) => ({ ...parcel(order, months), announcement })),
  ]);
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
  await stages.run('returns of goods', () =>
    runCommands(
      ledger,
      stages,
      'returns of goods',
      documents.flatMap(({ returns }) => returns),
    ),
  );
};

/** Parcels on their way, and the declarations made for them; the processes assess, charge and release. */
const move = async ({ ledger, stages }: Telling, parcels: readonly Parcel[]): Promise<void> => {
  const rules = ledger.rules.current();
  await stages.run('consignments', () => runCommands(ledger, stages, 'consignments', defined(parcels, advise)));
  await stages.run('declarations', () =>
    runCommands(
      ledger,
      stages,
      'declarations',
      parcels.flatMap((parcel) => lodgements(parcel, rules)),
    ),
  );
  await stages.run('assessments', () => ledger.settle());
};

/** What the story still needs of a trade that is told. */
export interface ToldTrade {
  readonly late: readonly Parcel[];
  readonly backs: readonly ReturnedParcel[];
  readonly lastAcceptances: LastAcceptances;
}

/** Documents told at a time: a runner has the streams of so many orders, with all that belongs to them, at hand. */
const atHand = 250;

/**
 * The trade, some orders after the others: from the order to the release of its goods while all of it is at hand. What the ledger decides
 * does not depend on how the trade is divided. Gives what the story still needs of it.
 */
export const tellDocuments = async (story: Story, documents: Iterable<TradeDocument>, tally: FrontTally): Promise<ToldTrade> => {
  const late: Parcel[] = [];
  const backs: ReturnedParcel[] = [];
  const lastAcceptances = new LastAcceptances();
  for (const part of inParts(documents, atHand)) {
    const { documents: some, drawn } = withFaults(
      part.map((document) => underModel(document, story.request)),
      story,
    );
    const parcels = await announce(story, some, drawn);
    for (const parcel of parcels) {
      tally.count(parcel);
      lastAcceptances.take(parcel);
      story.faults.told(parcel, story.firstDay);
    }
    const inTime = parcels.filter(({ announcedMonthsLate }) => announcedMonthsLate === 0);
    await collect(story, inTime, some);
    await plant(story, inTime, ({ fault }) => fault?.before);
    await move(story, inTime);
    await deliver(story, inTime);
    await plant(story, inTime, ({ fault }) => fault?.after);
    backs.push(
      ...backsOf(inTime, some).filter((back) => story.faults.isRefunded(back)),
      ...inTime.flatMap((parcel) => parcel.fault?.back?.(parcel) ?? []),
    );
    late.push(...parcels.slice(inTime.length));
  }
  // Their goods arrive like those of any other order.
  await move(story, late);
  await deliver(story, late);
  return { late, backs, lastAcceptances };
};

/** What faults add to the story of their parcels; those of different parcels do not wait for each other. */
const plant = async (story: Story, parcels: readonly Parcel[], of: (parcel: Parcel) => ParcelFault['before']): Promise<void> => {
  const sendings = parcels.flatMap((parcel) => of(parcel)?.(parcel, story.firstDay) ?? []);
  if (sendings.length === 0) return;
  await story.stages.run(faultStage, async () => {
    await Promise.all(sendings.map((send) => send(story)));
    await story.ledger.settle();
  });
};

/** What of the told parcels comes back to customs. */
const backsOf = (parcels: readonly Parcel[], documents: readonly TradeDocument[]): readonly ReturnedParcel[] => {
  const backs = new Map(
    documents.flatMap(({ dispatch, goodsBack = [] }) => (goodsBack.length === 0 ? [] : [[dispatch.stream, goodsBack] as const])),
  );
  if (backs.size === 0) return [];
  return parcels.flatMap((parcel) =>
    (backs.get(orderStream(parcel.order.header.seller, parcel.order.header.orderNumber)) ?? [])
      .map((back) => returnedParcel(parcel, back))
      .filter((back) => back !== undefined),
  );
};

/** Orders whose file reached the ledger only in this month. */
export const announceLate = async (
  { ledger, stages }: Telling,
  late: readonly Parcel[],
  isDue: (parcel: Parcel) => boolean,
): Promise<void> => {
  const due = late.filter(isDue);
  if (due.length === 0) return;
  await runCommands(
    ledger,
    stages,
    'late orders',
    defined(due, ({ announcement }) => announcement),
  );
  await runCommands(ledger, stages, 'late payments', defined(due, capture));
  await ledger.settle();
};
