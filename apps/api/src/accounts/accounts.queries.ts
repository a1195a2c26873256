import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { accountPeriodStream, type KnownAccount } from '#accounts';
import { notFound } from '../http/problem';
import { StreamReader, type StreamDocument } from '../http/stream-reader';
import { ownedOr404, owns, type CollectorScope } from '../identity/ownership';
import { AccountBooks, type PeriodSummary } from './account-books';

/** An account in a list. */
export type AccountSummary = Omit<KnownAccount, 'left'>;

const summaryOf = ({ left: _left, ...account }: KnownAccount): AccountSummary => account;

/** Accounts that the reader may see, in order of authority, holder and kind. */
export class ListAccounts extends Query<readonly AccountSummary[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly authority: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts> {
  constructor(private readonly books: AccountBooks) {}

  async execute({ scope, authority }: ListAccounts): Promise<readonly AccountSummary[]> {
    const own = (await this.books.directory()).all().filter((account) => owns(scope, [account.holder]) && (authority === undefined || account.authority === authority));
    const keyOf = (account: KnownAccount): string => `${account.authority}/${account.holder}/${account.kind}`;
    return own.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).map(summaryOf);
  }
}

/** The periods of an account with their statements. */
export class ListPeriods extends Query<readonly PeriodSummary[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly account: string,
  ) {
    super();
  }
}

@QueryHandler(ListPeriods)
export class ListPeriodsHandler implements IQueryHandler<ListPeriods> {
  constructor(private readonly books: AccountBooks) {}

  async execute({ scope, account }: ListPeriods): Promise<readonly PeriodSummary[]> {
    const known = ownedOr404(scope, (await this.books.directory()).get(account), ({ holder }) => [holder]);
    return this.books.periods(known);
  }
}

/** All facts of one period: opening, charges, payments, allocations, and the closing that is its statement. */
export class ReadPeriod extends Query<StreamDocument> {
  constructor(
    readonly scope: CollectorScope,
    readonly account: string,
    readonly period: string,
  ) {
    super();
  }
}

@QueryHandler(ReadPeriod)
export class ReadPeriodHandler implements IQueryHandler<ReadPeriod> {
  constructor(
    private readonly books: AccountBooks,
    private readonly streams: StreamReader,
  ) {}

  async execute({ scope, account, period }: ReadPeriod): Promise<StreamDocument> {
    const { authority } = ownedOr404(scope, (await this.books.directory()).get(account), ({ holder }) => [holder]);
    const document = await this.streams.document(accountPeriodStream(authority, account, period));
    if (document === undefined) throw notFound();
    return document;
  }
}
