import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { FindingFilter, FindingPage, QualityFilter, QualityRow } from '#risk';
import type { Page } from '../http/page-cursor';
import { ownerFilter, owns, type CollectorScope } from '../identity/ownership';
import { RiskDesk } from './risk-desk';

/** Findings that pass a filter, a page of them. */
export class ListFindings extends Query<FindingPage> {
  constructor(
    readonly asOf: string | undefined,
    readonly filter: FindingFilter,
    readonly page: Page,
  ) {
    super();
  }
}

@QueryHandler(ListFindings)
export class ListFindingsHandler implements IQueryHandler<ListFindings> {
  constructor(private readonly desk: RiskDesk) {}

  execute({ asOf, filter, page }: ListFindings): Promise<FindingPage> {
    return this.desk.findings({ knownAt: page.position, ...(asOf === undefined ? {} : { asOf }) }, filter, page);
  }
}

/** The data quality of providers; a provider sees its own. */
export class ReadDataQuality extends Query<readonly QualityRow[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly viewpoint: { readonly asOf?: string; readonly knownAt?: string },
    readonly filter: QualityFilter,
  ) {
    super();
  }
}

@QueryHandler(ReadDataQuality)
export class ReadDataQualityHandler implements IQueryHandler<ReadDataQuality> {
  constructor(private readonly desk: RiskDesk) {}

  async execute({ scope, viewpoint, filter }: ReadDataQuality): Promise<readonly QualityRow[]> {
    if (filter.provider !== undefined && !owns(scope, [filter.provider])) return [];
    const provider = filter.provider ?? ownerFilter(scope);
    return this.desk.quality(viewpoint, { ...filter, ...(provider === undefined ? {} : { provider }) });
  }
}
