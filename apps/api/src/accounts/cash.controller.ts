import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import {
  allocationsOf,
  PaymentOnAccount,
  receiptId,
  toleratedRestsOf,
  unappliedCashOf,
  WrittenOffDebt,
  type AllocationRow,
  type KnownAccount,
  type ReceivePayment,
  type ToleratedRestRow,
  type UnappliedCashRow,
} from '#accounts';
import { ReadModel } from '#read-model';
import { RuleBookFollower } from '#runtime';
import type { FastifyReply } from 'fastify';
import { Export } from '../downloads/exported';
import { minorIn } from '../http/amounts';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { located } from '../http/located';
import { idParam } from '../http/params';
import { notFound } from '../http/problem';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import { FourEyes, type Asked } from '../identity/four-eyes';
import { Policy } from '../identity/policy';
import { AccountDesk } from './account-desk';
import {
  AllocateDto,
  ReceivePaymentDto,
  RecoverDebtDto,
  RepayDto,
  ReversePaymentDto,
  SettlePaymentDto,
  TransferPaymentDto,
  UndoAllocationDto,
} from './cash.dto';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

const cashiers = { roles: ['cashier', 'operator'], scope: 'any' } as const;
const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

/** What became of a payment. */
interface PaymentAnswer {
  readonly allocations: readonly RowAnswer<AllocationRow>[];
  readonly tolerated?: readonly RowAnswer<ToleratedRestRow>[];
  readonly unapplied?: RowAnswer<UnappliedCashRow>;
}

/** Money on an account: what is on its way, what settled nothing yet, and what goes back. */
@ApiTags('payments')
@Controller('v1/accounts/:account')
export class CashController {
  constructor(
    private readonly accounts: AccountDesk,
    private readonly fourEyes: FourEyes,
    private readonly rules: RuleBookFollower,
    private readonly views: ReadModel,
  ) {}

  /**
   * A direct debit was initiated or a card payment captured: with `final` false it is on its way, and may release goods by the rule of the
   * account. `Location` names the payment.
   */
  @Post('payments')
  @Policy(cashiers)
  @ApiCreatedResponse(located('The payment.'))
  async receive(
    @Param('account', idParam) id: string,
    @Body() body: ReceivePaymentDto,
    @Writing() request: WriteRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Written> {
    const account = await this.accounts.account(request.scope, id);
    const command = this.#receiving(account, body);
    const written = await this.accounts.post(request, account, { day: body.postedOn, field: 'postedOn' }, command);
    void reply.header('location', `/v1/accounts/${id}/payments/${command.receipt}`);
    return written;
  }

  /** Money on its way became final. `payment`: the receipt of the payment as it was received. */
  @Post('payments/:payment/settlements')
  @Policy(cashiers)
  async settle(
    @Param('account', idParam) id: string,
    @Param('payment', idParam) receipt: string,
    @Body() body: SettlePaymentDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const account = await this.accounts.account(request.scope, id);
    const { currency } = account;
    const command = {
      type: 'SettlePayment',
      account: id,
      receipt,
      currency,
      ...plain(body),
      amount: minorIn(body.amount, currency, 'amount'),
    } as const;
    return this.accounts.post(request, account, { day: body.settledOn, field: 'settledOn' }, command);
  }

  /** A payment was rejected before it was final, or charged back or recalled after: what it settled is open again as of its own due day. */
  @Post('payments/:payment/reversals')
  @Policy(cashiers)
  async reverse(
    @Param('account', idParam) id: string,
    @Param('payment', idParam) receipt: string,
    @Body() body: ReversePaymentDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const account = await this.accounts.account(request.scope, id);
    const { currency } = account;
    const amount = minorIn(body.amount, currency, 'amount');
    const { history, before } = await this.#paymentOn(account, receipt);
    const original = history.originalOf(receipt);
    const told = { ...before, ...(original === undefined ? {} : { original, takenBefore: history.takenBack(receipt) }) };
    return this.accounts.post(
      request,
      account,
      { day: body.reversedOn, field: 'reversedOn' },
      { type: 'ReversePayment', account: id, receipt, currency, ...plain(body), amount, ...told },
    );
  }

  /** What of a payment settled which debts, pair by pair, what was tolerated beside it, and what of it settled nothing. */
  @Get('payments/:payment')
  @AtViewpointAlone('accounts')
  @Policy(readers)
  async payment(
    @Param('account', idParam) id: string,
    @Param('payment', idParam) receipt: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<PaymentAnswer> {
    const { account } = await this.accounts.account(scope, id);
    const allocations = (await allocationsOf(this.views, receipt)).filter((row) => row.account === account);
    const unapplied = (await unappliedCashOf(this.views, account)).find((row) => row.receipt === receipt);
    if (allocations.length === 0 && unapplied === undefined) throw notFound();
    const rests = (await toleratedRestsOf(this.views, { receipt })).filter((row) => row.account === account);
    const tolerated = rests.map(rowAnswer);
    return {
      allocations: allocations.map(rowAnswer),
      ...(tolerated.length === 0 ? {} : { tolerated }),
      ...(unapplied === undefined ? {} : { unapplied: rowAnswer(unapplied) }),
    };
  }

  /** Cash that settled nothing yet: visible, refundable, never absorbed. */
  @Get('unapplied')
  @Export('unapplied', 'unapplied')
  @AtViewpointAlone('accounts')
  @Policy(readers)
  async unapplied(
    @Param('account', idParam) id: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly unapplied: readonly RowAnswer<UnappliedCashRow>[] }> {
    const { account } = await this.accounts.account(scope, id);
    return { unapplied: (await unappliedCashOf(this.views, account)).map(rowAnswer) };
  }

  /** By hand: the cash of one receipt to the debts named, or all of it by the order of the account. */
  @Post('allocations')
  @Policy(cashiers)
  async allocate(@Param('account', idParam) id: string, @Body() body: AllocateDto, @Writing() request: WriteRequest): Promise<Written> {
    const account = await this.accounts.account(request.scope, id);
    return this.accounts.post(
      request,
      account,
      { day: body.allocatedOn, field: 'allocatedOn' },
      { type: 'AllocateUnapplied', account: id, ...plain(body) },
    );
  }

  /** Cash of a receipt settled the wrong debts: those are open again, and the cash is unapplied. */
  @Post('allocation-undoings')
  @Policy(cashiers)
  async undo(@Param('account', idParam) id: string, @Body() body: UndoAllocationDto, @Writing() request: WriteRequest): Promise<Written> {
    const account = await this.accounts.account(request.scope, id);
    const { before, booked } = await this.#paymentOn(account, body.receipt);
    const { bookedOn } = booked ?? { bookedOn: body.undoneOn };
    return this.accounts.post(
      request,
      account,
      { day: body.undoneOn, field: 'undoneOn' },
      { type: 'UndoAllocation', account: id, ...plain(body), bookedOn, ...before },
    );
  }

  /**
   * A receipt was identified to the wrong account: all that is left of it there, unapplied, goes to the account that it is for, which is
   * credited as by any identification. A cashier asks, an officer agrees.
   */
  @Post('transfers')
  @Policy({ roles: ['cashier', 'officer'], scope: 'any', approvers: ['officer'] })
  async transfer(
    @Param('account', idParam) id: string,
    @Body() body: TransferPaymentDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    const from = await this.accounts.account(request.scope, id);
    const { toAccount, ...told } = plain(body);
    const to = await this.accounts.named(toAccount, 'toAccount');
    const { booked, before } = await this.#paymentOn(from, told.receipt);
    return this.fourEyes.decide(request, async (agreed, persons) =>
      this.accounts.post(
        agreed,
        from,
        { day: told.transferredOn, field: 'transferredOn' },
        {
          type: 'TransferPayment',
          account: id,
          closed: await this.accounts.isClosed(from),
          ...told,
          to: { account: toAccount, authority: to.authority, currency: to.currency, closed: await this.accounts.isClosed(to) },
          settledBefore: before.settledBefore,
          ...(booked === undefined ? {} : { booked }),
          ...persons,
        },
      ),
    );
  }

  /** The cash of a receipt is for a debt that was written off: so much of it is owed again, as of its own due day, and paid. */
  @Post('recoveries')
  @Policy(cashiers)
  async recover(@Param('account', idParam) id: string, @Body() body: RecoverDebtDto, @Writing() request: WriteRequest): Promise<Written> {
    const account = await this.accounts.account(request.scope, id);
    const { receipt, recoveredOn, debt: told } = plain(body);
    const debt = { ...told, amount: minorIn(told.amount, account.currency, 'debt.amount') };
    const known = new WrittenOffDebt(debt);
    for await (const event of this.accounts.history(account)) known.apply(event);
    const dueOn = known.dueOn ?? recoveredOn;
    return this.accounts.post(
      request,
      account,
      { day: recoveredOn, field: 'recoveredOn' },
      {
        type: 'RecoverDebt',
        account: id,
        currency: account.currency,
        receipt,
        debt,
        dueOn,
        recoveredOn,
        writtenOffBefore: known.before,
      },
    );
  }

  /** Unapplied cash goes back to its payer; a cashier or the holder asks, an officer agrees. */
  @Post('repayments')
  @Policy({ roles: ['vendor', 'intermediary', 'cashier', 'officer'], scope: 'own-collector', act: 'pay', approvers: ['officer'] })
  async repay(@Param('account', idParam) id: string, @Body() body: RepayDto, @Writing() request: WriteRequest): Promise<Written | Asked> {
    const account = await this.accounts.account(request.scope, id);
    const { currency } = account;
    const amount = minorIn(body.amount, currency, 'amount');
    return this.fourEyes.decide(request, (agreed, persons) =>
      this.accounts.post(
        agreed,
        account,
        { day: body.repaidOn, field: 'repaidOn' },
        { type: 'RepayUnapplied', account: id, currency, ...plain(body), amount, ...persons },
      ),
    );
  }

  async #paymentOn(account: KnownAccount, receipt: string): Promise<PaymentOnAccount> {
    const payment = new PaymentOnAccount(account.account, receipt);
    for await (const event of this.accounts.history(account)) payment.apply(event);
    return payment;
  }

  /** Money in another currency comes with the rates of its booking day. */
  #receiving(
    { account, authority, currency: kept }: KnownAccount,
    { provider, paymentReference, means, amount, currency, bookedOn, ...told }: ReceivePaymentDto,
  ): ReceivePayment {
    const conversion = currency === kept ? undefined : this.rules.current().conversion(currency, kept, 'dayElseEarlier', bookedOn);
    return {
      type: 'ReceivePayment',
      account,
      receipt: receiptId(authority, provider, `${means}/${paymentReference}`),
      means,
      currency,
      bookedOn,
      ...told,
      amount: minorIn(amount, currency, 'amount'),
      ...(conversion === undefined || 'kind' in conversion ? {} : { exchangeRows: conversion.rows }),
    };
  }
}
