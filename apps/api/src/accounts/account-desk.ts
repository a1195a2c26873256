import { Injectable } from '@nestjs/common';
import {
  accountDecider,
  accountPeriodDecider,
  accountPeriodStream,
  cyclesOf,
  type AccountCommand,
  type AccountEvent,
  type AccountPeriodCommand,
  type AccountPeriodEvent,
  type KnownAccount,
  type PeriodClosedData,
} from '#accounts';
import { startOfLegalDay, streamName } from '#event-catalogue';
import { isDay } from '#money';
import { CalendarNotCoveredError } from '#rules';
import { OpenedAccounts, RuleBookFollower } from '#runtime';
import { CommandDesk, type Written } from '../http/command-desk';
import { notFound, problem, problemOfRejection } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { StreamReader } from '../http/stream-reader';
import { ownedOr404, type CollectorScope } from '../identity/ownership';
import { LedgerClock } from '../ledger/ledger-clock';
import { Authorities } from './authorities';

/** The day on which something is done, and the field of the request that says it. */
export interface LegalDay {
  readonly day: string;
  readonly field: string;
}

/** The way to an account and to the period that a legal day falls in: where the day says, the stream decides. */
@Injectable()
export class AccountDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly accounts: OpenedAccounts,
    private readonly rules: RuleBookFollower,
    private readonly authorities: Authorities,
    private readonly reader: StreamReader,
    private readonly clock: LedgerClock,
  ) {}

  /** The account, or the same 404 whether it is absent or another's. */
  async account(scope: CollectorScope, id: string): Promise<KnownAccount> {
    return ownedOr404(scope, (await this.accounts.current()).get(id), ({ holder }) => [holder]);
  }

  /** An account that a field of the request names, whoever holds it. Throws ACCOUNT_UNKNOWN. */
  async named(id: string, field: string): Promise<KnownAccount> {
    const known = (await this.accounts.current()).get(id);
    if (known === undefined) throw problemOfRejection({ code: 'ACCOUNT_UNKNOWN', message: 'no such account was opened', field });
    return known;
  }

  /** Whether the account takes nothing new any more. */
  async isClosed({ account }: KnownAccount): Promise<boolean> {
    for await (const { type } of this.reader.stream<AccountEvent>(streamName('account', account)))
      if (type === 'AccountClosed') return true;
    return false;
  }

  /** Asks the account itself. Its terms hold as soon as they are told, so that what is yet to come is told on its day. */
  async change(
    request: WriteRequest,
    { account, authority }: KnownAccount,
    command: AccountCommand,
    { day, field }: LegalDay,
  ): Promise<Written> {
    await this.clock.dayOf(day, field);
    const effectiveAt = startOfLegalDay(day, this.authorities.zoneOf(authority));
    return this.desk.run(request, {
      decider: accountDecider,
      stream: streamName('account', account),
      command,
      book: authority,
      effectiveAt,
    });
  }

  /** Asks the period of the account that the day falls in. */
  post(request: WriteRequest, account: KnownAccount, on: LegalDay, command: AccountPeriodCommand): Promise<Written> {
    const { authority, cycle } = account;
    const stream = accountPeriodStream(authority, account.account, this.#periodOf(account, on).id);
    const effectiveAt = cyclesOf(this.rules.current()).startOf(cycle, on.day);
    return this.desk.run(request, { decider: accountPeriodDecider, stream, command, book: authority, effectiveAt });
  }

  /** All that the periods of an account recorded, in their order; they follow one another without a gap. */
  async *history({ account, authority, cycle, openedOn }: KnownAccount): AsyncGenerator<AccountPeriodEvent> {
    const cycles = cyclesOf(this.rules.current());
    for (let period = cycles.periodOf(cycle, openedOn), found = true; found; period = cycles.periodOf(cycle, period.end)) {
      found = false;
      for await (const event of this.reader.stream<AccountPeriodEvent>(accountPeriodStream(authority, account, period.id))) {
        found = true;
        yield event;
      }
    }
  }

  /** The closing event of a period: its statement. Throws the 404 of a period that is not closed. */
  async statement({ authority, account }: KnownAccount, period: string): Promise<PeriodClosedData> {
    const last = await this.reader.last<AccountPeriodEvent>(accountPeriodStream(authority, account, period));
    if (last?.type !== 'PeriodClosed') throw notFound();
    return last.data;
  }

  #periodOf({ cycle }: KnownAccount, { day, field }: LegalDay): { readonly id: string } {
    if (!isDay(day)) throw problem('FIELD_MALFORMED', 'expected a day that exists', { field });
    try {
      return cyclesOf(this.rules.current()).periodOf(cycle, day);
    } catch (error) {
      if (error instanceof CalendarNotCoveredError) throw problem('CALENDAR_NOT_COVERED', error.message, { field });
      throw error;
    }
  }
}
