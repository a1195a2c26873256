import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { present } from '#event-catalogue';
import type { Finding, QualityRow } from '#risk';
import { ExportJudged } from '../downloads/exported';
import { plain } from '../http/field';
import { Reading, type ReadRequest } from '../http/request-context';
import { ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { cursorAfterDerived, derivedPage } from '../reconciliation/case-page';
import { OwnViewpoint } from '../viewpoint/at-viewpoint';
import { RiskDesk } from './risk-desk';
import { FindingsQuery, QualityQuery } from './risk.dto';

/** What a list is of. */
interface Viewpoint {
  readonly asOf: string;
  readonly knownAt: string;
}

/** The place of a row among those of a list. */
const keyOf = ({ provider, month, role, kind }: QualityRow): string => [provider, month, role, kind].join(' ');

/** Questions about the trade, never accusations, and how good the data is that they rest on. */
@ApiTags('risk')
@Controller('v1')
export class RiskController {
  constructor(private readonly desk: RiskDesk) {}

  /** What is worth a look, with the rows that it rests on, in order of code and id. While the facts are being built: 503 VIEWS_BEHIND. */
  @Get('risk-findings')
  @OwnViewpoint()
  @ExportJudged('risk', 'findings')
  @Policy({ roles: ['officer', 'auditor', 'operator'], scope: 'any' })
  async findings(@Query() query: FindingsQuery): Promise<Viewpoint & { readonly findings: readonly Finding[]; readonly next?: string }> {
    const { code, subject } = query;
    const page = await derivedPage('risk-findings', plain(query), () => this.desk.moment(query));
    const moment = await this.desk.moment({ asOf: page.asOf, knownAt: page.position });
    const { next, findings } = await this.desk.findings(moment, present({ code, subject }), page);
    return { ...moment, findings, ...(next === undefined ? {} : { next: cursorAfterDerived('risk-findings', plain(query), page, next) }) };
  }

  /** Fields that are missing, lines that were rejected and messages that came late, by provider, month and message; a party's own. */
  @Get('data-quality')
  @OwnViewpoint()
  @ExportJudged('data-quality', 'rows')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  async quality(
    @Query() query: QualityQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<Viewpoint & { readonly rows: readonly QualityRow[]; readonly next?: string }> {
    const page = await derivedPage('data-quality', plain(query), () => this.desk.moment(query));
    const moment = await this.desk.moment({ asOf: page.asOf, knownAt: page.position });
    const owner = ownerFilter(scope);
    // Another's are as absent as those of nobody.
    if (owner !== undefined && query.provider !== undefined && query.provider !== owner) return { ...moment, rows: [] };
    const [provider, { month }] = [owner ?? query.provider, query];
    const all = await this.desk.quality(moment, {
      ...present({ provider, month }),
    });
    const from = page.after === undefined ? 0 : all.findIndex((row) => keyOf(row) === page.after) + 1;
    const rows = all.slice(from, from + page.limit);
    const last = rows.at(-1);
    return {
      ...moment,
      rows,
      ...(last === undefined || from + rows.length === all.length
        ? {}
        : { next: cursorAfterDerived('data-quality', plain(query), page, keyOf(last)) }),
    };
  }
}
