import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  readProjections,
  returnLines,
  statementLines,
  type ReturnLine,
  type ReturnNotComputed,
  type ReturnTotal,
  type StatementLine,
  type StatementTotal,
} from '#enquiries';
import { ReadModel } from '#read-model';
import { RuleBookFollower } from '#runtime';
import { returnPeriodsOf, schemeReturnStream } from '#scheme-returns';
import { ReadStatement } from '../accounts/accounts.queries';
import { Export } from '../downloads/exported';
import { ndjson, type Ndjson } from '../http/ndjson';
import { periodParam, referenceParam } from '../http/params';
import { jsonOf, type JsonOf } from '../http/json-of';
import { Reading, type ReadRequest } from '../http/request-context';
import { StreamReader } from '../http/stream-reader';
import { Policy } from '../identity/policy';
import { ReturnDesk } from '../scheme-returns/return-desk';
import { AtViewpointAlone } from '../viewpoint/at-viewpoint';
import { lawOfRequest } from '../viewpoint/law-of-request';

const readers = { roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' } as const;

/** Statements and returns line by line, down to the order lines, with a last line that says whether they add up. */
@ApiTags('lines')
@Controller('v1')
export class LinesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly views: ReadModel,
    private readonly returns: ReturnDesk,
    private readonly reader: StreamReader,
    private readonly rules: RuleBookFollower,
  ) {}

  /**
   * Each charge with its taxes, the items of its declaration and the order lines that they cover; adjustments; the total against the
   * statement. NDJSON.
   */
  @Get('statements/:statement/lines')
  @Export('statement-lines')
  @AtViewpointAlone(...readProjections.statementLines)
  @Policy(readers)
  async ofStatement(
    @Param('statement', referenceParam) reference: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<Ndjson<StatementLine | StatementTotal>> {
    const { statement } = await this.queries.execute(new ReadStatement(scope, reference));
    return ndjson(statementLines(this.views, statement), (line) => line);
  }

  /** Each supply with the lines of its order; the return computed again from them, by the law as it was known when it was filed. NDJSON. */
  @Get('scheme-returns/:number/:period/lines')
  @Export('return-lines')
  @AtViewpointAlone(...readProjections.returnLines)
  @Policy(readers)
  async ofReturn(
    @Param('number', referenceParam) number: string,
    @Param('period', periodParam) period: string,
    @Reading() { scope }: ReadRequest,
  ): Promise<Ndjson<JsonOf<ReturnLine | ReturnTotal | ReturnNotComputed>>> {
    const subject = await this.returns.subject(scope, number, period);
    const filed = (await returnPeriodsOf(this.views, { schemeNumber: number })).find((status) => status.period === period)?.filed;
    if (filed === undefined) {
      const outstanding = await this.returns.outstanding(subject);
      return ndjson(returnLines(this.views, { request: subject.request, rules: await lawOfRequest(this.rules), outstanding }), jsonOf);
    }
    const position = await this.reader.position(schemeReturnStream(filed.authority, number, period));
    const rules = position === undefined ? await lawOfRequest(this.rules) : await this.rules.asKnownAt(position);
    return ndjson(returnLines(this.views, { request: { ...subject.request, filedOn: filed.filedOn }, rules, filed }), jsonOf);
  }
}
