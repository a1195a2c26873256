import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { streamName } from '#event-catalogue';
import type { Written } from '../http/command-desk';
import { idParam } from '../http/params';
import { present } from '../http/present';
import { problemOfRejection } from '../http/problem';
import { ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LodgeDeclarationCommand } from './declarations.commands';
import { DeclarationDto } from './declarations.dto';
import { declarationOwners, ExplainDeclaration, QuoteAssessment } from './declarations.queries';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;

/** Customs declarations and what they are assessed to. */
@ApiTags('declarations')
@Controller('v1')
export class DeclarationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('declarations')
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector' })
  lodge(@Body() body: DeclarationDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.declarant], 'declarant');
    return this.commands.execute(new LodgeDeclarationCommand(request, body));
  }

  @Get('declarations/:declaration')
  @Policy(readers)
  read(@Param('declaration', idParam) declaration: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument> {
    return this.queries.execute(new ReadStream(streamName('declaration', declaration), scope, declarationOwners));
  }

  @Get('declarations/:declaration/explanation')
  @Policy(readers)
  async explain(@Param('declaration', idParam) declaration: string, @Reading() { scope }: ReadRequest): Promise<unknown> {
    return present(await this.queries.execute(new ExplainDeclaration(declaration, scope)));
  }

  /** What if: the same function as for a lodged declaration; nothing is recorded, so no Idempotency-Key is asked for. */
  @Post('assessments/quote')
  @HttpCode(200)
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'any' })
  async quote(@Body() body: DeclarationDto): Promise<unknown> {
    const assessment = await this.queries.execute(new QuoteAssessment(body));
    if (assessment.kind === 'refused') throw problemOfRejection(assessment);
    return present(assessment);
  }
}
