import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { StatementIssued } from '#accounts';
import { streamName } from '#event-catalogue';
import type { Written } from '../http/command-desk';
import { idParam, periodParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { Policy } from '../identity/policy';
import type { PeriodSummary } from './account-books';
import { OpenAccountCommand } from './accounts.commands';
import { AccountsQuery, OpenAccountDto } from './accounts.dto';
import { ListAccounts, ListPeriods, ReadPeriod, type AccountSummary } from './accounts.queries';

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

  @Get()
  @Policy(readers)
  async list(@Query() { authority }: AccountsQuery, @Reading() { scope }: ReadRequest): Promise<{ readonly accounts: readonly AccountSummary[] }> {
    return { accounts: await this.queries.execute(new ListAccounts(scope, authority)) };
  }

  @Get(':account')
  @Policy(readers)
  read(@Param('account', idParam) account: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument> {
    return this.queries.execute(new ReadStream(streamName('account', account), scope, ownersIn('holder')));
  }

  @Get(':account/periods')
  @Policy(readers)
  async periods(@Param('account', idParam) account: string, @Reading() { scope }: ReadRequest): Promise<{ readonly periods: readonly PeriodSummary[] }> {
    return { periods: await this.queries.execute(new ListPeriods(scope, account)) };
  }

  @Get(':account/periods/:period')
  @Policy(readers)
  readPeriod(@Param('account', idParam) account: string, @Param('period', periodParam) period: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument> {
    return this.queries.execute(new ReadPeriod(scope, account, period));
  }

  /** What the closed periods said is due, oldest first. */
  @Get(':account/statements')
  @Policy(readers)
  async statements(@Param('account', idParam) account: string, @Reading() { scope }: ReadRequest): Promise<{ readonly statements: readonly StatementIssued[] }> {
    const periods = await this.queries.execute(new ListPeriods(scope, account));
    return { statements: periods.flatMap(({ statement }) => statement ?? []) };
  }
}
