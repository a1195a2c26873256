import { Injectable } from '@nestjs/common';
import { givenNumber, seriesDecider, seriesStream } from '#accounts';
import { commandIdOfMessage, startOfLegalDay, streamName } from '#event-catalogue';
import { CommandRunner, type CommandContext } from '#event-store';
import { ReadModel } from '#read-model';
import {
  findClaims,
  pain001,
  refundClaimDecider,
  type BankDetails,
  type PainResult,
  type RefundClaimEvent,
  type RefundClaimRow,
  type RefundOrder,
} from '#returns';
import { Authorities } from '../accounts/authorities';
import { acceptedOrProblem } from '../http/command-answer';
import { Reactor } from '../ledger/reactor';
import type { PaymentFileDto } from './claims.dto';

/** A refund that was ordered. */
export type OrderedRefund = Extract<RefundClaimEvent, { readonly type: 'RefundPaid' }>['data'];

/** Orders refunds and writes them for the bank. A run may be repeated at any time: each claim has one number and is paid once. */
@Injectable()
export class RefundPayments {
  constructor(
    private readonly runner: CommandRunner,
    private readonly views: ReadModel,
    private readonly authorities: Authorities,
    private readonly reactor: Reactor,
  ) {}

  /** Every approved claim of an authority that is to be paid, in the order of their days: so the numbers do not depend on timing. */
  async run(authority: string, paidOn: string, actor: string): Promise<readonly OrderedRefund[]> {
    const effectiveAt = startOfLegalDay(paidOn, this.authorities.zoneOf(authority));
    await this.reactor.settleViews();
    const ordered: OrderedRefund[] = [];
    for await (const { claim } of this.#claims(authority, 'to_be_paid')) {
      const context = (kind: string): CommandContext => ({
        commandId: commandIdOfMessage({ book: authority, issuer: authority, kind, reference: claim, version: '1' }),
        actor,
        book: authority,
        effectiveAt,
      });
      const number = await this.#number(authority, claim, context('refund-number'));
      const paid = await this.runner.run({
        decider: refundClaimDecider,
        stream: streamName('refundClaim', claim),
        command: { type: 'OrderPayment', number, paidOn },
        context: context('refund-payment'),
      });
      for (const event of acceptedOrProblem(paid).events) if (event.type === 'RefundPaid') ordered.push(event.data);
    }
    return ordered;
  }

  /** The transfers of refunds by their numbers (ISO 20022 pain.001), text in parts. @throws RangeError for settings that no bank takes */
  file({ authority, creditors, from, to, ...settings }: PaymentFileDto, createdAt: string): AsyncGenerator<string, PainResult> {
    const known = new Map(creditors.map(({ party, ...details }): [string, BankDetails] => [party, details]));
    return pain001(
      { ...settings, createdAt },
      () => this.#orders(authority, from, to),
      (party) => known.get(party),
    );
  }

  async #number(authority: string, subject: string, context: CommandContext): Promise<number> {
    const outcome = await this.runner.run({
      decider: seriesDecider,
      stream: seriesStream(authority, 'refund'),
      command: { type: 'AssignNumber', authority, kind: 'refund', subject },
      context,
    });
    const number = givenNumber(outcome);
    if (number !== undefined) return number;
    acceptedOrProblem(outcome);
    throw new TypeError('a number was assigned and not told');
  }

  async *#orders(authority: string, from: number, to: number): AsyncGenerator<RefundOrder> {
    for await (const {
      payee_party: payeeParty,
      paid: amount,
      currency,
      payment_reference: paymentReference,
      number,
      claim_reference: claimReference,
    } of this.#claims(authority, 'paid'))
      if (amount !== undefined && paymentReference !== undefined && number !== undefined && number >= from && number <= to)
        yield { payeeParty, amount, currency, paymentReference, number, claimReference };
  }

  /** What the list shows when it is asked: a claim that is paid meanwhile has left it. */
  async *#claims(authority: string, status: 'to_be_paid' | 'paid'): AsyncGenerator<RefundClaimRow> {
    for (let after: string | undefined, more = true; more;) {
      const { rows, next }: Awaited<ReturnType<typeof findClaims>> = await findClaims(this.views, {
        authority,
        status,
        limit: 500,
        ...(after === undefined ? {} : { after }),
      });
      yield* rows;
      [after, more] = [next, next !== undefined];
    }
  }
}
