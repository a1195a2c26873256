import { Injectable } from '@nestjs/common';
import { openItemsOf, principalOf, type ChargeInterest, type InterestData, type KnownAccount, type RestartOfInterest } from '#accounts';
import { ReadModel } from '#read-model';
import {
  CalendarNotCoveredError,
  interestOf,
  InterestRateNotCoveredError,
  InterestRuleUnknownError,
  type InterestDue,
  type PrincipalStep,
} from '#rules';
import { DebtHistories, RuleBookFollower } from '#runtime';
import { notFound, problemOfRejection } from '../http/problem';
import { Reactor } from '../ledger/reactor';
import { AccountDesk } from './account-desk';
import type { InterestQuery } from './cash.dto';

/** What interest on a debt is computed from: the debt, what was open of it day by day, and what was charged before. */
interface Arrears {
  readonly on: InterestData['on'];
  readonly principal: readonly PrincipalStep[];
  readonly before?: InterestData;
}

/** Interest on arrears, from all that the account recorded of a debt (UCC Art. 114). */
@Injectable()
export class InterestDesk {
  constructor(
    private readonly accounts: AccountDesk,
    private readonly views: ReadModel,
    private readonly rules: RuleBookFollower,
    private readonly reactor: Reactor,
  ) {}

  /** What is due up to a day; nothing is recorded. Throws a ProblemError INTEREST_NOT_COMPUTABLE. */
  async preview(account: KnownAccount, query: InterestQuery): Promise<InterestDue> {
    const { on, principal } = await this.#arrears(account, query);
    try {
      return interestOf(this.rules.current(), query.rule, { dueOn: on.dueOn, principal, to: query.to });
    } catch (error) {
      const known =
        error instanceof InterestRuleUnknownError ||
        error instanceof InterestRateNotCoveredError ||
        error instanceof CalendarNotCoveredError;
      throw known
        ? problemOfRejection({
            code: 'INTEREST_NOT_COMPUTABLE',
            message: error.message,
            field: error instanceof InterestRuleUnknownError ? 'rule' : 'to',
          })
        : error;
    }
  }

  /** The command that charges it, or charges it anew. */
  async charging(account: KnownAccount, query: InterestQuery, days: Pick<ChargeInterest, 'chargedOn' | 'dueOn'>): Promise<ChargeInterest> {
    const { rule, to } = query;
    return {
      type: 'ChargeInterest',
      account: account.account,
      currency: account.currency,
      ...(await this.#arrears(account, query)),
      to,
      rule,
      ruleBook: this.rules.current(),
      ...days,
    };
  }

  async #arrears(account: KnownAccount, { kind, reference, taxType, beneficiary, restart }: InterestQuery): Promise<Arrears> {
    await this.reactor.settleViews();
    const debt = { kind, reference, taxType, beneficiary };
    const item = (await openItemsOf(this.views, account.account, false)).find(
      (one) => one.kind === kind && one.reference === reference && one.tax_type === taxType && one.beneficiary === beneficiary,
    );
    if (item === undefined) throw notFound();
    const histories = new DebtHistories(new Set([reference]));
    for await (const event of this.accounts.history(account)) histories.apply(event);
    const on = { reference, taxType, beneficiary, dueOn: item.due_on };
    const { last: before } = histories.interestOn(on);
    return {
      on,
      principal: principalOf(histories.of(reference), debt, restart satisfies RestartOfInterest | undefined, account.currency),
      ...(before === undefined ? {} : { before }),
    };
  }
}
