import { Injectable } from '@nestjs/common';
import { accountPeriodStream, cyclesOf, directoryReader, type AccountCycles, type AccountDirectory, type KnownAccount, type StatementIssued } from '#accounts';
import { EventCatalogue } from '#event-catalogue';
import { EventStore } from '#event-store';
import { RuleBookFollower } from '#runtime';
import { StreamReader, type Fact } from '../http/stream-reader';

/** A period of an account in a list: its window, and its statement once it is closed. */
export interface PeriodSummary {
  readonly period: string;
  readonly start: string;
  readonly end: string;
  readonly status: 'open' | 'closed';
  readonly statement?: StatementIssued;
}

/** More periods than any account has: a walk ends even if its facts do not. */
const mostPeriods = 2000;

/** Accounts and their periods, read from the log. */
@Injectable()
export class AccountBooks {
  readonly #read: () => Promise<AccountDirectory>;

  constructor(
    store: EventStore,
    catalogue: EventCatalogue,
    private readonly streams: StreamReader,
    private readonly rules: RuleBookFollower,
  ) {
    this.#read = directoryReader(store, catalogue);
  }

  /** Accounts as of now, each read adding only what is new. */
  directory(): Promise<AccountDirectory> {
    return this.#read();
  }

  cycles(): AccountCycles {
    return cyclesOf(this.rules.current());
  }

  /** The periods of an account in order, from its first to the one that is open. */
  async periods({ account, authority, cycle, openedOn }: KnownAccount): Promise<readonly PeriodSummary[]> {
    const cycles = this.cycles();
    const found: PeriodSummary[] = [];
    for (let day = openedOn; found.length < mostPeriods; ) {
      const { id: period, start, end } = cycles.periodOf(cycle, day);
      const document = await this.streams.document(accountPeriodStream(authority, account, period));
      if (document === undefined) return found;
      const statement = statementIn(document.facts);
      found.push({ period, start, end, status: statement === undefined ? 'open' : 'closed', ...(statement === undefined ? {} : { statement }) });
      day = end;
    }
    return found;
  }
}

const statementIn = (facts: readonly Fact[]): StatementIssued | undefined => facts.find(({ type }) => type === 'PeriodClosed')?.data as StatementIssued | undefined;
