import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { SummaryEvent, SupplementaryGaps } from '#declarations';
import { streamName } from '#event-catalogue';
import type { Written } from '../http/command-desk';
import { idParam } from '../http/params';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import type { StreamDocument } from '../http/stream-reader';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { GapsQuery, SubmitSummaryDto } from './summaries.dto';
import { SummaryDesk } from './summary-desk';
import { AtViewpoint, AtViewpointAlone } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;

/** Account-based summaries over many declarations, entry and exit (UCC Art. 166, 167). */
@ApiTags('summaries')
@Controller('v1')
export class SummariesController {
  constructor(
    private readonly summaries: SummaryDesk,
    private readonly queries: QueryBus,
  ) {}

  /** Totals, count and digest are computed from the declarations covered; one that is late is taken and shows it. */
  @Post('summaries')
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'declare' })
  submit(@Body() body: SubmitSummaryDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.declarant], 'declarant');
    return this.summaries.submit(request, body);
  }

  /** Declarations in no summary though its day has passed, covered too late, or covered twice. */
  @Get('summary-gaps')
  @AtViewpoint('declarations')
  @Policy(readers)
  async gaps(@Query() query: GapsQuery, @Reading() { scope }: ReadRequest): Promise<SupplementaryGaps> {
    assertActsFor(scope, [query.declarant, query.accountHolder], 'declarant');
    return this.summaries.gaps(query);
  }

  @Get('summaries/:summary')
  @AtViewpointAlone()
  @Policy(readers)
  read(@Param('summary', idParam) summary: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<SummaryEvent>> {
    return this.queries.execute(
      new ReadStream<SummaryEvent>(streamName('summary', summary), scope, ownersIn('declarant', 'accountHolder')),
    );
  }
}
