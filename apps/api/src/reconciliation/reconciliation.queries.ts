import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CaseFilter, ReconciliationReport } from '#reconciliation';
import { notFound } from '../http/problem';
import type { Page } from '../http/page-cursor';
import { ownerFilter, type CollectorScope } from '../identity/ownership';
import { visibleCase, type VisibleCase } from './own-case';
import { ReconciliationDesk } from './reconciliation-desk';

/** Totals, bridge, period cases and receipt cases at a viewpoint. */
export class ReadReconciliation extends Query<ReconciliationReport> {
  constructor(readonly viewpoint: { readonly asOf?: string; readonly knownAt?: string }) {
    super();
  }
}

@QueryHandler(ReadReconciliation)
export class ReadReconciliationHandler implements IQueryHandler<ReadReconciliation> {
  constructor(private readonly desk: ReconciliationDesk) {}

  execute({ viewpoint }: ReadReconciliation): Promise<ReconciliationReport> {
    return this.desk.report(viewpoint);
  }
}

/** Parcel cases that pass a filter, a page of them; a vendor's own. */
export class ListCases extends Query<{ readonly cases: readonly VisibleCase[]; readonly next?: string }> {
  constructor(
    readonly scope: CollectorScope,
    readonly asOf: string | undefined,
    readonly filter: CaseFilter,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(private readonly desk: ReconciliationDesk) {}

  async execute({ scope, asOf, filter, page }: ListCases): Promise<{ readonly cases: readonly VisibleCase[]; readonly next?: string }> {
    const question = await this.desk.question({ knownAt: page.position, ...(asOf === undefined ? {} : { asOf }) });
    const seller = ownerFilter(scope);
    const { cases, next } = await this.desk.cases.list(question, { ...filter, ...(seller === undefined ? {} : { seller }) }, page);
    return { cases: cases.flatMap((found) => visibleCase(scope, found) ?? []), ...(next === undefined ? {} : { next }) };
  }
}

/** One parcel case in full, by any order, consignment or declaration in it. */
export class ReadCase extends Query<VisibleCase> {
  constructor(
    readonly scope: CollectorScope,
    readonly viewpoint: { readonly asOf?: string; readonly knownAt?: string },
    readonly subject: string,
  ) {
    super();
  }
}

@QueryHandler(ReadCase)
export class ReadCaseHandler implements IQueryHandler<ReadCase> {
  constructor(private readonly desk: ReconciliationDesk) {}

  async execute({ scope, viewpoint, subject }: ReadCase): Promise<VisibleCase> {
    const visible = visibleCase(scope, await this.desk.cases.parcel(await this.desk.question(viewpoint), subject));
    if (visible === undefined) throw notFound();
    return visible;
  }
}
