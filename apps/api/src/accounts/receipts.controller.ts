import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { streamName } from '#event-catalogue';
import { RecordReceiptCommand } from './accounts.commands';
import { RecordReceiptDto } from './accounts.dto';
import type { Written } from '../http/command-desk';
import { idParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { Policy } from '../identity/policy';

/** Bank entries: the only facts that touch cash. */
@ApiTags('receipts')
@Controller('v1/receipts')
export class ReceiptsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Policy({ roles: ['cashier'], scope: 'any' })
  record(@Body() body: RecordReceiptDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(new RecordReceiptCommand(request, body));
  }

  /** A vendor sees an entry only once it is identified as its own. */
  @Get(':receipt')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' })
  read(@Param('receipt', idParam) receipt: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument> {
    return this.queries.execute(new ReadStream(streamName('receipt', receipt), scope, ownersIn('holder')));
  }
}
