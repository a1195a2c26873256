import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type BreakGroup, type BreakGrouping, summaryOfBreaks } from '#reconciliation';
import { ExportJudged } from '../downloads/exported';
import { problem } from '../http/problem';
import { Reading, type ReadRequest } from '../http/request-context';
import { ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { OwnViewpoint } from '../viewpoint/at-viewpoint';
import { filterOf } from './breaks.controller';
import { SummaryQuery } from './breaks.dto';

/** How many breaks there are, how old and how large. */
@ApiTags('breaks')
@Controller('v1/breaks')
export class BreakSummaryController {
  constructor(private readonly desk: ReconciliationDesk) {}

  /**
   * By code, severity, age, amount, owner, who acts, assignee or status, with the filters of the worklist; a vendor's are those of cases
   * that are all its own.
   */
  @Get('summary')
  @OwnViewpoint()
  @ExportJudged('break-summary', 'groups')
  @Policy({ roles: ['vendor', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  async summary(
    @Query() { by, ...query }: SummaryQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<{ readonly by: BreakGrouping; readonly asOf: string; readonly groups: readonly BreakGroup[] }> {
    const owner = ownerFilter(scope);
    // Who of the authority sees to what is its own affair.
    if (owner !== undefined && (by === 'assignee' || query.assignee !== undefined))
      throw problem('ROLE_NOT_ALLOWED', 'Whom a break is given to is the authority’s own affair.');
    const question = await this.desk.question(query);
    return { by, asOf: question.asOf, groups: await summaryOfBreaks(this.desk.worked, question, by, filterOf(query, owner)) };
  }
}
