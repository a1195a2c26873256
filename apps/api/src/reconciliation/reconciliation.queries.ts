import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { CaseFilter, CaseTotals, ParcelCase, ReconciliationQuestion, ReconciliationReport } from '#reconciliation';
import { notFound } from '../http/problem';
import type { ReadRequest } from '../http/request-context';
import { ownerFilter } from '../identity/ownership';
import { visibleCase, type SharedCase } from './own-case';
import type { DerivedPage } from './case-page';
import { ReconciliationDesk, type Worked } from './reconciliation-desk';

/** A parcel case as it is answered: with the work on its breaks where all of it is the reader's. */
export type AnsweredCase = Worked<ParcelCase> | SharedCase;

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

/**
 * A page of cases; `totals` where they are asked for: a vendor learns how many cases it has a part in, not what is at stake in others'
 * parts.
 */
export interface CaseList {
  readonly cases: readonly AnsweredCase[];
  readonly next?: string;
  readonly totals?: CaseTotals | Pick<CaseTotals, 'cases'>;
}

/** Parcel cases that pass a filter, a page of them; a vendor's own. */
export class ListCases extends Query<CaseList> {
  constructor(
    readonly reader: ReadRequest,
    readonly filter: CaseFilter,
    readonly page: DerivedPage,
    readonly withTotals: boolean,
  ) {
    super();
  }
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(private readonly desk: ReconciliationDesk) {}

  async execute({ reader, filter: given, page, withTotals }: ListCases): Promise<CaseList> {
    const question = await this.desk.question({ knownAt: page.position, asOf: page.asOf });
    const seller = ownerFilter(reader.scope);
    if (seller !== undefined && given.seller !== undefined && given.seller !== seller)
      return { cases: [], ...(withTotals ? { totals: { cases: 0 } } : {}) };
    const filter = { ...given, ...(seller === undefined ? {} : { seller }) };
    const { cases, next } = await this.desk.cases.list(question, filter, page);
    const visible = await Promise.all(cases.map((found) => visibleTo(reader, this.desk, question, found)));
    const totals = withTotals ? await this.desk.cases.totalsOf(question, filter) : undefined;
    return {
      cases: visible.flatMap((found) => found ?? []),
      ...(next === undefined ? {} : { next }),
      ...(totals === undefined ? {} : { totals: seller === undefined ? totals : { cases: totals.cases } }),
    };
  }
}

/** One parcel case in full, by any order, consignment or declaration in it. */
export class ReadCase extends Query<AnsweredCase> {
  constructor(
    readonly reader: ReadRequest,
    readonly viewpoint: { readonly asOf?: string; readonly knownAt?: string },
    readonly subject: string,
  ) {
    super();
  }
}

@QueryHandler(ReadCase)
export class ReadCaseHandler implements IQueryHandler<ReadCase> {
  constructor(private readonly desk: ReconciliationDesk) {}

  async execute({ reader, viewpoint, subject }: ReadCase): Promise<AnsweredCase> {
    const question = await this.desk.question(viewpoint);
    const visible = await visibleTo(reader, this.desk, question, await this.desk.cases.parcel(question, subject));
    if (visible === undefined) throw notFound();
    return visible;
  }
}

/** A case as its reader may see it; undefined where nothing in it is the reader's. */
export const visibleTo = async (
  reader: ReadRequest,
  desk: ReconciliationDesk,
  question: ReconciliationQuestion,
  found: ParcelCase | undefined,
): Promise<AnsweredCase | undefined> => {
  const visible = visibleCase(reader.scope, found);
  if (visible === undefined || 'shared' in visible) return visible;
  const [worked] = await desk.withWork(question, [visible], reader);
  return worked;
};
