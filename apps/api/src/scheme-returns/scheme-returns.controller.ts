import { Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { present } from '#event-catalogue';
import { ReadModel } from '#read-model';
import {
  type ComputedReturn,
  excludedSupplies,
  exportReturn,
  suppliesBehind,
  suppliesOfReturn,
  supplyDocument,
  type CoveredSupply,
  type ExcludedSupply,
  type ReturnDocument,
  type ReturnFigures,
  type ReturnPeriodStatus,
} from '#scheme-returns';
import { Export } from '../downloads/exported';
import type { Written } from '../http/command-desk';
import { ndjson, type Ndjson } from '../http/ndjson';
import { periodParam, referenceParam } from '../http/params';
import { problem } from '../http/problem';
import { Reading, Writing, type ReadRequest, type WriteRequest } from '../http/request-context';
import { Streamed } from '../http/streamed';
import { Policy } from '../identity/policy';
import { FileReturnCommand } from './scheme-returns.commands';
import { ExcludedQuery, FileReturnDto, ReturnExportQuery, ReturnsQuery, SuppliesQuery } from './scheme-returns.dto';
import { ListReturns, PreviewReturn, ReadReturn } from './scheme-returns.queries';
import { AtViewpoint, AtViewpointAlone } from '../viewpoint/at-viewpoint';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' } as const;

/** The periodic VAT returns of scheme numbers, computed from the facts. */
@ApiTags('scheme returns')
@Controller('v1')
export class SchemeReturnsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly views: ReadModel,
  ) {}

  /** Files the return of a period that has ended; figures are those of the facts recorded until now. */
  @Post('scheme-returns')
  @Policy({ roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'file' })
  file(@Body() { schemeNumber, period }: FileReturnDto, @Writing() request: WriteRequest): Promise<Written> {
    return this.commands.execute(new FileReturnCommand(request, schemeNumber, period));
  }

  @Get('scheme-returns')
  @Export('returns', 'periods')
  @AtViewpoint('supplies')
  @Policy(readers)
  async list(
    @Query() { schemeNumber }: ReturnsQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly periods: readonly ReturnPeriodStatus[] }> {
    return { periods: await this.queries.execute(new ListReturns(scope, schemeNumber)) };
  }

  @Get('scheme-returns/:number/:period')
  @AtViewpointAlone('supplies')
  @Policy(readers)
  read(
    @Param('number', referenceParam) number: string,
    @Param('period', periodParam) period: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<ReturnFigures> {
    return this.queries.execute(new ReadReturn(scope, number, period));
  }

  /** What would be filed now, with every rounding, and the periods that are to be filed before. */
  @Get('scheme-returns/:number/:period/preview')
  @AtViewpointAlone('supplies')
  @Policy(readers)
  preview(
    @Param('number', referenceParam) number: string,
    @Param('period', periodParam) period: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<ComputedReturn & { readonly outstanding: readonly string[] }> {
    return this.queries.execute(new PreviewReturn(scope, number, period));
  }

  @Get('scheme-returns/:number/:period/export')
  @Policy(readers)
  async export(
    @Param('number', referenceParam) number: string,
    @Param('period', periodParam) period: string,
    @Query() { format }: ReturnExportQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<Streamed<'text/csv; charset=utf-8'> | Streamed<'application/json', ReturnDocument>> {
    const text = exportReturn(await this.queries.execute(new ReadReturn(scope, number, period)), format);
    const disposition = `attachment; filename="return-${period}.${format}"`;
    return format === 'csv'
      ? new Streamed<'text/csv; charset=utf-8'>(Readable.from([text]), { type: 'text/csv; charset=utf-8', disposition })
      : new Streamed<'application/json', ReturnDocument>(Readable.from([text]), { type: 'application/json', disposition });
  }

  /** The supplies behind a return or one row of it, NDJSON. */
  @Get('scheme-returns/:number/:period/supplies')
  @Export('supplies')
  @AtViewpoint('supplies')
  @Policy(readers)
  async supplies(
    @Param('number', referenceParam) number: string,
    @Param('period', periodParam) period: string,
    @Query() { country, rate, originalPeriod }: SuppliesQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<Ndjson<ReturnType<typeof supplyDocument<CoveredSupply>>>> {
    if (country === undefined && (rate !== undefined || originalPeriod !== undefined))
      throw problem('FIELD_MISSING', 'a row is named by its country', { field: 'country' });
    await this.queries.execute(new PreviewReturn(scope, number, period));
    const row = present({ rate, originalPeriod });
    return ndjson(
      country === undefined
        ? suppliesOfReturn(this.views, number, period)
        : suppliesBehind(this.views, number, period, { country, ...row }),
      supplyDocument,
    );
  }

  /** Orders that are in no return, and why, NDJSON. */
  @Get('excluded-supplies')
  @Export('excluded-supplies')
  @AtViewpoint('supplies')
  @Policy({ roles: ['officer', 'auditor', 'operator'], scope: 'any' })
  excluded(@Query() { from, to }: ExcludedQuery): Ndjson<ExcludedSupply> {
    return ndjson(excludedSupplies(this.views, from, to), (supply) => supply);
  }
}
