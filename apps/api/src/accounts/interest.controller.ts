import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { formatMoney } from '#money';
import type { InterestDue } from '#rules';
import type { Written } from '../http/command-desk';
import { idParam } from '../http/params';
import { jsonOf, type JsonOf } from '../http/json-of';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { Policy } from '../identity/policy';
import { AccountDesk } from './account-desk';
import { ChargeInterestDto, InterestQuery } from './cash.dto';
import { InterestDesk } from './interest-desk';

/** What is due, with principals in the account's currency. */
type InterestPreview = JsonOf<
  Omit<InterestDue, 'spans'> & {
    readonly spans: readonly (Omit<InterestDue['spans'][number], 'principal'> & { readonly principal: string })[];
  }
>;

/** Interest on arrears: what it comes to, span by span, and its charge; computed anew it takes the charge of before back. */
@ApiTags('debts')
@Controller('v1/accounts/:account/interest')
export class InterestController {
  constructor(
    private readonly accounts: AccountDesk,
    private readonly interest: InterestDesk,
  ) {}

  @Get()
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' })
  async preview(
    @Param('account', idParam) id: string,
    @Query() query: InterestQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<InterestPreview> {
    const account = await this.accounts.account(scope, id);
    const { spans, ...due } = await this.interest.preview(account, query);
    const { currency } = account;
    return jsonOf({
      ...due,
      spans: spans.map(({ principal, ...span }) => ({ ...span, principal: formatMoney({ minor: principal, currency }) })),
    });
  }

  @Post()
  @Policy({ roles: ['officer', 'operator'], scope: 'any' })
  async charge(@Param('account', idParam) id: string, @Body() body: ChargeInterestDto, @Writing() request: WriteRequest): Promise<Written> {
    const account = await this.accounts.account(request.scope, id);
    const { chargedOn, dueOn } = body;
    return this.accounts.post(
      request,
      account,
      { day: chargedOn, field: 'chargedOn' },
      await this.interest.charging(account, body, { chargedOn, dueOn }),
    );
  }
}
