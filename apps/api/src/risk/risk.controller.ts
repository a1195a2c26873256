import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FindingPage, QualityRow } from '#risk';
import { plain } from '../http/field';
import { cursorAfter, pageOf } from '../http/page-cursor';
import { Reading, type ReadRequest } from '../http/request-context';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { DataQualityQuery, IndicatorsQuery } from './risk.dto';
import { ListFindings, ReadDataQuality } from './risk.queries';

/** What is worth a look, and how good and timely the data of a provider is. A finding is a question, never an accusation. */
@ApiTags('risk')
@Controller('v1/risk')
export class RiskController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: LedgerClock,
  ) {}

  /** Findings of the risk indicators R01 to R13 with the rows that they rest on, in order of code and id. */
  @Get('indicators')
  @Policy({ roles: ['officer', 'auditor'], scope: 'any' })
  async indicators(@Query() query: IndicatorsQuery): Promise<FindingPage> {
    const { asOf, knownAt, code, subject } = query;
    const page = pageOf('risk-indicators', plain(query), knownAt ?? (await this.clock.known()));
    const filter = { ...(code === undefined ? {} : { code }), ...(subject === undefined ? {} : { subject }) };
    const { findings, next } = await this.queries.execute(new ListFindings(asOf, filter, page));
    return { findings, ...(next === undefined ? {} : { next: cursorAfter('risk-indicators', plain(query), page, next) }) };
  }

  /** Mandatory fields that are missing, lines that were rejected and messages that came late, by provider and month; a provider sees its own. */
  @Get('data-quality')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  async dataQuality(@Query() query: DataQualityQuery, @Reading() { scope }: ReadRequest): Promise<{ readonly rows: readonly QualityRow[] }> {
    const { provider, month } = query;
    return { rows: await this.queries.execute(new ReadDataQuality(scope, query, { ...(provider === undefined ? {} : { provider }), ...(month === undefined ? {} : { month }) })) };
  }
}
