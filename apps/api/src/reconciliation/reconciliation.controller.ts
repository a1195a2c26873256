import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { BridgeSelection, Bridge, PeriodCase, ReceiptCase, ReconciliationTotals, WhyNotAnswer } from '#reconciliation';
import { ExportJudged } from '../downloads/exported';
import { plain } from '../http/field';
import { ndjson } from '../http/ndjson';
import { cursorAfter, pageOf } from '../http/page-cursor';
import { notFound, problem } from '../http/problem';
import { Reading, type ReadRequest } from '../http/request-context';
import { streamParam } from '../http/params';
import { owns } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import type { VisibleCase } from './own-case';
import { ReconciliationDesk, type Worked } from './reconciliation-desk';
import { CaseQuery, CasesQuery, ViewpointQuery } from './reconciliation.dto';
import { ListCases, ReadCase, ReadReconciliation } from './reconciliation.queries';

const authority = { roles: ['officer', 'auditor', 'operator'], scope: 'any' } as const;
const owners = { roles: ['vendor', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;
const holders = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

/** A figure of the bridge is named by five things; fewer name none. */
const selectionOf = ({ book, currency, from, to, reason }: CasesQuery): { readonly behind?: BridgeSelection } => {
  const given = [book, currency, from, to, reason].filter((part) => part !== undefined).length;
  if (given === 0) return {};
  if (book === undefined || currency === undefined || from === undefined || to === undefined || reason === undefined)
    throw problem('FIELD_MISSING', 'a figure of the bridge is named by book, currency, from, to and reason together', { field: 'reason' });
  return { behind: { book, currency, from, to, reason } };
};

/** One field under several names; two of them are a contradiction, whatever they say. */
const oneNameOf = (query: CasesQuery, names: readonly ('term' | 'mrn' | 'tracking' | 'order' | 'schemeNumber' | 'scheme')[]): string | undefined => {
  const [first, second] = names.filter((name) => query[name] !== undefined);
  if (second !== undefined) throw problem('FIELD_MALFORMED', `only one of ${names.join(', ')}`, { field: second });
  return first === undefined ? undefined : query[first];
};

/** Which parcel does not fit, and why: every order line and every cent once. */
@ApiTags('reconciliation')
@Controller('v1')
export class ReconciliationController {
  constructor(
    private readonly queries: QueryBus,
    private readonly desk: ReconciliationDesk,
    private readonly clock: LedgerClock,
  ) {}

  /** Control totals: matched, in transit, broken, outside; items, units, money; breaks by code. */
  @Get('reconciliation')
  @Policy(authority)
  async totals(@Query() query: ViewpointQuery): Promise<ReconciliationTotals> {
    return (await this.queries.execute(new ReadReconciliation(query))).totals;
  }

  /** The revenue bridge per book and currency, each difference decomposed into breaks, timing, outside and rounding. */
  @Get('bridge')
  @ExportJudged('bridge', 'bridges')
  @Policy(authority)
  async bridge(@Query() query: ViewpointQuery): Promise<{ readonly bridges: readonly Bridge[] }> {
    return { bridges: (await this.queries.execute(new ReadReconciliation(query))).bridges };
  }

  @Get('cases')
  @ExportJudged('cases', 'cases')
  @Policy(owners)
  async cases(@Query() query: CasesQuery, @Reading() reader: ReadRequest): Promise<{ readonly cases: readonly VisibleCase[]; readonly next?: string }> {
    const { asOf, knownAt, code, status } = query;
    const term = oneNameOf(query, ['term', 'mrn', 'tracking', 'order']);
    const schemeNumber = oneNameOf(query, ['schemeNumber', 'scheme']);
    const page = pageOf('cases', plain(query), knownAt ?? (await this.clock.known()));
    const filter = {
      ...(code === undefined ? {} : { code }),
      ...(status === undefined ? {} : { status }),
      ...(schemeNumber === undefined ? {} : { schemeNumber }),
      ...(term === undefined ? {} : { term }),
      ...selectionOf(query),
    };
    const { cases, next } = await this.queries.execute(new ListCases(reader, asOf, filter, page));
    return { cases, ...(next === undefined ? {} : { next: cursorAfter('cases', plain(query), page, next) }) };
  }

  /** By the case's key, or any order, consignment or declaration in it: `order-...`, `consignment-...`, `declaration-...`. */
  @Get('cases/:subject')
  @Policy(owners)
  readCase(@Param('subject', streamParam) subject: string, @Query() query: CaseQuery, @Reading() reader: ReadRequest): Promise<VisibleCase> {
    return this.queries.execute(new ReadCase(reader, query, subject));
  }

  /** Why a case does not match: what fails in it, and the nearest candidates for what is not there, each with the criterion that it misses and how far. */
  @Get('cases/:subject/candidates')
  @Policy(authority)
  async candidates(@Param('subject', streamParam) subject: string, @Query() query: CaseQuery): Promise<WhyNotAnswer> {
    const found = await this.desk.whyNot.ask(await this.desk.question(query), subject);
    if (found === undefined) throw notFound();
    return found;
  }

  /** Returns and statements against facts and payments, per holder, scheme number and period. */
  @Get('period-cases')
  @ExportJudged('period-cases', 'cases')
  @Policy(holders)
  async periodCases(@Query() query: ViewpointQuery, @Reading() reader: ReadRequest): Promise<{ readonly cases: readonly Worked<PeriodCase>[] }> {
    const question = await this.desk.question(query);
    const { periods } = await this.queries.execute(new ReadReconciliation(question));
    return { cases: await this.desk.withWork(question, periods.filter(({ holder }) => owns(reader.scope, [holder])), reader) };
  }

  /** Bank entries against accounts. */
  @Get('receipt-cases')
  @ExportJudged('receipt-cases', 'cases')
  @Policy({ roles: ['officer', 'auditor', 'cashier', 'operator'], scope: 'any' })
  async receiptCases(@Query() query: ViewpointQuery, @Reading() reader: ReadRequest): Promise<{ readonly cases: readonly Worked<ReceiptCase>[] }> {
    const question = await this.desk.question(query);
    return { cases: await this.desk.withWork(question, (await this.queries.execute(new ReadReconciliation(question))).receipts, reader) };
  }

  /** Every break of the parcels with the work on it, NDJSON, streamed. */
  @Get('breaks')
  @ExportJudged('breaks')
  @Policy(authority)
  async breaks(@Query() query: ViewpointQuery): Promise<StreamableFile> {
    return ndjson(this.desk.worked.ofParcels(await this.desk.question(query)), (found) => found);
  }
}
