import type { CollectorEvent } from '#collectors';
import type { EventCatalogue } from '#event-catalogue';
import type { EventStore } from '#event-store';
import type { ReadModel } from '#read-model';
import type { RuleBook } from '#rules';
import {
  computeReturnOf,
  outstandingReturns,
  returnPeriod,
  suppliesOfReturn,
  type ComputedReturn,
  type ReturnRequest,
} from '#scheme-returns';
import { CannotRunError } from './exit';

/** The scheme of a return and the kind of number that it is filed under. */
const numberKinds = { 'EU-IOSS': 'EU-IOSS', 'UK-SUPPLY': 'UK-VAT', 'EU-SA': 'EU-SA' } as const;
export const schemes = ['EU-IOSS', 'UK-SUPPLY', 'EU-SA'] as const;
/** `EU-SA`: what carriers collect under special arrangements; its returns tell collections, those of the others supplies. */
export type Scheme = (typeof schemes)[number];
export type SupplyScheme = Exclude<Scheme, 'EU-SA'>;

/** A scheme number as it was granted first. */
export interface GrantedNumber<S extends Scheme = Scheme> {
  readonly scheme: S;
  readonly schemeNumber: string;
  readonly holder: string;
  readonly authority: string;
  readonly firstDay: string;
}

/** Whose number it is. Throws CannotRunError where nobody was granted it under this scheme. */
export const grantedNumber = async <S extends Scheme>(
  store: EventStore,
  catalogue: EventCatalogue,
  scheme: S,
  schemeNumber: string,
): Promise<GrantedNumber<S>> => {
  for await (const { events } of store.readAll({ categories: ['collector'] }))
    for (const stored of events) {
      if (stored.type !== 'SchemeNumberGranted') continue;
      const { data } = catalogue.decode<Extract<CollectorEvent, { readonly type: 'SchemeNumberGranted' }>>(stored);
      if (data.schemeNumber === schemeNumber && data.scheme === numberKinds[scheme])
        return { scheme, schemeNumber, holder: data.collector, authority: data.authority, firstDay: data.validFrom };
    }
  throw new CannotRunError('SCHEME_NUMBER_UNKNOWN', `--number: nobody was granted ${schemeNumber} under ${scheme}`, '--number');
};

/** What a return of the command line is computed from. */
export interface ReturnSources {
  readonly store: EventStore;
  readonly views: ReadModel;
  readonly rules: RuleBook;
}
export interface PreparedReturn extends ComputedReturn {
  readonly request: ReturnRequest;
  /** Earlier periods without a return. */
  readonly outstanding: readonly string[];
}

/** Computes the return of a period from the facts it would cover. Throws CannotRunError where there is no such return. */
export const prepareReturn = async (
  { store, views, rules }: ReturnSources,
  number: GrantedNumber<SupplyScheme>,
  period: string,
  filedOn: string,
): Promise<PreparedReturn> => {
  const { scheme, schemeNumber, holder, authority } = number;
  if (returnPeriod(rules, scheme, period) === undefined)
    throw new CannotRunError(
      'PERIOD_UNKNOWN',
      `--period: ${scheme} has no period ${period}; a month is 2026-01, a quarter 2026-Q1`,
      '--period',
    );
  const request: ReturnRequest = { scheme, schemeNumber, holder, authority, period, filedOn };
  const outstanding = await outstandingReturns(store, rules, number, period);
  const answer = await computeReturnOf(rules, request, suppliesOfReturn(views, schemeNumber, period, outstanding));
  if ('rejected' in answer)
    throw new CannotRunError(
      answer.rejected.code,
      answer.rejected.message,
      answer.rejected.field === undefined ? undefined : `--${answer.rejected.field}`,
    );
  return { ...answer.computed, request, outstanding };
};
