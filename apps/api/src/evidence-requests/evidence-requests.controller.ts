import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { present, sha256 } from '#event-catalogue';
import {
  evidenceRequestId,
  evidenceRequestStream,
  findEvidenceRequests,
  type EvidencePage,
  type EvidenceRequestEvent,
} from '#evidence-requests';
import { isDay } from '#money';
import { ReadModel } from '#read-model';
import { addDays } from '#rules';
import type { FastifyRequest } from 'fastify';
import { DocumentFolder } from '../claims/document-folder';
import { ExportJudged } from '../downloads/exported';
import { minorIn } from '../http/amounts';
import { documentTypes, mediaTypeOf, streamedBody } from '../http/body-guard';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { cursorAfter, pageOf } from '../http/page-cursor';
import { idParam, param } from '../http/params';
import { notFound } from '../http/problem';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { Streamed } from '../http/streamed';
import type { StreamDocument } from '../http/stream-reader';
import { ownerFilter } from '../identity/ownership';
import { personOf } from '../identity/person';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { EvidenceRequestDesk } from './evidence-request-desk';
import {
  DeclineEvidenceDto,
  EvidenceRequestsQuery,
  ProvePaymentDto,
  RequestEvidenceDto,
  WithdrawEvidenceDto,
} from './evidence-requests.dto';
import { AtViewpointAlone, OwnViewpoint } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;
const askers = { roles: ['officer'], scope: 'any' } as const;
const asked = { roles: ['vendor', 'intermediary'], scope: 'own-collector', act: 'declare' } as const;

/** Days in which an answer is due, and calendar years for which it is kept, unless the request says otherwise. */
const unlessTold = { dueDays: 10, retentionYears: 10 } as const;

/** Documents that an authority asks of a party: proof of what was paid for an order, and others that operators hold. */
@ApiTags('evidence requests')
@Controller('v1/evidence-requests')
export class EvidenceRequestsController {
  constructor(
    private readonly requests: EvidenceRequestDesk,
    private readonly queries: QueryBus,
    private readonly views: ReadModel,
    private readonly clock: LedgerClock,
    private readonly documents: DocumentFolder,
  ) {}

  @Post()
  @Policy(askers)
  async ask(@Body() body: RequestEvidenceDto, @Writing() request: WriteRequest): Promise<Written> {
    const { on, dueOn, retentionYears, ...told } = plain(body);
    const requestedOn = await this.clock.dayOf(on);
    const due = dueOn ?? (isDay(requestedOn) ? addDays(requestedOn, unlessTold.dueDays) : requestedOn);
    const id = evidenceRequestId(told.authority, told.requestReference);
    const command = {
      type: 'RequestEvidence',
      request: id,
      ...told,
      requestedBy: personOf(request.caller),
      requestedOn,
      dueOn: due,
      retentionYears: retentionYears ?? unlessTold.retentionYears,
    } as const;
    return this.requests.run(request, told.authority, command, requestedOn);
  }

  /** In the order of their ids, each as it stands at the moment asked about; a party's are those that it was asked. */
  @Get()
  @OwnViewpoint()
  @ExportJudged('evidence-requests', 'requests')
  @Policy(readers)
  async list(@Query() query: EvidenceRequestsQuery, @Reading() { scope }: ReadRequest): Promise<EvidencePage> {
    const { asOf, knownAt, party, subject, kind, status } = query;
    const page = pageOf('evidence-requests', plain(query), knownAt ?? (await this.clock.known()));
    const owner = ownerFilter(scope);
    if (owner !== undefined && party !== undefined && party !== owner) return { requests: [] };
    const of = owner ?? party;
    const filter = present({ party: of, subject, kind, status });
    const today = asOf?.slice(0, 10) ?? (await this.clock.today());
    const { requests, next } = await findEvidenceRequests(
      this.views,
      filter,
      { knownAt: page.position, ...(asOf === undefined ? {} : { asOf }) },
      today,
      page,
    );
    return { requests, ...(next === undefined ? {} : { next: cursorAfter('evidence-requests', plain(query), page, next) }) };
  }

  @Get(':request')
  @AtViewpointAlone()
  @Policy(readers)
  read(@Param('request', idParam) request: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<EvidenceRequestEvent>> {
    return this.queries.execute(new ReadStream<EvidenceRequestEvent>(evidenceRequestStream(request), scope, ownersIn('party')));
  }

  /** A document, up to 20 MB; it is kept beside the log under its SHA-256, and the request names that. */
  @Post(':request/documents')
  @Policy(asked)
  @ApiConsumes(...documentTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async provide(@Param('request', idParam) id: string, @Writing() request: WriteRequest, @Req() upload: FastifyRequest): Promise<Written> {
    return this.requests.provide(
      request,
      await this.requests.find(request.scope, id),
      mediaTypeOf(upload),
      streamedBody(upload, documentTypes),
    );
  }

  /** The document itself, for who asked and who was asked. */
  @Get(':request/documents/:document')
  @Policy(readers)
  async document(
    @Param('request', idParam) id: string,
    @Param('document', param(sha256)) document: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<Streamed<string>> {
    const found = (await this.requests.find(scope, id)).documents.find((one) => one.document === document);
    if (found === undefined) throw notFound();
    return this.documents.answer(document, found.mediaType);
  }

  /**
   * What was captured of the buyer, as a document that was supplied to the request shows; about a transaction again, it takes the place of
   * what was said before.
   */
  @Post(':request/proofs')
  @Policy(asked)
  async prove(@Param('request', idParam) id: string, @Body() body: ProvePaymentDto, @Writing() request: WriteRequest): Promise<Written> {
    const {
      asked: { request: name, authority, party },
    } = await this.requests.find(request.scope, id);
    const { on, ...told } = plain(body);
    minorIn(told.amount, told.currency, 'amount');
    if (told.exchange !== undefined) minorIn(told.exchange.amount, told.exchange.currency, 'exchange.amount');
    const provenOn = await this.clock.dayOf(on);
    return this.requests.run(request, authority, { type: 'ProvePayment', request: name, ...told, provenBy: party, provenOn }, provenOn);
  }

  /** The party supplies nothing, and says why. */
  @Post(':request/refusals')
  @Policy(asked)
  async decline(
    @Param('request', idParam) id: string,
    @Body() body: DeclineEvidenceDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const {
      asked: { request: name, authority, party },
    } = await this.requests.find(request.scope, id);
    const { on, ...told } = plain(body);
    const declinedOn = await this.clock.dayOf(on);
    return this.requests.run(
      request,
      authority,
      { type: 'DeclineEvidence', request: name, ...told, declinedBy: party, declinedOn },
      declinedOn,
    );
  }

  @Post(':request/withdrawals')
  @Policy(askers)
  async withdraw(
    @Param('request', idParam) id: string,
    @Body() { reason, on }: WithdrawEvidenceDto,
    @Writing() request: WriteRequest,
  ): Promise<Written> {
    const {
      asked: { request: name, authority },
    } = await this.requests.find(request.scope, id);
    const withdrawnOn = await this.clock.dayOf(on);
    return this.requests.run(
      request,
      authority,
      { type: 'WithdrawEvidenceRequest', request: name, reason, withdrawnBy: personOf(request.caller), withdrawnOn },
      withdrawnOn,
    );
  }
}
