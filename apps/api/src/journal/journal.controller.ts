import { Readable } from 'node:stream';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { present } from '#event-catalogue';
import { entryDocument, JournalQueries, trialBalanceDocument, writeJournal } from '#journal';
import { ReadModel } from '#read-model';
import { Export } from '../downloads/exported';
import { plain } from '../http/field';
import { cursorAfter, pageOf } from '../http/page-cursor';
import { Streamed } from '../http/streamed';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { EntriesQuery, JournalExportQuery, TrialBalanceQuery } from './journal.dto';
import { ReadEntries, ReadTrialBalance } from './journal.queries';
import { OwnViewpoint } from '../viewpoint/at-viewpoint';

const readers = { roles: ['officer', 'auditor', 'operator'], scope: 'any' } as const;

/** The double-entry journal that follows from the events, as of any effective moment and as known at any position. */
@ApiTags('journal')
@Controller('v1/journal')
export class JournalController {
  constructor(
    private readonly queries: QueryBus,
    private readonly views: ReadModel,
    private readonly clock: LedgerClock,
  ) {}

  @Get('trial-balance')
  @OwnViewpoint()
  @Export('trial-balance', 'balances')
  @Policy(readers)
  async trialBalance(
    @Query() query: TrialBalanceQuery,
  ): Promise<{ readonly balances: readonly ReturnType<typeof trialBalanceDocument>[] }> {
    return { balances: (await this.queries.execute(new ReadTrialBalance(query))).map(trialBalanceDocument) };
  }

  /**
   * Entries in log order, of one account of the chart where it is named. All pages of one list are read at the place of the log where the
   * first was.
   */
  @Get('entries')
  @OwnViewpoint()
  @Export('journal', 'entries')
  @Policy(readers)
  async entries(
    @Query() query: EntriesQuery,
  ): Promise<{ readonly entries: readonly ReturnType<typeof entryDocument>[]; readonly next?: string }> {
    const { book, asOf, knownAt, stream, account } = query;
    const page = pageOf('journal-entries', plain(query), knownAt ?? (await this.clock.known()));
    const moment = { knownAt: page.position, ...present({ book, asOf }) };
    const { entries, next } = await this.queries.execute(
      new ReadEntries(moment, {
        limit: page.limit,
        ...present({ stream, account, after: page.after }),
      }),
    );
    return {
      entries: entries.map(entryDocument),
      ...(next === undefined ? {} : { next: cursorAfter('journal-entries', plain(query), page, next) }),
    };
  }

  /** The whole journal in the format of hledger, ledger or beancount, streamed. */
  @Get('export')
  @OwnViewpoint()
  @Policy(readers)
  export(@Query() { format, ...moment }: JournalExportQuery): Streamed<'text/plain; charset=utf-8'> {
    const text = writeJournal(new JournalQueries(this.views).read(moment), format);
    return new Streamed(Readable.from(text), {
      type: 'text/plain; charset=utf-8',
      disposition: `attachment; filename="journal.${format}"`,
    });
  }
}
