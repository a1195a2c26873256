import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  drawSample,
  findManualEntries,
  type ManualEntryRow,
  populationOf,
  readProjections,
  type Sample,
  type SampledThing,
  TieOut,
  type TieOutSheet,
  type TieOutTotal,
  withTotal,
} from '#enquiries';
import { present } from '#event-catalogue';
import type { Position } from '#event-store';
import { ReadModel } from '#read-model';
import { addDays } from '#rules';
import { RuleBookFollower } from '#runtime';
import { Export } from '../downloads/exported';
import { plain } from '../http/field';
import { ndjson, type Ndjson } from '../http/ndjson';
import { pageOf, pageOfRows, partOf } from '../http/page-cursor';
import { rowAnswer, type RowAnswer } from '../http/row-answer';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { ManualEntriesQuery, SampleQuery, TieOutQuery } from './audit.dto';
import { AtViewpoint, OwnViewpoint } from '../viewpoint/at-viewpoint';

const auditors = { roles: ['officer', 'auditor', 'operator'], scope: 'any' } as const;

type SampleAnswer = Sample & {
  readonly of: SampledThing;
  readonly from: string;
  readonly to: string;
  readonly seed: string;
  readonly size: number;
  readonly position: string;
};
/** What an auditor does on day one: a sample, the tie-out, and what people decided. */
@ApiTags('audit')
@Controller('v1')
export class AuditController {
  constructor(
    private readonly views: ReadModel,
    private readonly desk: ReconciliationDesk,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
  ) {}

  /** A seeded sample: the same log, seed and days give the same units. */
  @Get('sample')
  @Export('sample')
  @AtViewpoint(...readProjections.sample)
  @Policy(auditors)
  async sample(@Query() query: SampleQuery): Promise<SampleAnswer> {
    const { of, from, to, seed, size: text, stratify = 'none', monetaryUnit } = query;
    const [position, size] = [await this.clock.known(), Number.parseInt(text, 10)];
    const sample = await drawSample(populationOf(this.views, of, { from, before: addDays(to, 1) }), {
      seed,
      size,
      stratify,
      monetaryUnit: monetaryUnit === 'true',
    });
    return { of, from, to, seed, size, position, ...sample };
  }

  /** Each return and statement from its goods to the bank, NDJSON; the last line says whether all of them tie. */
  @Get('tie-out')
  @Export('tie-out')
  @AtViewpoint(...readProjections.tieOut)
  @Policy(auditors)
  async tieOut(@Query() query: TieOutQuery): Promise<Ndjson<TieOutSheet | TieOutTotal>> {
    const { asOf, knownAt, ...asked } = plain(query);
    const question = await this.desk.question(present({ asOf, knownAt }));
    const report = await this.desk.report(question);
    const sheets = new TieOut(this.views).sheets(question, report, (position) => this.rules.asKnownAt(position as Position), asked);
    return ndjson(withTotal(sheets, question.knownAt, question.asOf), (line) => line);
  }

  /**
   * Write-offs, remissions, disputes, penalties, repayments, transfers, refunds, identifications and allocations by hand: who asked, who agreed, what,
   * when; in the order of the log.
   */
  @Get('manual-entries')
  @Export('manual-entries', 'entries')
  @OwnViewpoint()
  @Policy(auditors)
  async manualEntries(
    @Query() query: ManualEntriesQuery,
  ): Promise<{ readonly entries: readonly RowAnswer<ManualEntryRow>[]; readonly next?: string }> {
    const { cursor: _cursor, limit: _limit, knownAt, ...asked } = plain(query);
    const page = pageOf('manual-entries', plain(query), knownAt ?? (await this.clock.known()));
    const found = pageOfRows(
      'manual-entries',
      plain(query),
      page,
      await findManualEntries(this.views, { ...asked, knownAt: page.position, ...partOf(page) }),
      ({ position }) => position,
    );
    return { entries: found.rows.map(rowAnswer), ...(found.next === undefined ? {} : { next: found.next }) };
  }
}
