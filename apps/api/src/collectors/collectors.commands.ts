import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { collectorDecider, collectorStream, grantSchemeNumber, type CollectorCommand, type GrantSchemeNumber } from '#collectors';
import { EventCatalogue, startOfLegalDay } from '#event-catalogue';
import { CommandRunner, EventStore } from '#event-store';
import { Authorities } from '../accounts/authorities';
import { CommandDesk, type Written } from '../http/command-desk';
import type { WriteRequest } from '../http/request-context';

/**
 * A change of what is known about one collector; it counts from the day the message names (UTC: the register is the installation's own).
 */
export class ChangeCollector extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly collector: string,
    readonly change: Exclude<CollectorCommand, GrantSchemeNumber>,
    readonly from: string,
  ) {
    super();
  }
}

@CommandHandler(ChangeCollector)
export class ChangeCollectorHandler implements ICommandHandler<ChangeCollector> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly authorities: Authorities,
  ) {}

  async execute({ request, collector, change, from }: ChangeCollector): Promise<Written> {
    // What holds at an authority that nobody knows would hold nowhere, and nobody would notice.
    if ('authority' in change) this.authorities.zoneOf(change.authority);
    return this.desk.run(request, {
      decider: collectorDecider,
      stream: collectorStream(collector),
      command: change,
      book: '-',
      effectiveAt: startOfLegalDay(from, 'UTC'),
    });
  }
}

/** A number is reserved first, so that nobody else can be granted it, then granted. */
export class GrantNumber extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly collector: string,
    readonly grant: GrantSchemeNumber,
  ) {
    super();
  }
}

@CommandHandler(GrantNumber)
export class GrantNumberHandler implements ICommandHandler<GrantNumber> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly runner: CommandRunner,
  ) {}

  execute({ request, collector, grant }: GrantNumber): Promise<Written> {
    const place = { stream: collectorStream(collector), book: '-', effectiveAt: startOfLegalDay(grant.validFrom, 'UTC') };
    const { store, catalogue, runner } = this;
    return this.desk.perform(request, place, (context) => grantSchemeNumber({ store, catalogue, runner }, collector, grant, context));
  }
}
