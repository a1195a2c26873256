import { endOfDay, instantAfter } from '../days';
import { unitsOf } from '../exact-units';
import { type OrderLeg } from '../legs/leg';
import { type CapturedPayment } from '../parcel/captured-payments';
import { declaredValueOf } from '../parcel/declaration-facts';
import { type CaseFacts, type OrderFacts } from '../parcel/parcel-facts';
import { type Among, type CandidateReader, type Offered } from './candidate-reader';
import { type FactsReader } from './facts-reader';
import { blockOf, declaredBlocks } from './offer';
import { captureAt, expectedCaptures, type PairingRules } from './pairings';
import { type DescribedParcel, parcelOf } from './parcel-pairings';
import { type Member, mostSets, severalTogether, type TogetherAnswer } from './several';

/** Something that may be one of several, with what it may be told from. */
interface Pooled {
  readonly subject: string;
  readonly facts: CaseFacts;
}

/**
 * One for many and many for one, where no key says so: a payment of several orders, several payments of an order, several orders in a
 * parcel, an order in several parcels. Only what has no counterpart is looked at, of one seller and currency, within the days of the rule.
 */
export class TogetherReader {
  constructor(
    private readonly offers: CandidateReader,
    private readonly facts: FactsReader,
    private readonly pairing: PairingRules,
  ) {}

  /** Orders of one buyer without a payment that were paid at once, with VAT at one rate as long as their own is not known. */
  async ordersOfPayment({ seller = '', currency, acceptedAt, amount, buyer }: CapturedPayment): Promise<TogetherAnswer> {
    const { matching, ratesOf } = this.pairing;
    const target = unitsOf(amount);
    const pool = await this.#pool(
      { side: 'order', blocks: [blockOf(seller, currency)] },
      instantAfter(acceptedAt, -matching.days.payment),
      acceptedAt,
      target,
    );
    const orders = pool.of
      .flatMap(({ subject, facts }) => freeOrder(subject, facts, ({ payments }) => payments.length === 0))
      .filter(({ head }) => mayBe(buyer, head.buyer));
    const groups = byBuyer(orders).flatMap((group) => {
      const rates = new Set(group.flatMap(({ head }) => ratesOf(head)));
      return [...rates].map((percent) =>
        group.flatMap(({ order, head }) =>
          ratesOf(head).includes(percent) ? [memberOf(order, head, captureAt(order, head, percent))] : [],
        ),
      );
    });
    return severalTogether(target, currency, groups, matching, pool);
  }

  /** Payments for orders that nobody knows which an order was paid with in parts. */
  async paymentsOfOrder(order: OrderFacts, head: OrderLeg): Promise<TogetherAnswer> {
    const { matching } = this.pairing;
    const targets = expectedCaptures(order, head, this.pairing);
    const most = targets.reduce((greatest, target) => (target > greatest ? target : greatest), 0n);
    const pool = await this.#pool(
      { side: 'payment', blocks: [blockOf(head.seller, head.currency)] },
      head.orderedAt,
      instantAfter(head.orderedAt, matching.days.payment),
      most,
    );
    const members = pool.of.flatMap(({ subject, facts }) => paymentsWithoutOrder(subject, facts));
    const answers = [...new Set(targets)].map((target) => severalTogether(target, head.currency, [members], matching, pool));
    const sets = answers.flatMap((answer) => answer.sets);
    return {
      sets: sets.slice(0, mostSets),
      unique: sets.length === 1 && pool.whole,
      complete: answers.every(({ complete }) => complete) && sets.length <= mostSets,
      searched: pool.searched,
    };
  }

  /** Orders without a parcel that one declaration may cover. */
  async ordersOfParcel({ seller = '', currency = '', on = '', value = 0n, recipient }: DescribedParcel): Promise<TogetherAnswer> {
    const { matching } = this.pairing;
    const accepted = endOfDay(on);
    const pool = await this.#pool(
      { side: 'order', blocks: [blockOf(seller, currency)] },
      instantAfter(accepted, -matching.days.declaration),
      accepted,
      value,
    );
    const orders = pool.of
      .flatMap(({ subject, facts }) => (facts.parcels.length > 0 ? [] : freeOrder(subject, facts, () => true)))
      .filter(({ head }) => mayBe(recipient, head.buyer));
    return severalTogether(
      value,
      currency,
      byBuyer(orders).map((group) => group.map(({ order, head }) => memberOf(order, head, unitsOf(head.goods)))),
      matching,
      pool,
    );
  }

  /** Declarations of parcels without an order that one order may have been divided into. */
  async parcelsOfOrder({ orderedAt, seller, currency, goods, buyer }: OrderLeg): Promise<TogetherAnswer> {
    const { matching } = this.pairing;
    const target = unitsOf(goods);
    const pool = await this.#pool(
      { side: 'declaration', blocks: declaredBlocks(seller) },
      orderedAt,
      instantAfter(orderedAt, matching.days.declaration),
      target,
    );
    const members = pool.of.flatMap(({ subject, facts }): readonly Member[] => {
      const parcel = parcelOf(facts, subject);
      const declaration = parcel?.declarations.find(({ id }) => id === subject);
      if (
        parcel === undefined ||
        declaration?.head === undefined ||
        facts.orders.some(({ head }) => head !== undefined) ||
        !mayBe(buyer, parcel.head?.recipient)
      )
        return [];
      if (declaration.head.currency !== currency || (declaration.head.seller ?? seller) !== seller) return [];
      return [
        {
          subject: parcel.id,
          name: parcel.head === undefined ? `declaration ${declaration.head.mrn}` : `parcel ${parcel.head.number}`,
          amount: declaredValueOf(declaration),
        },
      ];
    });
    return severalTogether(target, currency, [members], matching, pool);
  }

  async #pool(
    among: Among,
    from: string,
    to: string,
    most: bigint,
  ): Promise<{ readonly of: readonly Pooled[]; readonly searched: number; readonly whole: boolean }> {
    const { pool } = this.pairing.matching.sets;
    const offered = await this.offers.within(among, from, to, pool + 1);
    const near: readonly Offered[] = offered.slice(0, pool).filter(({ amount }) => amount <= most);
    const facts = await this.facts.ofAll(near.map(({ subject }) => subject));
    return {
      of: [...facts].map(([subject, known]) => ({ subject, facts: known })),
      searched: Math.min(offered.length, pool),
      whole: offered.length <= pool,
    };
  }
}

interface FreeOrder {
  readonly order: OrderFacts;
  readonly head: OrderLeg;
}

const freeOrder = (subject: string, { orders }: CaseFacts, isFree: (order: OrderFacts) => boolean): readonly FreeOrder[] =>
  orders.flatMap((order) => (order.id === subject && order.head?.kind === 'order' && isFree(order) ? [{ order, head: order.head }] : []));

/** Whether two that may tell whose they are can be one person's. */
const mayBe = (buyer: string | undefined, other: string | undefined): boolean =>
  buyer === undefined || other === undefined || buyer === other;

/** Of guests nothing says that they are one: those of one destination are looked at together. */
const byBuyer = (orders: readonly FreeOrder[]): readonly (readonly FreeOrder[])[] => {
  const groups = new Map<string, FreeOrder[]>();
  for (const order of orders) {
    const buyer = order.head.buyer ?? `to ${order.head.destination ?? ''}`;
    groups.set(buyer, [...(groups.get(buyer) ?? []), order]);
  }
  return [...groups.values()];
};

const memberOf = ({ id }: OrderFacts, { number }: OrderLeg, amount: bigint): Member => ({ subject: id, name: `order ${number}`, amount });

const paymentsWithoutOrder = (subject: string, { orders }: CaseFacts): readonly Member[] => {
  const order = orders.find(({ id }) => id === subject);
  const [payment] = order?.payments ?? [];
  return order === undefined || order.head !== undefined || payment === undefined
    ? []
    : [{ subject, name: `payment ${payment.transaction}`, amount: order.payments.reduce((sum, { amount }) => sum + unitsOf(amount), 0n) }];
};
