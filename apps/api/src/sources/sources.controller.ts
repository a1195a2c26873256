import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { lineFaultMessages, lineOfSource } from '#advance-data';
import { optional, record, sha256, textLike } from '#event-catalogue';
import { DocumentFolder } from '../claims/document-folder';
import { bodyOf } from '../http/field';
import { param } from '../http/params';
import { notFound, problem } from '../http/problem';
import { Streamed } from '../http/streamed';
import { Policy } from '../identity/policy';

/** A line of a file, counted from 1. */
const lineNumber = textLike(/^[1-9]\d{0,9}$/, 'the number of a line, from 1');
export class SourceQuery extends bodyOf(record({ line: optional(lineNumber) })) {}

/** Messages as they came: what an event was recorded from. */
@ApiTags('trace')
@Controller('v1/sources')
export class SourcesController {
  constructor(private readonly documents: DocumentFolder) {}

  /**
   * The bytes that are kept beside the log under their SHA-256, as `sourceFile` of an event's origin names them; with `line`, that line of
   * them alone, unpacked where they are gzip.
   */
  @Get(':sha256')
  @Policy({ roles: ['officer', 'auditor'], scope: 'any' })
  async read(
    @Param('sha256', param(sha256)) name: string,
    @Query() { line }: SourceQuery,
  ): Promise<Streamed<'application/octet-stream'> | Streamed<'text/plain; charset=utf-8'>> {
    if (line === undefined) return this.documents.answer(name, 'application/octet-stream');
    const { file } = await this.documents.find(name);
    const found = await lineOfSource(file, Number(line));
    if (found === undefined) throw notFound();
    if (found.fault !== undefined) throw problem('FIELD_MALFORMED', lineFaultMessages[found.fault], { field: 'line' });
    return new Streamed(Buffer.from(found.text, 'utf8'), { type: 'text/plain; charset=utf-8' });
  }
}
