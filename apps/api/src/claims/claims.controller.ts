import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { present, sha256 } from '#event-catalogue';
import { ReadModel } from '#read-model';
import { claimDispatch, claimOf, claimWorklist, findClaims, type ClaimView, type RefundClaimRow, type WorklistEntry } from '#returns';
import { allocationOrderOf } from '#rules';
import { RuleBookFollower } from '#runtime';
import type { FastifyRequest } from 'fastify';
import { Export } from '../downloads/exported';
import { AccountDesk } from '../accounts/account-desk';
import { documentTypes, mediaTypeOf, streamedBody } from '../http/body-guard';
import { CommandDesk, type Written } from '../http/command-desk';
import { plain } from '../http/field';
import { cursorAfter, pageOf } from '../http/page-cursor';
import { idParam, param } from '../http/params';
import { notFound, problem, problemOfFault } from '../http/problem';
import { actorOf, Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { Streamed } from '../http/streamed';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import { assertActsFor, ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { ClaimDesk } from './claim-desk';
import { ApproveDto, ClaimDto, ClaimsQuery, EvidenceQuery, RejectDto, SetOffDto, WorklistQuery } from './claims.dto';
import { DocumentFolder } from './document-folder';
import { AtViewpoint, AtViewpointAlone } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;
const claimants = { roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'claim' } as const;
const officers = { roles: ['officer'], scope: 'any' } as const;

/** Refund claims, from what is asked to what is paid; each party sees the same state. */
@ApiTags('claims')
@Controller('v1/claims')
export class ClaimsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly claims: ClaimDesk,
    private readonly accounts: AccountDesk,
    private readonly views: ReadModel,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
    private readonly documents: DocumentFolder,
  ) {}

  @Post()
  @Policy(claimants)
  claim(@Body() body: ClaimDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.claimant], 'claimant');
    const reading = { rules: this.rules.current() };
    const read = claimOf(body, reading, { sha256: request.requestHash, line: 1 });
    if (read.kind === 'refused') throw problemOfFault(read.fault);
    return this.desk.send(request, claimDispatch(read.command, reading, { actor: actorOf(request.caller) }));
  }

  @Get()
  @Export('claims', 'claims')
  @AtViewpoint('refund-claims')
  @Policy(readers)
  async list(
    @Query() query: ClaimsQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly claims: readonly RowAnswer<RefundClaimRow>[]; readonly next?: string }> {
    const { status, authority } = query;
    const page = pageOf('claims', plain(query), await this.clock.known());
    const party = ownerFilter(scope);
    const { rows, next } = await findClaims(this.views, {
      limit: page.limit,
      ...present({ after: page.after, status, authority }),
      ...(party === undefined ? {} : { parties: [party] }),
    });
    return { claims: rows.map(rowAnswer), ...(next === undefined ? {} : { next: cursorAfter('claims', plain(query), page, next) }) };
  }

  /** What somebody has to do, the most urgent first, with the days that are left for it. */
  @Get('worklist')
  @Export('claims-worklist', 'claims')
  @AtViewpoint('refund-claims')
  @Policy({ roles: ['officer', 'auditor', 'cashier', 'operator'], scope: 'any' })
  async worklist(@Query() { authority }: WorklistQuery): Promise<{ readonly claims: readonly RowAnswer<WorklistEntry>[] }> {
    const rows: readonly WorklistEntry[] = await claimWorklist(this.views, {
      asOf: await this.clock.today(),
      ...(authority === undefined ? {} : { authority }),
    });
    return { claims: rows.map(rowAnswer) };
  }

  @Get(':claim')
  @AtViewpointAlone()
  @Policy(readers)
  async read(@Param('claim', idParam) claim: string, @Reading() { scope }: ReadRequest): Promise<ClaimView> {
    return (await this.claims.find(scope, claim)).view;
  }

  /** A document, up to 20 MB; it is kept beside the log under its SHA-256, and the claim names that. */
  @Post(':claim/evidence')
  @Policy(claimants)
  @ApiConsumes(...documentTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async attach(
    @Param('claim', idParam) id: string,
    @Query() { kind }: EvidenceQuery,
    @Writing() request: WriteRequest,
    @Req() upload: FastifyRequest,
  ): Promise<Written> {
    const claim = await this.claims.find(request.scope, id);
    // The payee is told of the claim; documents are brought by who claims or handles it.
    if (claim.view.role === 'payee')
      throw problem('NOT_OWN_COLLECTOR', 'The claimant or its handler attaches documents.', { field: 'claim' });
    return this.claims.attach(request, claim, kind, mediaTypeOf(upload), streamedBody(upload, documentTypes));
  }

  /** The document itself, for those who see that it is there. */
  @Get(':claim/evidence/:document')
  @Policy(readers)
  async document(
    @Param('claim', idParam) id: string,
    @Param('document', param(sha256)) document: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<Streamed<string>> {
    const found = (await this.claims.find(scope, id)).view.documents?.find((one) => one.document === document);
    if (found === undefined) throw notFound();
    return this.documents.answer(document, found.mediaType);
  }

  /** Decided by somebody who neither asks, handles nor is paid. */
  @Post(':claim/approvals')
  @Policy(officers)
  async approve(@Param('claim', idParam) id: string, @Body() body: ApproveDto, @Writing() request: WriteRequest): Promise<Written> {
    const claim = await this.claims.find(request.scope, id);
    return this.claims.run(
      request,
      claim,
      { type: 'ApproveRefund', ...plain(body), approvedBy: this.claims.decider(request, claim) },
      body.approvedOn,
    );
  }

  @Post(':claim/rejections')
  @Policy(officers)
  async reject(@Param('claim', idParam) id: string, @Body() body: RejectDto, @Writing() request: WriteRequest): Promise<Written> {
    const claim = await this.claims.find(request.scope, id);
    return this.claims.run(
      request,
      claim,
      { type: 'RejectRefund', ...plain(body), rejectedBy: this.claims.decider(request, claim) },
      body.rejectedOn,
    );
  }

  /** What was approved to be set off settles debts of the payee's account instead of being paid out. */
  @Post(':claim/set-offs')
  @Policy({ roles: ['cashier', 'officer'], scope: 'any' })
  async setOff(
    @Param('claim', idParam) id: string,
    @Body() { account, requestedOn }: SetOffDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const claim = await this.claims.find(request.scope, id);
    const { authority, holder, kind } = await this.accounts.account(request.scope, account);
    if (authority !== claim.authority || holder !== claim.view.payeeParty)
      throw problem('FIELD_MALFORMED', 'expected an account of the payee at the authority of the claim', { field: 'account' });
    const rule = allocationOrderOf(authority, kind, requestedOn).offset === 'newestFirst' ? 'newest-debt-first' : 'oldest-debt-first';
    return this.claims.run(request, claim, { type: 'RequestOffset', account, rule, requestedOn }, requestedOn);
  }
}
