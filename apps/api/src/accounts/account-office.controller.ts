import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { AccountCommand } from '#accounts';
import { minorIn } from '../http/amounts';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { idParam } from '../http/params';
import { Writing, type WriteRequest } from '../http/request-context';
import { Policy } from '../identity/policy';
import { AccountDesk, type LegalDay } from './account-desk';
import { ChangeTermsDto, CloseAccountDto, ReinstateAccountDto, SuspendAccountDto } from './account-office.dto';

const office = { roles: ['officer', 'operator'], scope: 'any' } as const;

/** What the account office decides of an account: its terms, whether it takes charges, its end. */
@ApiTags('accounts')
@Controller('v1/accounts/:account')
export class AccountOfficeController {
  constructor(private readonly accounts: AccountDesk) {}

  @Post('terms')
  @Policy(office)
  async terms(@Param('account', idParam) id: string, @Body() body: ChangeTermsDto, @Writing() request: WriteRequest): Promise<Written> {
    const account = await this.accounts.account(request.scope, id);
    const { limit, ...terms } = plain(body);
    const limited = limit === undefined ? {} : { limit: minorIn(limit, account.currency, 'limit') };
    return this.accounts.change(
      request,
      account,
      { type: 'ChangeTerms', ...terms, ...limited },
      { day: body.changedOn, field: 'changedOn' },
    );
  }

  /** The account takes no charge until it is reinstated; its debts stay. */
  @Post('suspensions')
  @Policy(office)
  suspend(@Param('account', idParam) account: string, @Body() body: SuspendAccountDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.#change(request, account, { type: 'SuspendAccount', ...plain(body) }, { day: body.suspendedOn, field: 'suspendedOn' });
  }

  @Post('reinstatements')
  @Policy(office)
  reinstate(
    @Param('account', idParam) account: string,
    @Body() body: ReinstateAccountDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#change(request, account, { type: 'ReinstateAccount', ...plain(body) }, { day: body.reinstatedOn, field: 'reinstatedOn' });
  }

  /** The account takes nothing new for ever; what is open stays to be settled. */
  @Post('closures')
  @Policy(office)
  close(@Param('account', idParam) account: string, @Body() body: CloseAccountDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.#change(request, account, { type: 'CloseAccount', ...plain(body) }, { day: body.closedOn, field: 'closedOn' });
  }

  async #change(request: WriteRequest, id: string, command: AccountCommand, on: LegalDay): Promise<Written> {
    return this.accounts.change(request, await this.accounts.account(request.scope, id), command, on);
  }
}
