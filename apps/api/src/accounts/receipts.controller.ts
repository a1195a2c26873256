import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { findReceipt, toleratedRestsOf, type AllocationRow, type ReceiptEvent, type ReceiptRow, type ToleratedRestRow } from '#accounts';
import { present, streamName } from '#event-catalogue';
import { ReadModel } from '#read-model';
import { coversOfReceipt, type ReceiptCovers } from '#reconciliation';
import { AccountDesk } from './account-desk';
import { RecordReceiptCommand } from './accounts.commands';
import { ReceiptsQuery, RecordReceiptDto } from './accounts.dto';
import { CoveringSetsQuery, IdentifyReceiptDto, ReturnReceiptDto } from './cash.dto';
import { ReceiptDesk } from './receipt-desk';
import { ownerOfReceipt, ownFacts } from './receipt-readers';
import { ListReceipts, ReadAllocations } from './accounts.queries';
import { Export } from '../downloads/exported';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { pageOf, pageOfRows, partOf } from '../http/page-cursor';
import { idParam } from '../http/params';
import { notFound } from '../http/problem';
import { ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import type { StreamDocument } from '../http/stream-reader';
import { FourEyes, type Asked } from '../identity/four-eyes';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { AtViewpoint, AtViewpointAlone } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

/** Bank entries: the only facts that touch cash. */
@ApiTags('receipts')
@Controller('v1/receipts')
export class ReceiptsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: LedgerClock,
    private readonly receipts: ReceiptDesk,
    private readonly accounts: AccountDesk,
    private readonly fourEyes: FourEyes,
    private readonly views: ReadModel,
  ) {}

  @Post()
  @Policy({ roles: ['cashier'], scope: 'any' })
  record(@Body() body: RecordReceiptDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(new RecordReceiptCommand(request, body));
  }

  /** By hand: the account that money in suspense is for, and the payment on its way that it makes final, where it does. */
  @Post(':receipt/identifications')
  @Policy({ roles: ['cashier', 'officer'], scope: 'any' })
  async identify(
    @Param('receipt', idParam) receipt: string,
    @Body() { account: id, settles }: IdentifyReceiptDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const { account, holder, kind, authority } = await this.accounts.account(request.scope, id);
    return this.receipts.run(request, receipt, {
      type: 'IdentifyReceipt',
      account,
      holder,
      kind,
      rule: 'by-hand',
      authority,
      ...(settles === undefined ? {} : { settles }),
    });
  }

  /** Money in suspense goes back to where it came from; what lies on an account is repaid there. */
  @Post(':receipt/returns')
  @Policy({ roles: ['cashier', 'officer'], scope: 'any', approvers: ['officer'] })
  return(
    @Param('receipt', idParam) receipt: string,
    @Body() body: ReturnReceiptDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    return this.fourEyes.decide(request, (agreed, persons) =>
      this.receipts.run(agreed, receipt, { type: 'ReturnReceipt', reason: 'repaid', ...plain(body), ...persons }, body.returnedOn),
    );
  }

  @Get()
  @Export('receipts', 'receipts')
  @AtViewpoint('accounts')
  @Policy(readers)
  async list(
    @Query() query: ReceiptsQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly receipts: readonly RowAnswer<ReceiptRow>[]; readonly next?: string }> {
    const { authority, status } = query;
    const page = pageOf('receipts', plain(query), await this.clock.known());
    const of = { ...partOf(page), ...present({ authority, status }) };
    const { rows, next } = pageOfRows(
      'receipts',
      plain(query),
      page,
      await this.queries.execute(new ListReceipts(scope, of)),
      ({ receipt }) => receipt,
    );
    return { receipts: rows.map(rowAnswer), ...(next === undefined ? {} : { next }) };
  }

  /** What an entry settled, pair by pair, and what was tolerated beside it (below zero: owed again). */
  @Get(':receipt/allocations')
  @Export('allocations', 'allocations')
  @AtViewpointAlone('accounts')
  @Policy(readers)
  async allocations(
    @Param('receipt', idParam) receipt: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<{
    readonly allocations: readonly RowAnswer<AllocationRow>[];
    readonly tolerated?: readonly RowAnswer<ToleratedRestRow>[];
  }> {
    const allocations = (await this.queries.execute(new ReadAllocations(scope, receipt))).map(rowAnswer);
    const own = scope.kind === 'all' ? undefined : (await findReceipt(this.views, receipt))?.account;
    const rests = (await toleratedRestsOf(this.views, { receipt })).filter(({ account }) => own === undefined || account === own);
    const tolerated = rests.map(rowAnswer);
    return { allocations, ...(tolerated.length === 0 ? {} : { tolerated }) };
  }

  /**
   * Which open debts a lump sum covers exactly, where it does not say so; an allocation by hand takes the references. With `account` the
   * search is whole, for money in suspense too.
   */
  @Get(':receipt/covering-sets')
  @AtViewpoint('accounts')
  @Policy({ roles: ['cashier', 'officer', 'auditor', 'operator'], scope: 'any' })
  async coveringSets(@Param('receipt', idParam) receipt: string, @Query() { account }: CoveringSetsQuery): Promise<ReceiptCovers> {
    const found = await coversOfReceipt(this.views, receipt, account);
    if (found === undefined) throw notFound();
    return found;
  }

  /** A vendor sees an entry only once it is identified as its own. */
  @Get(':receipt')
  @AtViewpointAlone()
  @Policy(readers)
  async read(@Param('receipt', idParam) receipt: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<ReceiptEvent>> {
    const known = await this.queries.execute(new ReadStream<ReceiptEvent>(streamName('receipt', receipt), scope, ownerOfReceipt));
    return ownFacts(known, scope);
  }
}
