import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { AccountPeriodCommand, DebtPart, FourEyes as Persons, KnownAccount, TwoPersons } from '#accounts';
import { minorIn } from '../http/amounts';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { idParam, referenceParam } from '../http/params';
import { Writing, type WriteRequest } from '../http/request-context';
import { FourEyes, type Asked } from '../identity/four-eyes';
import { Policy } from '../identity/policy';
import { AccountDesk, type LegalDay } from './account-desk';
import { ContestDebtDto, EndContestDto, ImposePenaltyDto, ReducePenaltyDto, RemitDebtDto, WriteOffDebtDto } from './debts.dto';

/** The holder asks, or somebody of the authority does for it; an officer agrees. */
const holders = {
  roles: ['vendor', 'intermediary', 'officer', 'cashier', 'operator'],
  scope: 'own-collector',
  act: 'claim',
  approvers: ['officer'],
} as const;
const authority = { roles: ['officer', 'cashier', 'operator'], scope: 'any', approvers: ['officer'] } as const;

type Text = Omit<DebtPart, 'amount'> & { readonly amount: string };
/** What of a request an account needs: the two persons and the document, and the part of the debt in its own currency. */
interface OnDebt {
  readonly account: string;
  readonly currency: string;
  readonly debt: DebtPart;
}

const partOf = ({ account, currency }: KnownAccount, debt: Text): OnDebt => ({
  account,
  currency,
  debt: { ...debt, amount: minorIn(debt.amount, currency, 'debt.amount') },
});

/** What happens to a debt besides being charged and paid: each takes two persons, one that asks and one that agrees. */
@ApiTags('debts')
@Controller('v1/accounts/:account')
export class DebtsController {
  constructor(
    private readonly accounts: AccountDesk,
    private readonly fourEyes: FourEyes,
  ) {}

  /** The holder disputes a debt: no cash settles it unless it is named. */
  @Post('contests')
  @Policy(holders)
  contest(@Param('account', idParam) id: string, @Body() body: ContestDebtDto, @Writing() request: WriteRequest): Promise<Written | Asked> {
    const { debt, contestedOn, document } = body;
    return this.#decide(request, id, { day: contestedOn, field: 'contestedOn' }, (account, persons) => ({
      type: 'ContestDebt',
      ...partOf(account, debt),
      contestedOn,
      ...withDocument(persons, document),
    }));
  }

  @Post('contest-ends')
  @Policy(holders)
  endContest(
    @Param('account', idParam) id: string,
    @Body() body: EndContestDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    const { debt, endedOn, document } = body;
    return this.#decide(request, id, { day: endedOn, field: 'endedOn' }, (account, persons) => ({
      type: 'EndContest',
      ...partOf(account, debt),
      endedOn,
      ...withDocument(persons, document),
    }));
  }

  /** The law waives a debt that was not paid (UCC Art. 116 to 120). */
  @Post('remissions')
  @Policy(holders)
  remit(@Param('account', idParam) id: string, @Body() body: RemitDebtDto, @Writing() request: WriteRequest): Promise<Written | Asked> {
    const { debt, ground, remittedOn, document } = body;
    return this.#decide(request, id, { day: remittedOn, field: 'remittedOn' }, (account, persons) => ({
      type: 'RemitDebt',
      ...partOf(account, debt),
      ground,
      remittedOn,
      ...withDocument(persons, document),
    }));
  }

  /** A debt is given up as uncollectible; the claim stays in memory. */
  @Post('write-offs')
  @Policy(authority)
  writeOff(
    @Param('account', idParam) id: string,
    @Body() body: WriteOffDebtDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    const { debt, writtenOffOn, document } = body;
    return this.#decide(request, id, { day: writtenOffOn, field: 'writtenOffOn' }, (account, persons) => ({
      type: 'WriteOffDebt',
      ...partOf(account, debt),
      writtenOffOn,
      ...withDocument(persons, document),
    }));
  }

  @Post('penalties')
  @Policy(authority)
  async impose(
    @Param('account', idParam) id: string,
    @Body() body: ImposePenaltyDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    const imposedBefore = await this.#isImposed(await this.accounts.account(request.scope, id), body.penaltyReference);
    return this.#decide(request, id, { day: body.imposedOn, field: 'imposedOn' }, ({ account, currency }, persons) => ({
      type: 'ImposePenalty',
      account,
      currency,
      ...plain(body),
      ...persons,
      amount: minorIn(body.amount, currency, 'amount'),
      imposedBefore,
    }));
  }

  /** Reduces or withdraws a penalty that is open. */
  @Post('penalties/:penalty/reductions')
  @Policy(authority)
  reduce(
    @Param('account', idParam) id: string,
    @Param('penalty', referenceParam) penaltyReference: string,
    @Body() body: ReducePenaltyDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    return this.#decide(request, id, { day: body.reducedOn, field: 'reducedOn' }, ({ account, currency }, persons) => ({
      type: 'ReducePenalty',
      account,
      currency,
      penaltyReference,
      ...plain(body),
      ...persons,
      amount: minorIn(body.amount, currency, 'amount'),
    }));
  }

  /** A reference is a penalty's for ever: paid or withdrawn in an earlier period, it is no other's. */
  async #isImposed(account: KnownAccount, penaltyReference: string): Promise<boolean> {
    for await (const event of this.accounts.history(account))
      if (event.type === 'PenaltyImposed' && event.data.penaltyReference === penaltyReference) return true;
    return false;
  }

  async #decide(
    request: WriteRequest,
    id: string,
    on: LegalDay,
    commandOf: (account: KnownAccount, persons: TwoPersons) => AccountPeriodCommand,
  ): Promise<Written | Asked> {
    const account = await this.accounts.account(request.scope, id);
    // Whoever asks hears what is wrong with the request, not whoever agrees.
    commandOf(account, nobody);
    return this.fourEyes.decide(request, (agreed, persons) => this.accounts.post(agreed, account, on, commandOf(account, persons)));
  }
}

const nobody: TwoPersons = { requestedBy: '', approvedBy: '' };
const withDocument = (persons: TwoPersons, document: string): Persons => ({ ...persons, document });
