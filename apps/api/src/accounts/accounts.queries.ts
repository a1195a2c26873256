import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  accountPeriodId,
  allocationsOf,
  chargesOfPeriod,
  findAccounts,
  findReceipt,
  findReceipts,
  findStatement,
  findStatements,
  openItemsOf,
  periodsOfAccount,
  toleratedRestsOf,
  type AccountPeriodRow,
  type AccountRow,
  type AllocationRow,
  type ChargeRow,
  type OpenItemRow,
  type ReceiptRow,
  type ToleratedRestRow,
} from '#accounts';
import { streamName } from '#event-catalogue';
import { ReadModel } from '#read-model';
import { ownersIn, ReadStream, ReadStreamHandler } from '../http/read-stream.query';
import { ownedOr404, ownerFilter, type CollectorScope } from '../identity/ownership';
import { ownerOfReceipt } from './receipt-readers';

/** Where a list goes on: the key of the last row given. */
interface Part {
  readonly after?: string;
  readonly limit: number;
}

const holdersOf = (scope: CollectorScope): { readonly holders?: readonly string[] } => {
  const holder = ownerFilter(scope);
  return holder === undefined ? {} : { holders: [holder] };
};

/** Accounts that the reader may see, in order of id. */
export class ListAccounts extends Query<readonly AccountRow[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly of: Part & { readonly authority?: string; readonly kind?: string },
  ) {
    super();
  }
}

@QueryHandler(ListAccounts)
export class ListAccountsHandler implements IQueryHandler<ListAccounts> {
  constructor(private readonly views: ReadModel) {}

  execute({ scope, of }: ListAccounts): Promise<readonly AccountRow[]> {
    return findAccounts(this.views, { ...of, ...holdersOf(scope) });
  }
}

/** The periods of an account, oldest first. */
export class ListPeriods extends Query<readonly AccountPeriodRow[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly account: string,
  ) {
    super();
  }
}

@QueryHandler(ListPeriods)
export class ListPeriodsHandler implements IQueryHandler<ListPeriods> {
  constructor(
    private readonly views: ReadModel,
    private readonly streams: ReadStreamHandler,
  ) {}

  async execute({ scope, account }: ListPeriods): Promise<readonly AccountPeriodRow[]> {
    await this.streams.execute(new ReadStream(streamName('account', account), scope, ownersIn('holder')));
    return periodsOfAccount(this.views, account);
  }
}

/** What is charged to an account and not paid, by due day. */
export class ListOpenItems extends Query<readonly OpenItemRow[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly account: string,
  ) {
    super();
  }
}

@QueryHandler(ListOpenItems)
export class ListOpenItemsHandler implements IQueryHandler<ListOpenItems> {
  constructor(
    private readonly views: ReadModel,
    private readonly streams: ReadStreamHandler,
  ) {}

  async execute({ scope, account }: ListOpenItems): Promise<readonly OpenItemRow[]> {
    await this.streams.execute(new ReadStream(streamName('account', account), scope, ownersIn('holder')));
    return openItemsOf(this.views, account);
  }
}

/** One period of an account, with a page of its charges. */
export class ReadPeriod extends Query<{ readonly period: AccountPeriodRow; readonly charges: readonly ChargeRow[] }> {
  constructor(
    readonly scope: CollectorScope,
    readonly account: string,
    readonly period: string,
    readonly part: Part,
  ) {
    super();
  }
}

@QueryHandler(ReadPeriod)
export class ReadPeriodHandler implements IQueryHandler<ReadPeriod> {
  constructor(private readonly views: ReadModel) {}

  async execute({
    scope,
    account,
    period,
    part,
  }: ReadPeriod): Promise<{ readonly period: AccountPeriodRow; readonly charges: readonly ChargeRow[] }> {
    const found = (await periodsOfAccount(this.views, account)).find((row) => row.period === period);
    const own = ownedOr404(scope, found, ({ holder }) => [holder]);
    const [acceptedAt, charge] = part.after?.split('/') ?? [];
    const after = acceptedAt === undefined || charge === undefined ? {} : { after: { accepted_at: acceptedAt, charge } };
    return {
      period: own,
      charges: await chargesOfPeriod(this.views, accountPeriodId(own.authority, account, period), { limit: part.limit, ...after }),
    };
  }
}

/** Statements in order of authority and number; all of them, or one by what its payer quotes. */
export class ListStatements extends Query<readonly AccountPeriodRow[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly of: Part & { readonly authority?: string },
  ) {
    super();
  }
}

@QueryHandler(ListStatements)
export class ListStatementsHandler implements IQueryHandler<ListStatements> {
  constructor(private readonly views: ReadModel) {}

  execute({ scope, of: { authority, after, limit } }: ListStatements): Promise<readonly AccountPeriodRow[]> {
    const number = after === undefined ? {} : { afterNumber: Number.parseInt(after, 10) };
    return findStatements(this.views, { limit, ...(authority === undefined ? {} : { authority }), ...number, ...holdersOf(scope) });
  }
}

/** A statement, and what of it was tolerated. */
export interface ReadStatementAnswer {
  readonly statement: AccountPeriodRow;
  readonly tolerated: readonly ToleratedRestRow[];
}

export class ReadStatement extends Query<ReadStatementAnswer> {
  constructor(
    readonly scope: CollectorScope,
    readonly reference: string,
  ) {
    super();
  }
}

@QueryHandler(ReadStatement)
export class ReadStatementHandler implements IQueryHandler<ReadStatement> {
  constructor(private readonly views: ReadModel) {}

  async execute({ scope, reference }: ReadStatement): Promise<ReadStatementAnswer> {
    const statement = ownedOr404(scope, await findStatement(this.views, reference), ({ holder }) => [holder]);
    return { statement, tolerated: await toleratedRestsOf(this.views, { kind: 'statement', reference, account: statement.account }) };
  }
}

/** Bank entries in order of id; a holder's own. */
export class ListReceipts extends Query<readonly ReceiptRow[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly of: Part & { readonly authority?: string; readonly status?: string },
  ) {
    super();
  }
}

@QueryHandler(ListReceipts)
export class ListReceiptsHandler implements IQueryHandler<ListReceipts> {
  constructor(private readonly views: ReadModel) {}

  execute({ scope, of }: ListReceipts): Promise<readonly ReceiptRow[]> {
    return findReceipts(this.views, { ...of, ...holdersOf(scope) });
  }
}

/** What a bank entry settled, pair by pair. */
export class ReadAllocations extends Query<readonly AllocationRow[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly receipt: string,
  ) {
    super();
  }
}

@QueryHandler(ReadAllocations)
export class ReadAllocationsHandler implements IQueryHandler<ReadAllocations> {
  constructor(
    private readonly views: ReadModel,
    private readonly streams: ReadStreamHandler,
  ) {}

  async execute({ scope, receipt }: ReadAllocations): Promise<readonly AllocationRow[]> {
    await this.streams.execute(new ReadStream(streamName('receipt', receipt), scope, ownerOfReceipt));
    const settled = await allocationsOf(this.views, receipt);
    if (scope.kind === 'all') return settled;
    // What it settled while it was identified to the wrong account is another's.
    const entry = await findReceipt(this.views, receipt);
    return settled.filter(({ account }) => account === entry?.account);
  }
}
