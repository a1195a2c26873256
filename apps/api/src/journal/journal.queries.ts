import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { JournalQueries, type JournalMoment, type JournalPage, type TrialBalance } from '#journal';
import { ReadModel } from '#read-model';

/** Debits and credits of every account, per book and currency. */
export class ReadTrialBalance extends Query<readonly TrialBalance[]> {
  constructor(readonly moment: JournalMoment) {
    super();
  }
}

@QueryHandler(ReadTrialBalance)
export class ReadTrialBalanceHandler implements IQueryHandler<ReadTrialBalance> {
  constructor(private readonly views: ReadModel) {}

  execute({ moment }: ReadTrialBalance): Promise<readonly TrialBalance[]> {
    return new JournalQueries(this.views).trialBalance(moment);
  }
}

/** A page of the journal in log order. */
export class ReadEntries extends Query<JournalPage> {
  constructor(
    readonly moment: JournalMoment,
    readonly page: { readonly stream?: string; readonly account?: string; readonly after?: string; readonly limit: number },
  ) {
    super();
  }
}

@QueryHandler(ReadEntries)
export class ReadEntriesHandler implements IQueryHandler<ReadEntries> {
  constructor(private readonly views: ReadModel) {}

  execute({ moment, page }: ReadEntries): Promise<JournalPage> {
    return new JournalQueries(this.views).entries({ ...moment, ...page });
  }
}
