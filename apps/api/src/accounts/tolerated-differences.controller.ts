import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { findToleratedRests, toleratedRestKey, type ToleratedRestRow } from '#accounts';
import { ReadModel } from '#read-model';
import { Export } from '../downloads/exported';
import { plain } from '../http/field';
import { pageOf, pageOfRows, partOf } from '../http/page-cursor';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { AtViewpoint } from '../viewpoint/at-viewpoint';
import { ToleratedDifferencesQuery } from './accounts.dto';

@ApiTags('accounts')
@Controller('v1/tolerated-differences')
export class ToleratedDifferencesController {
  constructor(
    private readonly views: ReadModel,
    private readonly clock: LedgerClock,
  ) {}

  /**
   * Rests of short payments that are not asked for, debt by debt in the order of their days: of what, how much, by which version of which rule,
   * how much that allowed, beside which payment and when. Below zero: owed again.
   */
  @Get()
  @Export('tolerated-differences', 'differences')
  @AtViewpoint('accounts')
  @Policy({ roles: ['officer', 'auditor', 'cashier', 'operator'], scope: 'any' })
  async list(
    @Query() query: ToleratedDifferencesQuery,
  ): Promise<{ readonly differences: readonly RowAnswer<ToleratedRestRow>[]; readonly next?: string }> {
    const { account } = query;
    const page = pageOf('tolerated-differences', plain(query), await this.clock.known());
    const found = await findToleratedRests(this.views, { ...partOf(page), ...(account === undefined ? {} : { account }) });
    const { rows, next } = pageOfRows('tolerated-differences', plain(query), page, found, toleratedRestKey);
    return { differences: rows.map(rowAnswer), ...(next === undefined ? {} : { next }) };
  }
}
