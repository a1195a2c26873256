import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { AssessmentExplanation, DeclarationEvent, DeclarationRow, ExportEvent } from '#declarations';
import { present, streamName } from '#event-catalogue';
import type { Assessment } from '#rules';
import { Export } from '../downloads/exported';
import type { Written } from '../http/command-desk';
import { plain } from '../http/field';
import { cursorAfter, pageOf } from '../http/page-cursor';
import { idParam } from '../http/params';
import { jsonOf, type JsonOf } from '../http/json-of';
import { problemOfRejection } from '../http/problem';
import { ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import type { StreamDocument } from '../http/stream-reader';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { LodgeDeclarationCommand } from './declarations.commands';
import { DeclarationDto, DeclarationsQuery } from './declarations.dto';
import { declarationOwners, ExplainDeclaration, ListDeclarations, QuoteAssessment } from './declarations.queries';
import { AtViewpoint, AtViewpointAlone } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;

/** Customs declarations and what they are assessed to. */
@ApiTags('declarations')
@Controller('v1')
export class DeclarationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: LedgerClock,
  ) {}

  @Post('declarations')
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'declare' })
  lodge(@Body() body: DeclarationDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.declarant], 'declarant');
    return this.commands.execute(new LodgeDeclarationCommand(request, body));
  }

  @Get('declarations')
  @Export('declarations', 'declarations')
  @AtViewpoint('declarations')
  @Policy(readers)
  async list(
    @Query() query: DeclarationsQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly declarations: readonly RowAnswer<DeclarationRow>[]; readonly next?: string }> {
    const { mrn, lrn } = query;
    const page = pageOf('declarations', plain(query), await this.clock.known());
    const of = {
      limit: page.limit,
      ...present({ after: page.after, mrn, lrn }),
    };
    const { declarations, next } = await this.queries.execute(new ListDeclarations(scope, of));
    return {
      declarations: declarations.map(rowAnswer),
      ...(next === undefined ? {} : { next: cursorAfter('declarations', plain(query), page, next) }),
    };
  }

  @Get('declarations/:declaration')
  @AtViewpointAlone()
  @Policy(readers)
  read(
    @Param('declaration', idParam) declaration: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<StreamDocument<DeclarationEvent | ExportEvent>> {
    return this.queries.execute(
      new ReadStream<DeclarationEvent | ExportEvent>(streamName('declaration', declaration), scope, declarationOwners),
    );
  }

  /** The assessment of the version that counts then, computed again by the law as known when it was lodged. */
  @Get('declarations/:declaration/explanation')
  @AtViewpointAlone()
  @Policy(readers)
  async explain(
    @Param('declaration', idParam) declaration: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<JsonOf<AssessmentExplanation>> {
    return jsonOf(await this.queries.execute(new ExplainDeclaration(declaration, scope)));
  }

  /** What if: the same function as for a lodged declaration; nothing is recorded, so no Idempotency-Key is asked for. */
  @Post('assessments/quote')
  @HttpCode(200)
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'any' })
  async quote(@Body() body: DeclarationDto): Promise<JsonOf<Exclude<Assessment, { readonly kind: 'refused' }>>> {
    const assessment = await this.queries.execute(new QuoteAssessment(body));
    if (assessment.kind === 'refused') throw problemOfRejection(assessment);
    return jsonOf(assessment);
  }
}
