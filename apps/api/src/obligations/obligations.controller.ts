import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { obligationKinds, type ObligationPage, Obligations, obligationStates, readProjections } from '#enquiries';
import { book, oneOf, optional, partyCode } from '#event-catalogue';
import { EventStore } from '#event-store';
import { ReadModel } from '#read-model';
import { askedCurrency } from '#rules';
import { ExportJudged } from '../downloads/exported';
import { bodyOf, plain } from '../http/field';
import { listQuery } from '../http/page-cursor';
import { Reading, type ReadRequest } from '../http/request-context';
import { ownerFilter } from '../identity/ownership';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { cursorAfterDerived, derivedPage } from '../reconciliation/case-page';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { AtViewpoint } from '../viewpoint/at-viewpoint';

export class ObligationsQuery extends bodyOf(
  listQuery({
    holder: optional(partyCode),
    authority: optional(book),
    kind: optional(oneOf(...obligationKinds)),
    state: optional(oneOf(...obligationStates)),
    currency: optional(askedCurrency),
  }),
) {}

/** What has to be filed, paid and brought. */
@ApiTags('obligations')
@Controller('v1/obligations')
export class ObligationsController {
  readonly #obligations: Obligations;

  constructor(
    store: EventStore,
    views: ReadModel,
    private readonly desk: ReconciliationDesk,
    private readonly clock: LedgerClock,
  ) {
    this.#obligations = new Obligations(store, views);
  }

  /**
   * What is owed, how much, in which currency, to whom, by when and with which reference, in order of due day; sums by currency come with
   * the first page. A return that is not filed shows what it would come to. A collector sees its own.
   */
  @Get()
  @AtViewpoint(...readProjections.obligations)
  @ExportJudged('obligations', 'obligations')
  @Policy({ roles: ['vendor', 'intermediary', 'officer', 'auditor', 'cashier', 'operator'], scope: 'own-collector' })
  async list(@Query() query: ObligationsQuery, @Reading() { scope }: ReadRequest): Promise<ObligationPage> {
    const { asOf, knownAt: _knownAt, cursor: _cursor, limit: _limit, ...asked } = plain(query);
    const page = await derivedPage('obligations', plain(query), async () =>
      this.desk.question({ knownAt: await this.clock.known(), ...(asOf === undefined ? {} : { asOf }) }),
    );
    const owner = ownerFilter(scope);
    const question = await this.desk.question({ knownAt: page.position, asOf: page.asOf });
    // Another's are as absent as those of nobody.
    if (owner !== undefined && asked.holder !== undefined && asked.holder !== owner) return { obligations: [] };
    const { next, ...answer } = await this.#obligations.list(
      question,
      { ...asked, ...(owner === undefined ? {} : { holder: owner }) },
      { limit: page.limit, ...(page.after === undefined ? {} : { after: page.after }) },
    );
    return { ...answer, ...(next === undefined ? {} : { next: cursorAfterDerived('obligations', plain(query), page, next) }) };
  }
}
