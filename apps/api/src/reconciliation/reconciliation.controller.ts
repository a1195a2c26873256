import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { present } from '#event-catalogue';
import {
  type AskedDimensions,
  type Bridge,
  type BridgeFigure,
  type CaseFilter,
  type DimensionFilter,
  figureNames,
  figureOf,
  type FigureParts,
  isScheme,
  type ListedBreak,
  type PeriodCase,
  type ReceiptCase,
  type ReconciliationTotals,
  rulesInForce,
  type ToldRules,
  type WhyNotAnswer,
  withinOf,
} from '#reconciliation';
import { ExportJudged } from '../downloads/exported';
import { plain } from '../http/field';
import { ndjson, type Ndjson } from '../http/ndjson';
import { notFound, problem } from '../http/problem';
import { Reading, type ReadRequest } from '../http/request-context';
import { caseParam, streamParam } from '../http/params';
import { owns } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { cursorAfterDerived, derivedPage } from './case-page';
import { ReconciliationDesk, type Worked } from './reconciliation-desk';
import { BridgeQuery, CaseQuery, CasesQuery, FigureQuery, ViewpointQuery } from './reconciliation.dto';
import { type AnsweredCase, type CaseList, ListCases, ReadCase, ReadReconciliation } from './reconciliation.queries';
import { OwnViewpoint } from '../viewpoint/at-viewpoint';

const authority = { roles: ['officer', 'auditor', 'operator'], scope: 'any' } as const;
const everybody = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'any' } as const;
const owners = { roles: ['vendor', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;
const holders = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

/** What a list or a bridge is of. */
interface Viewpoint {
  readonly asOf: string;
  readonly knownAt: string;
}

/** Which cases are asked for. A number is named once, as a number or as a scheme. */
const dimensionsOf = (query: AskedDimensions): DimensionFilter => {
  if (query.schemeNumber !== undefined && query.scheme !== undefined && !isScheme(query.scheme))
    throw problem('FIELD_MALFORMED', 'only one of schemeNumber, scheme', { field: 'scheme' });
  return withinOf(query);
};

const selectionOf = (query: CasesQuery): { readonly behind?: BridgeFigure } => {
  const behind = figureOf(query);
  if (behind === 'incomplete') throw problem('FIELD_MISSING', figureNames, { field: 'reason' });
  return behind === undefined ? {} : { behind };
};

/** One field under several names; two of them are a contradiction, whatever they say. */
const oneNameOf = (query: CasesQuery, names: readonly ('term' | 'mrn' | 'tracking' | 'order')[]): string | undefined => {
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
  ) {}

  /** Control totals: matched, in transit, broken, outside; items, units, money; breaks by code. */
  @Get('reconciliation')
  @OwnViewpoint()
  @ExportJudged('totals')
  @Policy(authority)
  async totals(@Query() query: ViewpointQuery): Promise<ReconciliationTotals> {
    return (await this.queries.execute(new ReadReconciliation(query))).totals;
  }

  /**
   * What is tolerated, by comparison and currency, and in payments, when a leg is missed, and what candidates are weighed by: the versions
   * that hold at a moment.
   */
  @Get('tolerances')
  @OwnViewpoint()
  @Policy(everybody)
  async tolerances(@Query() query: ViewpointQuery): Promise<Viewpoint & ToldRules> {
    const question = await this.desk.question(query);
    return { asOf: question.asOf, knownAt: question.knownAt, ...rulesInForce(question, question.asOf) };
  }

  /** The revenue bridge per book and currency, each difference decomposed into breaks, timing, outside and rounding. */
  @Get('bridge')
  @OwnViewpoint()
  @ExportJudged('bridge', 'bridges')
  @Policy(authority)
  async bridge(@Query() query: BridgeQuery): Promise<Viewpoint & { readonly bridges: readonly Bridge[] }> {
    const question = await this.desk.question(query);
    return { asOf: question.asOf, knownAt: question.knownAt, bridges: await this.desk.bridges(question, dimensionsOf(query)) };
  }

  /**
   * What a figure of the bridge comes to: what cases add to it (`GET /v1/cases` with the same names lists them, each with its part), and
   * each return and statement that adds to it by itself.
   */
  @Get('bridge/figure')
  @OwnViewpoint()
  @Policy(authority)
  async figure(@Query() query: FigureQuery): Promise<Viewpoint & FigureParts> {
    const figure = figureOf(query);
    if (figure === undefined || figure === 'incomplete') throw problem('FIELD_MISSING', figureNames, { field: 'reason' });
    const question = await this.desk.question(query);
    return { asOf: question.asOf, knownAt: question.knownAt, ...(await this.desk.figure(question, figure, dimensionsOf(query))) };
  }

  @Get('cases')
  @OwnViewpoint()
  @ExportJudged('cases', 'cases')
  @Policy(owners)
  async cases(@Query() query: CasesQuery, @Reading() reader: ReadRequest): Promise<Viewpoint & CaseList> {
    const { code, status } = query;
    const term = oneNameOf(query, ['term', 'mrn', 'tracking', 'order']);
    const page = await derivedPage('cases', plain(query), () => this.desk.question(query));
    const filter: CaseFilter = {
      ...dimensionsOf(query),
      ...present({ code, status, term }),
      ...selectionOf(query),
    };
    const { next, ...found } = await this.queries.execute(new ListCases(reader, filter, page, query.totals === 'true'));
    return {
      asOf: page.asOf,
      knownAt: page.position,
      ...found,
      ...(next === undefined ? {} : { next: cursorAfterDerived('cases', plain(query), page, next) }),
    };
  }

  /** By the case's key, or any order, consignment or declaration in it: `order-...`, `consignment-...`, `declaration-...`. */
  @Get('cases/:subject')
  @OwnViewpoint()
  @Policy(owners)
  readCase(
    @Param('subject', streamParam) subject: string,
    @Query() query: CaseQuery,
    @Reading() reader: ReadRequest,
  ): Promise<AnsweredCase> {
    return this.queries.execute(new ReadCase(reader, query, subject));
  }

  /**
   * Why a case does not match, of a parcel, a return, a statement or a bank entry: what fails in it, and the nearest candidates for what is
   * not there, alone or several together, each with the criterion that it misses and how far.
   */
  @Get('cases/:subject/candidates')
  @OwnViewpoint()
  @Policy(authority)
  async candidates(@Param('subject', caseParam) subject: string, @Query() query: CaseQuery): Promise<WhyNotAnswer> {
    const found = await this.desk.whyNot.ask(await this.desk.question(query), subject);
    if (found === undefined) throw notFound();
    return found;
  }

  /** Returns and statements against facts and payments, per holder, scheme number and period. */
  @Get('period-cases')
  @OwnViewpoint()
  @ExportJudged('period-cases', 'cases')
  @Policy(holders)
  async periodCases(
    @Query() query: ViewpointQuery,
    @Reading() reader: ReadRequest,
  ): Promise<{ readonly cases: readonly Worked<PeriodCase>[] }> {
    const question = await this.desk.question(query);
    const { periods } = await this.queries.execute(new ReadReconciliation(question));
    return {
      cases: await this.desk.withWork(
        question,
        periods.filter(({ holder }) => owns(reader.scope, [holder])),
        reader,
      ),
    };
  }

  /** Bank entries against accounts. */
  @Get('receipt-cases')
  @OwnViewpoint()
  @ExportJudged('receipt-cases', 'cases')
  @Policy({ roles: ['officer', 'auditor', 'cashier', 'operator'], scope: 'any' })
  async receiptCases(
    @Query() query: ViewpointQuery,
    @Reading() reader: ReadRequest,
  ): Promise<{ readonly cases: readonly Worked<ReceiptCase>[] }> {
    const question = await this.desk.question(query);
    return { cases: await this.desk.withWork(question, (await this.queries.execute(new ReadReconciliation(question))).receipts, reader) };
  }

  /** Every break of the parcels with the work on it, NDJSON, streamed. */
  @Get('breaks')
  @OwnViewpoint()
  @ExportJudged('breaks')
  @Policy(authority)
  async breaks(@Query() query: ViewpointQuery): Promise<Ndjson<ListedBreak>> {
    return ndjson(this.desk.worked.ofParcels(await this.desk.question(query)), (found) => found);
  }
}
