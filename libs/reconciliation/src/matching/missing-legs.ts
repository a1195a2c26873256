import { noLimit, type ReadModel } from '#read-model';
import { type ParcelCase } from '../case';
import { type OrderLeg } from '../legs/leg';
import { unprovenOf } from '../parcel/check-proof';
import { type DeclarationFacts } from '../parcel/declaration-facts';
import { type CaseFacts, type OrderFacts, type ParcelFacts } from '../parcel/parcel-facts';
import { instantAfter } from '../days';
import { unitsOf } from '../exact-units';
import { type ReconciliationQuestion } from '../reconciliation-question';
import { blockOfBuyer } from './buyer';
import { CandidateReader } from './candidate-reader';
import { bestFirst, type Candidate } from './criteria';
import { FactsReader } from './facts-reader';
import { type Consolidated, consolidatedBy, groupedOf, someOf } from './consolidated';
import { blockOf, blockUnder, declaredBlocks } from './offer';
import { expectedCaptures, netAmounts, orderForPayment, type PairingRules, paymentForOrder } from './pairings';
import { announcedParcel, declarationForParcel, describedBy, orderForParcel, parcelForOrder, undeclaredOf } from './parcel-pairings';
import { type TogetherAnswer } from './several';
import { TogetherReader } from './together-reader';

/** Something that is not there, and what may be meant. */
export interface Missing {
  readonly leg: 'order' | 'payment' | 'consignment' | 'declaration' | 'proof' | 'import' | 'receipt' | 'debt';
  /**
   * Whose counterpart it is: the order that a payment names, an order, a parcel, a declaration, goods that go back, a return or statement.
   */
  readonly of: string;
  /** Where nothing can be searched by, why not. */
  readonly unsearchable?: string;
  readonly candidates: readonly Candidate[];
  /** Several that come to the amount together; absent where none do. */
  readonly together?: TogetherAnswer;
  /** Of a declaration that names a master document: all parcels under it that are not declared by themselves. */
  readonly consolidated?: Consolidated;
  /** Of a proof of payment: who was asked for it, under which number, until when. */
  readonly asked?: { readonly party: string; readonly reference: string; readonly dueOn: string };
  /** Of goods that go back: the nearest import, as it was found when it was looked for. */
  readonly nearest?: { readonly criterion: string; readonly distance: string };
}

type Found = Omit<Missing, 'leg' | 'of'>;
type Weigh = (facts: CaseFacts, id: string) => Candidate | undefined;

/** Looks for what is not there in a case of a parcel, by its own rows and some hundred indexed ones. */
export class MissingLegs {
  readonly #offers: CandidateReader;
  readonly #facts: FactsReader;
  readonly #together: TogetherReader;

  constructor(
    views: ReadModel,
    question: ReconciliationQuestion,
    private readonly pairing: PairingRules,
  ) {
    this.#offers = new CandidateReader(views, question);
    this.#facts = new FactsReader(views, question);
    this.#together = new TogetherReader(this.#offers, this.#facts, pairing);
  }

  async of(found: ParcelCase, facts: CaseFacts): Promise<readonly Missing[]> {
    const missing: Missing[] = [];
    for (const order of facts.orders) {
      const { id, head, payments } = order;
      if (head === undefined && payments.length > 0) missing.push({ leg: 'order', of: id, ...(await this.#orderOfPayment(order)) });
      if (head?.kind !== 'order') continue;
      if (payments.length === 0) missing.push({ leg: 'payment', of: id, ...(await this.#paymentOfOrder(order, head)) });
      for (const { party, reference, dueOn } of unprovenOf(order))
        missing.push({ leg: 'proof', of: id, candidates: [], asked: { party, reference, dueOn } });
      if (payments.length > 0 && isUnshipped(found, id))
        missing.push({ leg: 'consignment', of: id, ...(await this.#parcelOfOrder(order, head)) });
    }
    const unknown = facts.orders.every(({ head }) => head === undefined);
    for (const parcel of facts.parcels) {
      if (unknown) missing.push({ leg: 'order', of: parcel.id, ...(await this.#orderOfParcel(parcel)) });
      if (isUndeclared(parcel)) missing.push({ leg: 'declaration', of: parcel.id, ...(await this.#declarationOfParcel(parcel, facts)) });
      if (isUnannounced(parcel) && found.status === 'broken')
        missing.push({ leg: 'consignment', of: parcel.id, ...(await this.#announcementOf(parcel)) });
    }
    for (const { id, unmatched } of facts.returns)
      if (unmatched !== undefined)
        missing.push({ leg: 'import', of: id, candidates: [], ...(unmatched.nearest === undefined ? {} : { nearest: unmatched.nearest }) });
    return missing;
  }

  async #orderOfPayment({ id, payments: [payment] }: OrderFacts): Promise<Found> {
    if (payment?.seller === undefined || payment.number === undefined)
      return { candidates: [], unsearchable: 'nobody reported whose order was paid' };
    const among = { side: 'order', blocks: [blockOf(payment.seller, payment.currency)] } as const;
    const near = [
      ...(await this.#offers.nearAmounts(among, netAmounts(payment, this.pairing.matching), payment.acceptedAt)),
      ...(await this.#offers.nearNames('order', payment.number)),
      ...(await this.#ordersOf(payment.buyer)),
    ];
    return this.#found(
      await this.#weigh(id, near, ({ orders }, subject) =>
        orderForPayment(
          payment,
          orders.find((one) => one.id === subject),
          this.pairing,
        ),
      ),
      () => this.#together.ordersOfPayment(payment),
    );
  }

  async #paymentOfOrder(order: OrderFacts, head: OrderLeg): Promise<Found> {
    const amounts = expectedCaptures(order, head, this.pairing);
    const near = [
      ...(await this.#offers.nearAmounts({ side: 'payment', blocks: [blockOf(head.seller, head.currency)] }, amounts, head.orderedAt)),
      ...(await this.#toldOf('payment', head, this.pairing.matching.days.payment)),
    ];
    return this.#found(
      await this.#weigh(order.id, near, ({ orders }, subject) =>
        paymentForOrder(
          order,
          head,
          orders.find((one) => one.id === subject),
          this.pairing,
        ),
      ),
      () => this.#together.paymentsOfOrder(order, head),
    );
  }

  async #orderOfParcel(parcel: ParcelFacts): Promise<Found> {
    const described = describedBy(parcel);
    const { id, seller, value, currency, recipient, on = '' } = described;
    const isDeclared = seller !== undefined && value !== undefined && currency !== undefined;
    if (!isDeclared && recipient === undefined)
      return { candidates: [], unsearchable: 'no declaration of the parcel names a seller and a value, and no manifest a recipient' };
    const near = [
      ...(isDeclared ? await this.#offers.nearAmounts({ side: 'order', blocks: [blockOf(seller, currency)] }, [value], on) : []),
      ...(await this.#ordersOf(recipient)),
    ];
    const candidates = await this.#weigh(id, near, (facts, subject) => orderForParcel(described, facts, subject, this.pairing));
    return isDeclared ? this.#found(candidates, () => this.#together.ordersOfParcel(described)) : { candidates };
  }

  async #parcelOfOrder(order: OrderFacts, head: OrderLeg): Promise<Found> {
    const near = [
      ...(await this.#offers.nearAmounts(
        { side: 'declaration', blocks: declaredBlocks(head.seller) },
        [unitsOf(head.goods)],
        head.orderedAt,
      )),
      ...(await this.#toldOf('consignment', head, this.pairing.matching.days.declaration)),
    ];
    return this.#found(
      await this.#weigh(order.id, near, (facts, subject) => parcelForOrder(order, head, facts, subject, this.pairing)),
      () => this.#together.parcelsOfOrder(head),
    );
  }

  /** Orders of a buyer, where one is told. */
  async #ordersOf(buyer: string | undefined): Promise<readonly string[]> {
    return buyer === undefined ? [] : this.#offers.ofBuyer(buyer, this.pairing.matching.sets.pool);
  }

  /** Payments or parcels that tell to be of the buyer of an order, within so many days after it. */
  async #toldOf(side: 'payment' | 'consignment', { buyer, orderedAt }: OrderLeg, days: number): Promise<readonly string[]> {
    if (buyer === undefined) return [];
    return (
      await this.#offers.within(
        { side, blocks: [blockOfBuyer(buyer)] },
        orderedAt,
        instantAfter(orderedAt, days),
        this.pairing.matching.sets.pool,
      )
    ).map(({ subject }) => subject);
  }

  async #declarationOfParcel(parcel: ParcelFacts, facts: CaseFacts): Promise<Found> {
    const undeclared = undeclaredOf(parcel, facts);
    if (undeclared === undefined)
      return { candidates: [], unsearchable: 'no order of the parcel says whose goods they are and what they are worth' };
    const near = await this.#offers.nearAmounts(
      { side: 'declaration', blocks: declaredBlocks(undeclared.seller) },
      [undeclared.value],
      parcel.arrivedAt ?? parcel.head?.dispatchedAt ?? '',
    );
    return { candidates: await this.#weigh(parcel.id, near, (other, id) => declarationForParcel(undeclared, other, id, this.pairing)) };
  }

  async #announcementOf({ id, declarations: [declaration] }: ParcelFacts): Promise<Found> {
    const number = declaration?.head?.consignmentNumber;
    if (declaration === undefined || number === undefined) return { candidates: [], unsearchable: 'no declaration names a parcel' };
    const candidates = await this.#weigh(id, await this.#offers.nearNames('consignment', number), (facts, subject) =>
      announcedParcel(declaration, facts, subject, this.pairing),
    );
    return { candidates, ...(await this.#groupUnder(declaration)) };
  }

  /** One declaration for many parcels: those under the document that it names, all of them or, where they do not fit, some. */
  async #groupUnder(declaration: DeclarationFacts): Promise<Pick<Missing, 'consolidated' | 'together'>> {
    const { head } = declaration;
    if (head?.consignment === undefined) return {};
    const { pool } = this.pairing.matching.sets;
    const offered = await this.#offers.within({ side: 'consignment', blocks: [blockUnder(head.consignment)] }, '', noLimit, pool + 1);
    const facts = await this.#facts.ofAll(offered.slice(0, pool).map(({ subject }) => subject));
    const parcels = [...facts].flatMap(([subject, known]) => groupedOf(known, subject) ?? []);
    const isWhole = offered.length <= pool;
    const consolidated = isWhole ? consolidatedBy(declaration, head, parcels, this.pairing) : undefined;
    if (consolidated !== undefined && consolidated.failing === undefined) return { consolidated };
    const together = someOf(declaration, head, parcels, this.pairing, isWhole);
    return { ...(consolidated === undefined ? {} : { consolidated }), ...(together.sets.length === 0 ? {} : { together }) };
  }

  /** Several together are looked for only where no single one fits. */
  async #found(candidates: readonly Candidate[], several: () => Promise<TogetherAnswer>): Promise<Found> {
    if (candidates.some(({ failing }) => failing === undefined || failing.criterion === 'number')) return { candidates };
    const together = await several();
    return { candidates, ...(together.sets.length === 0 ? {} : { together }) };
  }

  async #weigh(of: string, near: readonly string[], weigh: Weigh): Promise<readonly Candidate[]> {
    const facts = await this.#facts.ofAll([...new Set(near)].filter((id) => id !== of));
    return bestFirst(
      [...new Map([...facts].flatMap(([id, known]) => weigh(known, id) ?? []).map((candidate) => [candidate.subject, candidate])).values()],
      this.pairing.matching,
    );
  }
}

/** Units of an order that are to be followed and lie in no parcel. */
const isUnshipped = ({ parts }: ParcelCase, order: string): boolean =>
  parts.some((part) => part.order === order && part.parcel === undefined && part.disposition.status !== 'outside');
/** There, and without a declaration. */
const isUndeclared = ({ head, declarations, invalidated, arrivedAt, deliveredAt }: ParcelFacts): boolean =>
  head !== undefined && declarations.length === 0 && invalidated.length === 0 && (arrivedAt ?? deliveredAt) !== undefined;
/** Named by a declaration, and on no manifest. */
const isUnannounced = ({ id, head, declarations }: ParcelFacts): boolean =>
  head === undefined && declarations.length > 0 && declarations[0]?.head?.consignment === id;
