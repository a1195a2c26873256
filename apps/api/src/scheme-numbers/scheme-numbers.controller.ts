import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { schemeNumberPage, type SchemeNumberPage } from '#enquiries';
import { record } from '#event-catalogue';
import { ReadModel } from '#read-model';
import { CaseReader } from '#reconciliation';
import { bodyOf } from '../http/field';
import { viewpoint } from '../http/page-cursor';
import { referenceParam } from '../http/params';
import { Reading, type ReadRequest } from '../http/request-context';
import { ownedOr404 } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';

export class SchemeNumberQuery extends bodyOf(record(viewpoint)) {}

/** A scheme number: whose it is, its returns and payments, and its imports against its supplies. */
@ApiTags('scheme numbers')
@Controller('v1/scheme-numbers')
export class SchemeNumbersController {
  constructor(
    private readonly views: ReadModel,
    private readonly desk: ReconciliationDesk,
  ) {}

  /** By period and country: supplied, imported, and the difference taken apart as the official control does (B52); return filed and paid. A collector sees its own number. */
  @Get(':number')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'operator'], scope: 'own-collector' })
  async read(@Param('number', referenceParam) number: string, @Query() query: SchemeNumberQuery, @Reading() { scope }: ReadRequest): Promise<SchemeNumberPage> {
    const question = await this.desk.question(query);
    const book = await new CaseReader(this.views, question).settlement();
    // Whoever held the number sees it, and before the pass over all parcels.
    ownedOr404(scope, book.numbers.filter(({ schemeNumber }) => schemeNumber === number), (grants) => grants.map(({ collector }) => collector));
    return ownedOr404({ kind: 'all' }, schemeNumberPage(number, book, await this.desk.report(question)), () => []);
  }
}
