import { Injectable } from '@nestjs/common';
import type { GrantedNumber, SchemeKind } from '#collectors';
import { EventStore } from '#event-store';
import { ReadModel } from '#read-model';
import { addDays, isIossNumber } from '#rules';
import { RuleBookFollower } from '#runtime';
import {
  computeReturnOf,
  outstandingReturns,
  returnPeriod,
  suppliesOfReturn,
  type ComputedReturn,
  type ReturnRequest,
} from '#scheme-returns';
import { KnownCollectors } from '../collectors/known-collectors';
import { notFound, problemOfRejection } from '../http/problem';
import { owns, type CollectorScope } from '../identity/ownership';
import { LedgerClock } from '../ledger/ledger-clock';
import { lawOfRequest } from '../viewpoint/law-of-request';

/** The scheme of returns that a number is for. */
const schemeOf: Readonly<Partial<Record<SchemeKind, 'EU-IOSS' | 'UK-SUPPLY'>>> = { 'EU-IOSS': 'EU-IOSS', 'UK-VAT': 'UK-SUPPLY' };

/** A return of one number and period, before or after it is filed. */
export interface ReturnSubject {
  readonly request: ReturnRequest;
  readonly validity: GrantedNumber;
}

/** Computes returns from the facts, at the moment of the request. */
@Injectable()
export class ReturnDesk {
  constructor(
    private readonly store: EventStore,
    private readonly collectors: KnownCollectors,
    private readonly views: ReadModel,
    private readonly rules: RuleBookFollower,
    private readonly clock: LedgerClock,
  ) {}

  /** Whose return it is and by which rules. A number held by nobody, or by another than the reader, is the same 404. */
  async subject(scope: CollectorScope, schemeNumber: string, period: string): Promise<ReturnSubject> {
    const { numbers: register } = await this.collectors.current();
    const scheme = isIossNumber(schemeNumber) ? ('EU-IOSS' as const) : ('UK-SUPPLY' as const);
    const found = returnPeriod(await lawOfRequest(this.rules), scheme, period);
    // The last day of the period decides: who holds the number then files.
    const holding = register.holderOf(schemeNumber, found === undefined ? await this.clock.today() : addDays(found.end, -1));
    if (holding.kind === 'unknown' || !owns(scope, [holding.holder])) throw notFound();
    const { scheme: heldUnder } = holding.validity;
    if (schemeOf[heldUnder] === undefined)
      throw problemOfRejection({
        code: 'FIELD_MALFORMED',
        message: `${schemeNumber} is held under ${heldUnder}; its returns are told under /v1/collection-returns`,
        field: 'number',
      });
    if (found === undefined || schemeOf[heldUnder] !== scheme)
      throw problemOfRejection({ code: 'PERIOD_UNKNOWN', message: `${scheme} has no period ${period}`, field: 'period' });
    const { holder, validity } = holding;
    return {
      validity,
      request: { scheme, schemeNumber, holder, authority: validity.authority, period, filedOn: await this.clock.today() },
    };
  }

  /** Earlier periods of the number that wait for their return. */
  async outstanding({ request, validity }: ReturnSubject): Promise<readonly string[]> {
    const { scheme, schemeNumber, authority, period } = request;
    return outstandingReturns(
      this.store,
      await lawOfRequest(this.rules),
      { scheme, schemeNumber, authority, firstDay: validity.validFrom },
      period,
    );
  }

  /** The figures as they are then. Throws a ProblemError where the rules give none. */
  async compute({ request }: ReturnSubject, outstanding: readonly string[]): Promise<ComputedReturn> {
    const computed = await computeReturnOf(
      await lawOfRequest(this.rules),
      request,
      suppliesOfReturn(this.views, request.schemeNumber, request.period, outstanding),
    );
    if ('rejected' in computed) throw problemOfRejection(computed.rejected);
    return computed.computed;
  }
}
