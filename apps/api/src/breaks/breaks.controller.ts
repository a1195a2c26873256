import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { needsTwoPersons, type AboutBreak, type BreakWorkCommand, type Done } from '#break-work';
import { present, sha256 } from '#event-catalogue';
import type { BreakFilter, ListedBreak } from '#reconciliation';
import type { FastifyRequest } from 'fastify';
import { ExportJudged } from '../downloads/exported';
import { DocumentFolder } from '../claims/document-folder';
import { documentTypes, mediaTypeOf, streamedBody } from '../http/body-guard';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { idParam, param } from '../http/params';
import { notFound, problem } from '../http/problem';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { Streamed } from '../http/streamed';
import { FourEyes, type Asked } from '../identity/four-eyes';
import { ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { cursorAfterDerived, derivedPage } from '../reconciliation/case-page';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { BreakDesk } from './break-desk';
import { readerOf, standingFor, type BreakDocument } from './break-document';
import {
  AssignDto,
  BreakQuery,
  CaseHintQuery,
  CommentDto,
  LinkDto,
  ReopenDto,
  ResolveDto,
  UndoDto,
  WorklistQuery,
  WriteOffDto,
} from './breaks.dto';
import { OwnViewpoint } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;
const parties = { roles: ['vendor', 'officer', 'operator'], scope: 'own-collector', act: 'claim' } as const;
const workers = { roles: ['officer', 'operator'], scope: 'any' } as const;
/** Above the limit of the rule an officer agrees to what another person asks. */
const twoWorkers = { ...workers, approvers: ['officer'] } as const;

/** The filter that a query asks for; a party's own where `owner` is given. */
export const filterOf = (
  { code, whoActs, status, assignee, overdue, minimumAmount, currency }: Omit<WorklistQuery, 'cursor' | 'limit'>,
  owner: string | undefined,
): BreakFilter => {
  if ((minimumAmount === undefined) !== (currency === undefined))
    throw problem('FIELD_MISSING', 'a minimum amount and its currency go together', {
      field: minimumAmount === undefined ? 'minimumAmount' : 'currency',
    });
  return {
    ...present({ code, whoActs, status, assignee }),
    ...(overdue === undefined ? {} : { overdue: overdue === 'true' }),
    ...(minimumAmount === undefined || currency === undefined ? {} : { atLeast: { amount: minimumAmount, currency } }),
    ...(owner === undefined ? {} : { owner }),
  };
};

/** What people do about breaks: a break itself is derived, and goes when its cause does. */
@ApiTags('breaks')
@Controller('v1/breaks')
export class BreaksController {
  constructor(
    private readonly breaks: BreakDesk,
    private readonly reconciliation: ReconciliationDesk,
    private readonly fourEyes: FourEyes,
    private readonly clock: LedgerClock,
    private readonly documents: DocumentFolder,
  ) {}

  /** Breaks of parcels, periods and bank entries with the work on them; a vendor's are those of cases that are all its own. */
  @Get('worklist')
  @OwnViewpoint()
  @ExportJudged('worklist', 'breaks')
  @Policy(readers)
  async worklist(
    @Query() query: WorklistQuery,
    @Reading() reader: ReadRequest,
  ): Promise<{ readonly breaks: readonly ListedBreak[]; readonly next?: string }> {
    const owner = ownerFilter(reader.scope);
    const filter = filterOf(query, owner);
    const page = await derivedPage('break-worklist', plain(query), () => this.reconciliation.question(query));
    const question = await this.reconciliation.question({ knownAt: page.position, asOf: page.asOf });
    const { breaks, next } = await this.reconciliation.worked.list(question, filter, page);
    const own = readerOf(reader);
    return {
      breaks: breaks.map((found) => ({ ...found, work: standingFor(own, found.work) })),
      ...(next === undefined ? {} : { next: cursorAfterDerived('break-worklist', plain(query), page, next) }),
    };
  }

  /** As derived at the moment asked about, or as last known, with all that was done about it. */
  @Get(':break')
  @OwnViewpoint()
  @Policy(readers)
  read(
    @Param('break', idParam) id: string,
    @Query() { case: hint, ...viewpoint }: BreakQuery,
    @Reading() reader: ReadRequest,
  ): Promise<BreakDocument> {
    return this.breaks.read(reader, id, viewpoint, hint);
  }

  @Post(':break/assignments')
  @Policy(workers)
  assign(
    @Param('break', idParam) id: string,
    @Query() { case: hint }: CaseHintQuery,
    @Body() { on, ...body }: AssignDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#act(request, id, hint, on, (about, done) => ({ type: 'AssignBreak', ...about, ...plain(body), ...done }));
  }

  @Post(':break/comments')
  @Policy(parties)
  comment(
    @Param('break', idParam) id: string,
    @Query() { case: hint }: CaseHintQuery,
    @Body() { on, text }: CommentDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#act(request, id, hint, on, (about, done) => ({ type: 'CommentOnBreak', ...about, text, ...done }));
  }

  /** A document, up to 20 MB; a vendor brings one where it is the vendor who has to act. */
  @Post(':break/evidence')
  @Policy(parties)
  @ApiConsumes(...documentTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async attach(
    @Param('break', idParam) id: string,
    @Query() { case: hint }: CaseHintQuery,
    @Writing() request: WriteRequest,
    @Req() upload: FastifyRequest,
  ): Promise<Written> {
    const seen = await this.breaks.find(request, id, hint);
    if (request.scope.kind === 'own' && seen.found?.whoActs !== 'vendor')
      throw problem('ROLE_NOT_ALLOWED', 'A vendor brings documents where the vendor has to act.');
    return this.breaks.attach(request, seen, mediaTypeOf(upload), streamedBody(upload, documentTypes));
  }

  /** The document itself: the authority's, or one that its reader brought. */
  @Get(':break/evidence/:document')
  @Policy(readers)
  async document(
    @Param('break', idParam) id: string,
    @Param('document', param(sha256)) document: string,
    @Query() { case: hint }: CaseHintQuery,
    @Reading() reader: ReadRequest,
  ): Promise<Streamed<string>> {
    const { history } = await this.breaks.read(reader, id, {}, hint);
    const found = history
      .flatMap((entry) => ('data' in entry && entry.type === 'BreakEvidenceAttached' ? [entry.data] : []))
      .find((one) => one.document === document);
    if (found === undefined) throw notFound();
    return this.documents.answer(document, found.mediaType);
  }

  /** Names an event of this log that has to do with the break. */
  @Post(':break/links')
  @Policy(workers)
  async link(
    @Param('break', idParam) id: string,
    @Query() { case: hint }: CaseHintQuery,
    @Body() { on, ...body }: LinkDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    await this.breaks.checkEvent(body.event);
    return this.#act(request, id, hint, on, (about, done) => ({ type: 'LinkBreak', ...about, ...plain(body), ...done }));
  }

  /** Explained by timing or exchange, corrected by an event that is named, or superseded. */
  @Post(':break/resolutions')
  @Policy(workers)
  async resolve(
    @Param('break', idParam) id: string,
    @Query() { case: hint }: CaseHintQuery,
    @Body() { on, ...body }: ResolveDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    await this.breaks.checkEvent(body.event);
    return this.#act(request, id, hint, on, (about, done) => ({ type: 'ResolveBreak', ...about, ...plain(body), ...done }));
  }

  /** What the break comes to is given up; above the limit of the rule an officer agrees to what another asked. */
  @Post(':break/write-offs')
  @Policy(twoWorkers)
  async writeOff(
    @Param('break', idParam) id: string,
    @Query() { case: hint }: CaseHintQuery,
    @Body() { on: day, stake, reason }: WriteOffDto,
    @Writing() request: WriteRequest,
  ): Promise<Written | Asked> {
    const { about } = await this.breaks.find(request, id, hint);
    const { by, on } = await this.breaks.done(request, day);
    const command = { type: 'WriteOffBreak', ...about, ...stake, reason, on } as const;
    if (!needsTwoPersons(stake.amount, stake.currency)) return this.breaks.run(request, { ...command, requestedBy: by });
    // Whoever asks hears what is wrong with the request, not whoever agrees.
    if (request.ticket === undefined) await this.breaks.check({ ...command, requestedBy: by, approvedBy: `${by}-` });
    return this.fourEyes.decide(request, (agreed, persons) => this.breaks.run(agreed, { ...command, ...persons }));
  }

  @Post(':break/reopenings')
  @Policy(workers)
  reopen(
    @Param('break', idParam) id: string,
    @Query() { case: hint }: CaseHintQuery,
    @Body() { on, reason }: ReopenDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#act(request, id, hint, on, (about, done) => ({ type: 'ReopenBreak', ...about, reason, ...done }));
  }

  /** Takes back the last step that counts, named by its revision. */
  @Post(':break/undo')
  @Policy(workers)
  undo(
    @Param('break', idParam) id: string,
    @Query() { case: hint }: CaseHintQuery,
    @Body() { on, ...body }: UndoDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    return this.#act(request, id, hint, on, (about, done) => ({ type: 'UndoBreakWork', ...about, ...plain(body), ...done }));
  }

  async #act(
    request: WriteRequest,
    id: string,
    hint: string | undefined,
    on: string | undefined,
    commandOf: (about: AboutBreak, done: Done) => BreakWorkCommand,
  ): Promise<Written> {
    const { about } = await this.breaks.find(request, id, hint);
    return this.breaks.run(request, commandOf(about, await this.breaks.done(request, on)));
  }
}
