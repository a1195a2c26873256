import { Injectable } from '@nestjs/common';
import { startOfLegalDay } from '#event-catalogue';
import { EventStore } from '#event-store';
import { formatMoney } from '#money';
import { ReadModel } from '#read-model';
import { addDays, memberStateOfSpecialArrangements } from '#rules';
import { RuleBookFollower } from '#runtime';
import {
  collectionReturnDecider,
  commandOf,
  previewCollectionReturn,
  returnPeriod,
  schemeReturnStream,
  type CollectionFigures,
  type CollectionReturnToFile,
} from '#scheme-returns';
import { Authorities } from '../accounts/authorities';
import { KnownCollectors } from '../collectors/known-collectors';
import { CommandDesk, type Written } from '../http/command-desk';
import { notFound, problemOfRejection } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { owns, type CollectorScope } from '../identity/ownership';
import { LedgerClock } from '../ledger/ledger-clock';
import { Reactor } from '../ledger/reactor';
import { lawOfRequest } from '../viewpoint/law-of-request';

/** A parcel that leaves the return, with what was expected and collected of it. */
interface Leaving {
  readonly carrier: string;
  readonly consignmentNumber: string;
  readonly at: string;
  readonly currency: string;
  readonly expected: string;
  readonly collected: string;
}
/** What a carrier would file now. */
export interface CollectionPreview {
  readonly figures: CollectionFigures;
  readonly undelivered: readonly Leaving[];
  readonly outstanding: readonly string[];
}

/** Monthly returns under special arrangements (VAT Directive Art. 369zb), computed from what was collected. */
@Injectable()
export class CollectionReturnDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly store: EventStore,
    private readonly views: ReadModel,
    private readonly rules: RuleBookFollower,
    private readonly collectors: KnownCollectors,
    private readonly authorities: Authorities,
    private readonly reactor: Reactor,
    private readonly clock: LedgerClock,
  ) {}

  /** Throws the same 404 for a number that nobody holds and for another's, and a ProblemError where the rules give no figures. */
  async preview(scope: CollectorScope, schemeNumber: string, period: string): Promise<CollectionPreview> {
    const preview = await this.#computed(await this.#subject(scope, schemeNumber, period));
    const { figures, undelivered } = preview.computed;
    const leaving = undelivered.map(({ carrier, consignmentNumber, at, currency, expected, collected }) => ({
      carrier,
      consignmentNumber,
      at,
      currency,
      expected: formatMoney({ minor: expected, currency: figures.currency }),
      collected: formatMoney({ minor: collected, currency: figures.currency }),
    }));
    return { figures, undelivered: leaving, outstanding: preview.outstanding };
  }

  async file(request: WriteRequest, schemeNumber: string, period: string): Promise<Written> {
    const subject = await this.#subject(request.scope, schemeNumber, period);
    await this.reactor.settleViews();
    const { computed, outstanding } = await this.#computed(subject);
    const { authority, filedOn } = subject;
    const effectiveAt = startOfLegalDay(filedOn, this.authorities.zoneOf(authority));
    const stream = schemeReturnStream(authority, schemeNumber, period);
    return this.desk.run(request, {
      decider: collectionReturnDecider,
      stream,
      command: commandOf(computed, outstanding),
      book: authority,
      effectiveAt,
    });
  }

  async #subject(scope: CollectorScope, schemeNumber: string, period: string): Promise<CollectionReturnToFile> {
    const { numbers } = await this.collectors.current();
    const today = await this.clock.today();
    const state = memberStateOfSpecialArrangements(schemeNumber);
    const found = state === undefined ? undefined : returnPeriod(await lawOfRequest(this.rules), 'EU-SA', period, state);
    // The last day of the period decides: who holds the authorisation then files.
    const holding = numbers.holderOf(schemeNumber, found === undefined ? today : addDays(found.end, -1));
    if (holding.kind === 'unknown' || holding.validity.scheme !== 'EU-SA' || !owns(scope, [holding.holder])) throw notFound();
    if (found === undefined)
      throw problemOfRejection({ code: 'PERIOD_UNKNOWN', message: `EU-SA has no period ${period}`, field: 'period' });
    const { authority, validFrom: firstDay } = holding.validity;
    return { schemeNumber, holder: holding.holder, authority, period, filedOn: today, firstDay };
  }

  async #computed(subject: CollectionReturnToFile) {
    const { store, views } = this;
    const preview = await previewCollectionReturn({ store, views, book: await lawOfRequest(this.rules) }, subject);
    if ('rejected' in preview) throw problemOfRejection(preview.rejected);
    return preview;
  }
}
