import { Injectable } from '@nestjs/common';
import { beneficiaryDecider, beneficiaryStream, type BeneficiaryCommand, type EstablishShare, type ShareQuestion } from '#accounts';
import { beneficiaryShares, type ShareStanding } from '#enquiries';
import { EventCatalogue, startOfLegalDay } from '#event-catalogue';
import { EventStore } from '#event-store';
import { CollectedRevenue, revenueCategories } from '#runtime';
import { Authorities } from '../accounts/authorities';
import { CommandDesk, type Written } from '../http/command-desk';
import { problem } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { LedgerClock } from '../ledger/ledger-clock';
import { Reactor } from '../ledger/reactor';
import type { EstablishShareDto, SharesQuery } from './distributions.dto';

/** The money on its way to its owners: what was collected, what became due, what was paid. */
@Injectable()
export class DistributionDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly authorities: Authorities,
    private readonly reactor: Reactor,
    private readonly clock: LedgerClock,
  ) {}

  /** Days that are not over cannot be shared: something of them may still come. */
  async establish(request: WriteRequest, { distribution, ...question }: EstablishShareDto): Promise<Written> {
    const today = await this.clock.today();
    if (question.to > today)
      throw problem('FIELD_MALFORMED', `expected a day up to ${today}, the legal day of this ledger`, { field: 'to' });
    await this.reactor.settle();
    const command: EstablishShare = {
      type: 'EstablishShare',
      distribution,
      ...question,
      ...(await this.#collected()).share(distribution, question),
    };
    return this.run(request, question, command, question.to);
  }

  run(
    request: WriteRequest,
    { authority, beneficiary, currency }: Pick<ShareQuestion, 'authority' | 'beneficiary' | 'currency'>,
    command: BeneficiaryCommand,
    day: string,
  ): Promise<Written> {
    const effectiveAt = startOfLegalDay(day, this.authorities.zoneOf(authority));
    return this.desk.run(request, {
      decider: beneficiaryDecider,
      stream: beneficiaryStream(authority, beneficiary, currency),
      command,
      book: authority,
      effectiveAt,
    });
  }

  /** Shares of an authority in the order in which they were established. */
  shares(of: SharesQuery): Promise<readonly ShareStanding[]> {
    return beneficiaryShares({ store: this.store, catalogue: this.catalogue }, of);
  }

  async #collected(): Promise<CollectedRevenue> {
    const collected = new CollectedRevenue();
    for await (const { events } of this.store.readAll({ categories: revenueCategories }))
      for (const stored of events) collected.take(this.catalogue.decode(stored));
    return collected;
  }
}
