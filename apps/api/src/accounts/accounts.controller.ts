import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  findDeclinedCharges,
  type AccountEvent,
  type AccountPeriodRow,
  type AccountRow,
  type ChargeRow,
  type DeclinedChargeRow,
  type OpenItemRow,
  type PeriodClosedData,
  type ToleratedRestRow,
} from '#accounts';
import { present, streamName } from '#event-catalogue';
import { ReadModel } from '#read-model';
import { Export } from '../downloads/exported';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { pageOf, pageOfRows, partOf } from '../http/page-cursor';
import { idParam, periodParam, referenceParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import type { StreamDocument } from '../http/stream-reader';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { AccountDesk } from './account-desk';
import { OpenAccountCommand } from './accounts.commands';
import { AccountsQuery, OpenAccountDto, PageQuery, StatementsQuery } from './accounts.dto';
import { ListAccounts, ListOpenItems, ListPeriods, ListStatements, ReadPeriod, ReadStatement } from './accounts.queries';
import { AtViewpoint, AtViewpointAlone } from '../viewpoint/at-viewpoint';

interface Next {
  readonly next?: string;
}
type StatementAnswer = RowAnswer<AccountPeriodRow> & { readonly toleratedRests?: readonly RowAnswer<ToleratedRestRow>[] };
const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;
const nextOf = ({ next }: Next): Next => (next === undefined ? {} : { next });

/** Accounts of duty and tax: one per holder, authority and kind; they close their books by period. */
@ApiTags('accounts')
@Controller('v1')
export class AccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: LedgerClock,
    private readonly desk: AccountDesk,
    private readonly views: ReadModel,
  ) {}

  @Post('accounts')
  @Policy({ roles: ['officer', 'operator'], scope: 'any' })
  open(@Body() body: OpenAccountDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(new OpenAccountCommand(request, body));
  }

  @Get('accounts')
  @Export('accounts', 'accounts')
  @AtViewpoint('accounts')
  @Policy(readers)
  async list(
    @Query() query: AccountsQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly accounts: readonly RowAnswer<AccountRow>[] } & Next> {
    const { authority, kind } = query;
    const page = pageOf('accounts', plain(query), await this.clock.known());
    const of = { ...partOf(page), ...present({ authority, kind }) };
    const found = pageOfRows(
      'accounts',
      plain(query),
      page,
      await this.queries.execute(new ListAccounts(scope, of)),
      ({ account }) => account,
    );
    return { accounts: found.rows.map(rowAnswer), ...nextOf(found) };
  }

  @Get('accounts/:account')
  @AtViewpointAlone()
  @Policy(readers)
  read(@Param('account', idParam) account: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<AccountEvent>> {
    return this.queries.execute(new ReadStream<AccountEvent>(streamName('account', account), scope, ownersIn('holder')));
  }

  /** The periods of an account, oldest first; a closed one is a statement. */
  @Get('accounts/:account/periods')
  @Export('periods', 'periods')
  @AtViewpointAlone('accounts')
  @Policy(readers)
  async periods(
    @Param('account', idParam) account: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly periods: readonly RowAnswer<AccountPeriodRow>[] }> {
    return { periods: (await this.queries.execute(new ListPeriods(scope, account))).map(rowAnswer) };
  }

  /** One period with its charges, page by page, in order of acceptance. */
  @Get('accounts/:account/periods/:period')
  @Export('charges', 'charges')
  @AtViewpoint('accounts')
  @Policy(readers)
  async readPeriod(
    @Param('account', idParam) account: string,
    @Param('period', periodParam) period: string,
    @Query() query: PageQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly period: RowAnswer<AccountPeriodRow>; readonly charges: readonly RowAnswer<ChargeRow>[] } & Next> {
    const list = `charges ${account}/${period}`;
    const page = pageOf(list, plain(query), await this.clock.known());
    const answer = await this.queries.execute(new ReadPeriod(scope, account, period, partOf(page)));
    const found = pageOfRows(list, plain(query), page, answer.charges, ({ accepted_at, charge }) => `${accepted_at}/${charge}`);
    return { period: rowAnswer(answer.period), charges: found.rows.map(rowAnswer), ...nextOf(found) };
  }

  /** The statement of a closed period with every term of its equation and of its cash, as it was issued. */
  @Get('accounts/:account/periods/:period/statement')
  @AtViewpointAlone()
  @Policy(readers)
  async periodStatement(
    @Param('account', idParam) account: string,
    @Param('period', periodParam) period: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<PeriodClosedData> {
    return this.desk.statement(await this.desk.account(scope, account), period);
  }

  /** Charges that the account did not take and has not taken since: goods that wait for security or money. */
  @Get('accounts/:account/declined-charges')
  @Export('declined-charges', 'charges')
  @AtViewpoint('accounts')
  @Policy(readers)
  async declined(
    @Param('account', idParam) id: string,
    @Query() query: PageQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly charges: readonly RowAnswer<DeclinedChargeRow>[] } & Next> {
    const { account } = await this.desk.account(scope, id);
    const list = `declined ${account}`;
    const page = pageOf(list, plain(query), await this.clock.known());
    const found = pageOfRows(
      list,
      plain(query),
      page,
      await findDeclinedCharges(this.views, { account, ...partOf(page) }),
      ({ charge }) => charge,
    );
    return { charges: found.rows.map(rowAnswer), ...nextOf(found) };
  }

  /** What is charged and not paid yet, by due day. */
  @Get('accounts/:account/open-items')
  @Export('open-items', 'openItems')
  @AtViewpointAlone('accounts')
  @Policy(readers)
  async openItems(
    @Param('account', idParam) account: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly openItems: readonly RowAnswer<OpenItemRow>[] }> {
    return { openItems: (await this.queries.execute(new ListOpenItems(scope, account))).map(rowAnswer) };
  }

  /** Statements of an authority in order of their numbers. */
  @Get('statements')
  @Export('statements', 'statements')
  @AtViewpoint('accounts')
  @Policy(readers)
  async statements(
    @Query() query: StatementsQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly statements: readonly RowAnswer<AccountPeriodRow>[] } & Next> {
    const page = pageOf('statements', plain(query), await this.clock.known());
    const rows = await this.queries.execute(new ListStatements(scope, { ...partOf(page), authority: query.authority }));
    const found = pageOfRows('statements', plain(query), page, rows, ({ statement_number }) => String(statement_number));
    return { statements: found.rows.map(rowAnswer), ...nextOf(found) };
  }

  /** By what its payer quotes: `GB-S00000012`; with what of it was tolerated (below zero: owed again), where anything was. */
  @Get('statements/:statement')
  @AtViewpointAlone('accounts')
  @Policy(readers)
  async statement(@Param('statement', referenceParam) reference: string, @Reading() { scope }: ReadRequest): Promise<StatementAnswer> {
    const { statement, tolerated } = await this.queries.execute(new ReadStatement(scope, reference));
    return { ...rowAnswer(statement), ...(tolerated.length === 0 ? {} : { toleratedRests: tolerated.map(rowAnswer) }) };
  }
}
