import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { accountPeriodStream } from '#accounts';
import { streamName } from '#event-catalogue';
import type { Written } from '../http/command-desk';
import { bookParam, idParam, periodParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { Policy } from '../identity/policy';
import { OpenAccountCommand } from './accounts.commands';
import { OpenAccountDto } from './accounts.dto';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

/** Accounts of duty and tax: one per holder, authority and kind; they close their books by period. */
@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Policy({ roles: ['officer', 'operator'], scope: 'any' })
  open(@Body() body: OpenAccountDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(new OpenAccountCommand(request, body));
  }

  @Get(':account')
  @Policy(readers)
  read(@Param('account', idParam) account: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument> {
    return this.queries.execute(new ReadStream(streamName('account', account), scope, ownersIn('holder')));
  }

  /** The facts of one period: opening, charges, payments, allocations, and the closing that is its statement. */
  @Get(':account/:authority/periods/:period')
  @Policy(readers)
  readPeriod(
    @Param('account', idParam) account: string,
    @Param('authority', bookParam) authority: string,
    @Param('period', periodParam) period: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<StreamDocument> {
    return this.queries.execute(new ReadStream(accountPeriodStream(authority, account, period), scope, ownersIn('holder')));
  }
}
