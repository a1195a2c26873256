import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { present } from '#event-catalogue';
import { ReadModel } from '#read-model';
import { returnPeriodsOf, type ComputedReturn, type ReturnFigures, type ReturnPeriodStatus } from '#scheme-returns';
import { notFound } from '../http/problem';
import { ownerFilter, type CollectorScope } from '../identity/ownership';
import { ReturnDesk } from './return-desk';

/** Periods with supplies or returns, in order of number and period. */
export class ListReturns extends Query<readonly ReturnPeriodStatus[]> {
  constructor(
    readonly scope: CollectorScope,
    readonly schemeNumber: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListReturns)
export class ListReturnsHandler implements IQueryHandler<ListReturns> {
  constructor(private readonly views: ReadModel) {}

  execute({ scope, schemeNumber }: ListReturns): Promise<readonly ReturnPeriodStatus[]> {
    const holder = ownerFilter(scope);
    return returnPeriodsOf(this.views, {
      ...present({ schemeNumber, holder }),
    });
  }
}

/** What the return of a period would say if it were filed now, and what is to be filed before. */
export class PreviewReturn extends Query<ComputedReturn & { readonly outstanding: readonly string[] }> {
  constructor(
    readonly scope: CollectorScope,
    readonly schemeNumber: string,
    readonly period: string,
  ) {
    super();
  }
}

@QueryHandler(PreviewReturn)
export class PreviewReturnHandler implements IQueryHandler<PreviewReturn> {
  constructor(private readonly returns: ReturnDesk) {}

  async execute({ scope, schemeNumber, period }: PreviewReturn): Promise<ComputedReturn & { readonly outstanding: readonly string[] }> {
    const subject = await this.returns.subject(scope, schemeNumber, period);
    const outstanding = await this.returns.outstanding(subject);
    return { ...(await this.returns.compute(subject, outstanding)), outstanding };
  }
}

/** The filed return of a period. */
export class ReadReturn extends Query<ReturnFigures> {
  constructor(
    readonly scope: CollectorScope,
    readonly schemeNumber: string,
    readonly period: string,
  ) {
    super();
  }
}

@QueryHandler(ReadReturn)
export class ReadReturnHandler implements IQueryHandler<ReadReturn> {
  constructor(
    private readonly views: ReadModel,
    private readonly returns: ReturnDesk,
  ) {}

  async execute({ scope, schemeNumber, period }: ReadReturn): Promise<ReturnFigures> {
    await this.returns.subject(scope, schemeNumber, period);
    const found = (await returnPeriodsOf(this.views, { schemeNumber })).find((status) => status.period === period)?.filed;
    if (found === undefined) throw notFound();
    return found;
  }
}
