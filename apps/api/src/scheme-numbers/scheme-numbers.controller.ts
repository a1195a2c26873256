import { Readable } from 'node:stream';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { readProjections, schemeNumberPage, type SchemeNumberPage, type SupplyRecord, supplyRecords, supplyRecordsCsv } from '#enquiries';
import { day, EventCatalogue, ofThisCentury, oneOf, optional, record } from '#event-catalogue';
import { EventStore } from '#event-store';
import { ReadModel } from '#read-model';
import { CaseReader } from '#reconciliation';
import { addDays, isIossNumber } from '#rules';
import { bodyOf } from '../http/field';
import { ndjson, type Ndjson } from '../http/ndjson';
import { viewpoint } from '../http/page-cursor';
import { referenceParam } from '../http/params';
import { notFound, problem } from '../http/problem';
import { Reading, type ReadRequest } from '../http/request-context';
import { Streamed } from '../http/streamed';
import { ownedOr404 } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { AtViewpoint, OwnViewpoint } from '../viewpoint/at-viewpoint';

export class SchemeNumberQuery extends bodyOf(record(viewpoint)) {}
/** Days of supply (UTC), both included. */
export class RecordsQuery extends bodyOf(
  record({ from: ofThisCentury(day), to: ofThisCentury(day), format: optional(oneOf('ndjson', 'csv')), ...viewpoint }),
) {}

/** A scheme number: whose it is, its returns and payments, and its imports against its supplies. */
@ApiTags('scheme numbers')
@Controller('v1/scheme-numbers')
export class SchemeNumbersController {
  constructor(
    private readonly views: ReadModel,
    private readonly desk: ReconciliationDesk,
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
  ) {}

  /**
   * By period and country: supplied, imported, and the difference taken apart as the official control does (B52); return filed and paid. A
   * collector sees its own number.
   */
  @Get(':number')
  @OwnViewpoint()
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  async read(
    @Param('number', referenceParam) number: string,
    @Query() query: SchemeNumberQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<SchemeNumberPage> {
    const question = await this.desk.question(query);
    const book = await new CaseReader(this.views, question).settlement();
    // Whoever held the number sees it, and before the pass over all parcels.
    ownedOr404(
      scope,
      book.numbers.filter(({ schemeNumber }) => schemeNumber === number),
      (grants) => grants.map(({ collector }) => collector),
    );
    return ownedOr404({ kind: 'all' }, schemeNumberPage(number, book, await this.desk.report(question)), () => []);
  }

  /**
   * The records of Art. 63c(2) of Implementing Regulation (EU) 282/2011, one per supply, each letter a field; as CSV one line per good.
   * Streamed.
   */
  @Get(':number/records')
  @AtViewpoint(...readProjections.records)
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  async records(
    @Param('number', referenceParam) number: string,
    @Query() { from, to, format, ...moment }: RecordsQuery,
    @Reading() { scope }: ReadRequest,
  ): Promise<Ndjson<SupplyRecord> | Streamed<'text/csv; charset=utf-8'>> {
    if (!isIossNumber(number))
      throw problem('FIELD_MALFORMED', 'Art. 63c(2) is about the import scheme: a number like IM3720000015', { field: 'number' });
    const book = await new CaseReader(this.views, await this.desk.question(moment)).settlement();
    const grants = book.numbers.filter(({ schemeNumber }) => schemeNumber === number);
    if (grants.length === 0) throw notFound();
    ownedOr404(scope, grants, (all) => all.map(({ collector }) => collector));
    const records = supplyRecords({ store: this.store, catalogue: this.catalogue }, this.views, number, { from, before: addDays(to, 1) });
    if (format !== 'csv') return ndjson(records, (one) => one);
    return new Streamed<'text/csv; charset=utf-8'>(Readable.from(supplyRecordsCsv(records)), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="records-${number}.csv"`,
    });
  }
}
