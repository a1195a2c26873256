import {
  consignmentDecider,
  consignmentEvents,
  consignmentStream,
  orderDecider,
  orderEvents,
  orderStream,
  paymentEvents,
} from '#advance-data';
import { declarationDecider, declarationEvents, declarationStream, type DeclarationHeader, type DeclaredItem } from '#declarations';
import { commandIdOfMessage, type DomainEvent, EventCatalogue } from '#event-catalogue';
import { CommandRunner, type Decider, MemoryEventStore, type Position } from '#event-store';
import { type RuleBook, shippedRuleBook } from '#rules';
import { RecordedTrade, type StudyMoment } from './recorded-trade';

export const law: RuleBook = shippedRuleBook().carryingForward();
const catalogue = new EventCatalogue([...orderEvents, ...paymentEvents, ...consignmentEvents, ...declarationEvents], []);

/** A T-shirt of 100 euro to France after the flat duty began, in an H7 without a scheme. */
const header = (lrn: string, more: Partial<DeclarationHeader> = {}): DeclarationHeader => ({
  authority: 'EU-FR',
  jurisdiction: 'FR',
  declarant: 'R-1',
  lrn,
  mrn: `26FR-${lrn}`,
  dataset: 'H7',
  debtor: 'R-1',
  accountHolder: 'R-1',
  seller: 'V-1',
  carrier: 'C-1',
  consignmentNumber: `P-${lrn}`,
  buyerType: 'consumer',
  transactionType: 'B2C',
  dispatchCountry: 'CN',
  currency: 'EUR',
  freight: '0',
  insurance: '0',
  discount: '0',
  acceptedAt: '2026-07-10T10:00:00.000Z',
  acceptedOn: '2026-07-10',
  ...more,
});
export const item = (seq: number, hsCode: string, goodsValue: string, more: Partial<DeclaredItem> = {}): DeclaredItem => ({
  seq,
  hsCode,
  description: `goods ${hsCode}`,
  goodsValue,
  quantity: 1,
  additionalProcedures: ['C07'],
  covers: [],
  ...more,
});

/** A trade on a store in memory, told fact by fact. */
export class TradeToTell {
  readonly store = new MemoryEventStore();
  readonly #runner = new CommandRunner(this.store, catalogue, () => '2026-12-01T00:00:00.000Z');
  #told = 0;

  async declare(lrn: string, items: readonly DeclaredItem[], more: Partial<DeclarationHeader> = {}): Promise<void> {
    const stated = header(lrn, more);
    const stream = declarationStream(stated.authority, stated.declarant, lrn);
    await this.#send(
      declarationDecider,
      stream,
      { type: 'LodgeDeclaration', header: stated, items, zone: stated.authority === 'GB' ? 'Europe/London' : 'Europe/Paris' },
      stated.acceptedAt,
    );
    await this.#send(declarationDecider, stream, { type: 'Assess', ruleBook: law }, stated.acceptedAt);
  }

  async ship(number: string, mode: 'air' | 'post'): Promise<void> {
    const consignment = {
      carrier: 'C-1',
      consignmentNumber: number,
      orders: [],
      mode,
      dispatchCountry: 'CN',
      dispatchedAt: '2026-07-01T10:00:00.000Z',
      packages: 1,
    };
    await this.#send(
      consignmentDecider,
      consignmentStream('C-1', number),
      { type: 'AdviseConsignment', consignment },
      consignment.dispatchedAt,
    );
  }

  /** An order of one line that is paid a day later, under an IOSS number. */
  async sell(
    orderNumber: string,
    unitPrice: string,
    orderedAt: string,
    more: { readonly hsCode?: string; readonly destination?: string } = {},
  ): Promise<void> {
    const stream = orderStream('V-1', orderNumber);
    const { hsCode = '61091000', destination = 'FR' } = more;
    const order = {
      seller: 'V-1',
      orderNumber,
      buyerType: 'consumer',
      transactionType: 'B2C',
      deliveryTerms: 'DDP',
      dispatchCountry: 'CN',
      destination,
      orderedAt,
      currency: 'EUR',
      schemeNumber: 'IM3720000015',
      freight: '0',
      insurance: '0',
      discount: '0',
      intangibles: '0',
    } as const;
    await this.#send(
      orderDecider,
      stream,
      { type: 'RecordOrder', order, lines: [{ ordinal: 1, sku: 'SKU', quantity: 1, unitPrice, class: 'goods', hsCode }] },
      orderedAt,
    );
    const payment = {
      payment: `payment-${orderNumber}`,
      psp: 'PSP',
      transactionId: orderNumber,
      seller: 'V-1',
      orderNumber,
      acceptedAt: orderedAt,
      amount: '1.00',
      currency: 'EUR',
    };
    await this.#send(
      orderDecider,
      stream,
      { type: 'ConfirmPayment', payment: { ...payment, payment: '0123456789ABCDEFGHJKMNPQRS' }, rules: law },
      orderedAt,
    );
  }

  head(): Promise<Position> {
    return this.store.head();
  }

  recorded(moment: StudyMoment = {}): RecordedTrade {
    return new RecordedTrade(this.store, catalogue, moment);
  }

  async #send<C, S, E extends DomainEvent>(decider: Decider<C, S, E>, stream: string, command: C, effectiveAt: string): Promise<void> {
    this.#told += 1;
    const commandId = commandIdOfMessage({ book: '-', issuer: 'TEST', kind: 'told', reference: String(this.#told), version: '1' });
    const outcome = await this.#runner.run({ decider, stream, command, context: { commandId, actor: 'test', book: '-', effectiveAt } });
    if (outcome.kind !== 'accepted') throw new Error(`${stream}: ${JSON.stringify(outcome)}`);
  }
}
