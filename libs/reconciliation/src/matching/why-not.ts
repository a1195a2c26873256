import { type ReadModel } from '#read-model';
import { type Break, type ParcelCase } from '../case';
import { type OrderLeg } from '../legs/leg';
import { assembleFacts, type CaseFacts, type OrderFacts } from '../parcel/parcel-facts';
import { type Reconciliation } from '../reconcile';
import { type ReconciliationQuestion } from '../reconciliation-question';
import { defaultReconciliationRules } from '../reconciliation-rules';
import { CaseReader } from '../views/case-reader';
import { CandidateReader } from './candidate-reader';
import { bestFirst, type Candidate } from './criteria';
import { defaultMatchingRules, type MatchingRules } from './matching-rules';
import { describedBy, expectedCaptures, netAmounts, orderForParcel, orderForPayment, type PairingRules, paymentForOrder, type UnknownParcel } from './pairings';

/** Something that is not there, and what may be meant. */
export interface Missing {
  readonly leg: 'order' | 'payment' | 'import';
  /** Whose counterpart it is: the order that a payment names, an order, a parcel, goods that go back. */
  readonly of: string;
  /** Where nothing can be searched by, why not. */
  readonly unsearchable?: string;
  readonly candidates: readonly Candidate[];
  /** Of goods that go back: the nearest import, as it was found when it was looked for. */
  readonly nearest?: { readonly criterion: string; readonly distance: string };
}
/** Why something does not match: what fails in it, and what may be meant where something is not there. */
export interface WhyNotAnswer {
  readonly subject: string;
  readonly caseKey: string;
  readonly status: ParcelCase['status'];
  readonly breaks: readonly Pick<Break, 'id' | 'code' | 'subject' | 'why' | 'causedBy'>[];
  readonly missing: readonly Missing[];
}

/** Answers why a case does not match, by its own rows and some hundred indexed ones. */
export class WhyNot {
  constructor(
    private readonly views: ReadModel,
    private readonly reconciliation: Pick<Reconciliation, 'parcel'>,
    private readonly matching: MatchingRules = defaultMatchingRules,
  ) {}

  /** By the key of a case or any stream in it; undefined where nothing is known of it. */
  async ask(question: ReconciliationQuestion, subject: string): Promise<WhyNotAnswer | undefined> {
    const [found, known] = [await this.reconciliation.parcel(question, subject), await this.#facts(question, subject)];
    if (found === undefined || known === undefined) return undefined;
    const breaks = found.breaks.map(({ id, code, subject: about, why, causedBy }) => ({ id, code, subject: about, why, ...(causedBy === undefined ? {} : { causedBy }) }));
    return { subject, caseKey: found.key, status: found.status, breaks, missing: await this.#missing(question, known) };
  }

  async #missing(question: ReconciliationQuestion, facts: CaseFacts): Promise<readonly Missing[]> {
    const missing: Missing[] = [];
    for (const order of facts.orders) {
      if (order.head === undefined && order.payments.length > 0) missing.push(await this.#orderOfPayment(question, order));
      if (order.head?.kind === 'order' && order.payments.length === 0) missing.push(await this.#paymentOfOrder(question, order, order.head));
    }
    if (facts.orders.every(({ head }) => head === undefined)) for (const parcel of facts.parcels) missing.push(await this.#orderOfParcel(question, describedBy(parcel)));
    for (const { id, unmatched } of facts.returns) if (unmatched !== undefined) missing.push({ leg: 'import', of: id, candidates: [], ...(unmatched.nearest === undefined ? {} : { nearest: unmatched.nearest }) });
    return missing;
  }

  async #orderOfPayment(question: ReconciliationQuestion, { id, payments: [payment] }: OrderFacts): Promise<Missing> {
    if (payment?.seller === undefined || payment.number === undefined) return { leg: 'order', of: id, candidates: [], unsearchable: 'nobody reported whose order was paid' };
    const reader = new CandidateReader(this.views, question);
    const near = [...(await reader.nearAmounts('order', payment.seller, payment.currency, netAmounts(payment, this.matching))), ...(await reader.nearNames('order', payment.number))];
    const pairing = this.#pairing(question);
    return { leg: 'order', of: id, candidates: await this.#weigh(question, id, near, ({ orders }, subject) => orderForPayment(payment, orders.find((one) => one.id === subject), pairing)) };
  }

  async #paymentOfOrder(question: ReconciliationQuestion, order: OrderFacts, head: OrderLeg): Promise<Missing> {
    const near = await new CandidateReader(this.views, question).nearAmounts('payment', head.seller, head.currency, expectedCaptures(order, head, this.matching));
    const pairing = this.#pairing(question);
    return { leg: 'payment', of: order.id, candidates: await this.#weigh(question, order.id, near, ({ orders }, subject) => paymentForOrder(order, head, orders.find((one) => one.id === subject), pairing)) };
  }

  async #orderOfParcel(question: ReconciliationQuestion, parcel: UnknownParcel): Promise<Missing> {
    const { id, seller, value, currency } = parcel;
    if (seller === undefined || value === undefined || currency === undefined) return { leg: 'order', of: id, candidates: [], unsearchable: 'no declaration of the parcel names a seller and a value' };
    const near = await new CandidateReader(this.views, question).nearAmounts('order', seller, currency, [value]);
    const pairing = this.#pairing(question);
    return { leg: 'order', of: id, candidates: await this.#weigh(question, id, near, (facts, subject) => orderForParcel(parcel, facts, subject, pairing)) };
  }

  async #weigh(question: ReconciliationQuestion, of: string, near: readonly string[], weigh: (facts: CaseFacts, id: string) => Candidate | undefined): Promise<readonly Candidate[]> {
    const found: Candidate[] = [];
    for (const id of new Set(near)) {
      const facts = id === of ? undefined : await this.#facts(question, id);
      const candidate = facts === undefined ? undefined : weigh(facts, id);
      if (candidate !== undefined) found.push(candidate);
    }
    return bestFirst(found, this.matching);
  }

  #pairing({ rules = defaultReconciliationRules }: ReconciliationQuestion): PairingRules {
    return { rules, matching: this.matching };
  }

  async #facts(question: ReconciliationQuestion, subject: string): Promise<CaseFacts | undefined> {
    const found = await new CaseReader(this.views, question).caseOf(subject);
    return found === undefined ? undefined : assembleFacts(found.legs);
  }
}
