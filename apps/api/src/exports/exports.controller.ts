import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { exportDecider, exportStream, type DeclarationEvent, type ExportEvent } from '#declarations';
import { startOfLegalDay, streamName } from '#event-catalogue';
import { Authorities } from '../accounts/authorities';
import { CommandDesk, type Written } from '../http/command-desk';
import { plain } from '../http/field';
import { idParam } from '../http/params';
import { notFound } from '../http/problem';
import { ownersIn, ReadStream } from '../http/read-stream.query';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { StreamReader, type StreamDocument } from '../http/stream-reader';
import { assertActsFor } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { ConfirmExitDto, DeclareExportDto } from './exports.dto';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';

/** Exports and re-exports: the proof that goods left (UCC Art. 269, 270). */
@ApiTags('exports')
@Controller('v1/exports')
export class ExportsController {
  constructor(
    private readonly desk: CommandDesk,
    private readonly queries: QueryBus,
    private readonly reader: StreamReader,
    private readonly authorities: Authorities,
  ) {}

  @Post()
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'declare' })
  declare(@Body() body: DeclareExportDto, @Writing() request: WriteRequest): Promise<Written> {
    assertActsFor(request.scope, [body.declarant], 'declarant');
    const { authority, mrn, acceptedAt } = body;
    this.authorities.zoneOf(authority);
    const command = { type: 'DeclareExport', ...plain(body), source: { sha256: request.requestHash, line: 1 } } as const;
    return this.desk.run(request, {
      decider: exportDecider,
      stream: exportStream(authority, mrn),
      command,
      book: authority,
      effectiveAt: acceptedAt,
    });
  }

  /** The office of exit saw the goods leave. */
  @Post(':export/exits')
  @Policy({ roles: ['officer', 'operator'], scope: 'any' })
  async confirm(@Param('export', idParam) id: string, @Body() body: ConfirmExitDto, @Writing() request: WriteRequest): Promise<Written> {
    const stream = streamName('declaration', id);
    const [first] = await this.reader.events<DeclarationEvent | ExportEvent>(stream);
    if (first?.type !== 'ExportDeclared') throw notFound();
    const { authority } = first.data;
    const effectiveAt = startOfLegalDay(body.exitedOn, this.authorities.zoneOf(authority));
    return this.desk.run(request, {
      decider: exportDecider,
      stream,
      command: { type: 'ConfirmExit', ...plain(body) },
      book: authority,
      effectiveAt,
    });
  }

  @Get(':export')
  @AtViewpointAlone()
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  read(@Param('export', idParam) id: string, @Reading() { scope }: ReadRequest): Promise<StreamDocument<DeclarationEvent | ExportEvent>> {
    return this.queries.execute(
      new ReadStream<DeclarationEvent | ExportEvent>(streamName('declaration', id), scope, ownersIn('declarant', 'exporter')),
    );
  }
}
