import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EventCatalogue, present } from '#event-catalogue';
import { EventStore, type Position } from '#event-store';
import { RuleBookFollower } from '#runtime';
import { dimensionsOf, RecordedTrade, shippedValueBands, StatisticsTooLargeError, tradeStatistics, type TradeStatistics } from '#study';
import { ExportJudged } from '../downloads/exported';
import { problem } from '../http/problem';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { StatisticsQuery } from './statistics.dto';
import { OwnViewpoint } from '../viewpoint/at-viewpoint';

/** Declarations that one request may be about: some seconds of reading. The command line has no such limit. */
const mostDeclarations = 20_000;

/** What was traded, item by item. */
@ApiTags('statistics')
@Controller('v1/statistics')
export class StatisticsController {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
  ) {}

  /**
   * Parcels, items, values, mass and tax of the declarations as they stand, by what the question names; read from the log itself, up to the
   * position that the answer tells.
   */
  @Get()
  @OwnViewpoint()
  @ExportJudged('statistics')
  @Policy({ roles: ['officer', 'auditor', 'operator'], scope: 'any' })
  async statistics(@Query() query: StatisticsQuery): Promise<TradeStatistics & { readonly asOf: string; readonly knownAt: string }> {
    const { from, to, by, currency = 'EUR', least } = query;
    const asOf = query.asOf ?? (await this.clock.now());
    const knownAt = (query.knownAt ?? (await this.store.head())) as Position;
    const trade = new RecordedTrade(this.store, this.catalogue, { asOf, knownAt });
    const question = {
      by: by === undefined ? [] : (dimensionsOf(by) ?? []),
      currency,
      bands: shippedValueBands(),
      mostDeclarations,
      window: present({ from, to }),
      ...(least === undefined ? {} : { least: Number.parseInt(least, 10) }),
    };
    try {
      return { asOf, knownAt, ...(await tradeStatistics(trade, await this.rules.asKnownAt(knownAt), question)) };
    } catch (error) {
      if (error instanceof StatisticsTooLargeError)
        throw problem('STATISTICS_TOO_LARGE', error.message, { details: { of: error.of, most: String(error.most) } });
      throw error;
    }
  }
}
