import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { findGuarantees, type GuaranteeCommand, type GuaranteeRow } from '#accounts';
import { ReadModel } from '#read-model';
import { Export } from '../downloads/exported';
import { minorIn } from '../http/amounts';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { pageOf, pageOfRows, partOf } from '../http/page-cursor';
import { idParam } from '../http/params';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import { FourEyes, type Asked } from '../identity/four-eyes';
import { ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { GuaranteeDesk, type GuaranteeStanding } from './guarantee-desk';
import { CallGuaranteeDto, ChangeGuaranteeDto, GuaranteesQuery, RegisterGuaranteeDto } from './guarantees.dto';
import { AtViewpoint, AtViewpointAlone } from '../viewpoint/at-viewpoint';

const office = { roles: ['officer', 'operator'], scope: 'any' } as const;
const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

/** What stands behind accounts, and how far it is used. */
@ApiTags('guarantees')
@Controller('v1/guarantees')
export class GuaranteesController {
  constructor(
    private readonly guarantees: GuaranteeDesk,
    private readonly fourEyes: FourEyes,
    private readonly views: ReadModel,
    private readonly clock: LedgerClock,
  ) {}

  @Post()
  @Policy(office)
  async register(@Body() body: RegisterGuaranteeDto, @Writing() request: WriteRequest): Promise<Written> {
    const { authority, currency, required, shares, ...told } = plain(body);
    const command: GuaranteeCommand = {
      type: 'RegisterGuarantee',
      authority,
      currency,
      ...told,
      amount: minorIn(told.amount, currency, 'amount'),
      shares: await this.guarantees.shares(authority, currency, shares),
      ...(required === undefined ? {} : { required: { ...required, amount: minorIn(required.amount, currency, 'required.amount') } }),
    };
    return this.guarantees.run(request, body, command, { day: body.validFrom, field: 'validFrom' });
  }

  /** Increased, reduced, shared, extended, replaced, cancelled, expired: a change is what its reason says. */
  @Post(':guarantee/changes')
  @Policy(office)
  async change(
    @Param('guarantee', idParam) guarantee: string,
    @Body() body: ChangeGuaranteeDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const { facts } = await this.guarantees.registered(request.scope, guarantee);
    const { amount, shares, ...told } = plain(body);
    const command: GuaranteeCommand = {
      type: 'ChangeGuarantee',
      ...told,
      ...(amount === undefined ? {} : { amount: minorIn(amount, facts.currency, 'amount') }),
      ...(shares === undefined ? {} : { shares: await this.guarantees.shares(facts.authority, facts.currency, shares) }),
    };
    return this.guarantees.run(request, facts, command, { day: body.changedOn, field: 'changedOn' });
  }

  /** The guarantor is asked to pay what the holder did not (UCC Art. 94(2), 98); a cashier asks, an officer agrees. */
  @Post(':guarantee/calls')
  @Policy({ roles: ['cashier', 'officer'], scope: 'any', approvers: ['officer'] })
  async call(
    @Param('guarantee', idParam) guarantee: string,
    @Body() body: CallGuaranteeDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    const { facts } = await this.guarantees.registered(request.scope, guarantee);
    const amount = minorIn(body.amount, facts.currency, 'amount');
    return this.fourEyes.decide(request, (agreed, persons) =>
      this.guarantees.run(
        agreed,
        facts,
        { type: 'CallGuarantee', ...plain(body), amount, ...persons },
        { day: body.calledOn, field: 'calledOn' },
      ),
    );
  }

  @Get()
  @Export('guarantees', 'guarantees')
  @AtViewpoint('accounts')
  @Policy(readers)
  async list(
    @Query() query: GuaranteesQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly guarantees: readonly RowAnswer<GuaranteeRow>[]; readonly next?: string }> {
    const page = pageOf('guarantees', plain(query), await this.clock.known());
    const holder = ownerFilter(scope);
    const of = {
      ...partOf(page),
      ...(query.authority === undefined ? {} : { authority: query.authority }),
      ...(holder === undefined ? {} : { holders: [holder] }),
    };
    const { rows, next } = pageOfRows('guarantees', plain(query), page, await findGuarantees(this.views, of), ({ guarantee }) => guarantee);
    return { guarantees: rows.map(rowAnswer), ...(next === undefined ? {} : { next }) };
  }

  /** Shares, exposure, utilisation and the forecast to the next payment date. */
  @Get(':guarantee')
  @AtViewpointAlone('accounts')
  @Policy(readers)
  async read(@Param('guarantee', idParam) guarantee: string, @Reading() { scope }: ReadRequest): Promise<GuaranteeStanding> {
    await this.guarantees.registered(scope, guarantee);
    return this.guarantees.standing(guarantee);
  }
}
