import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { collectorDecider, collectorStream, type CollectorCommand } from '#collectors';
import { startOfLegalDay } from '#event-catalogue';
import { CommandDesk, type Written } from '../http/command-desk';
import type { WriteRequest } from '../http/request-context';

/** A change of what is known about one collector; it counts from the day the message names (UTC: the register is the installation's own). */
export class ChangeCollector extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly collector: string,
    readonly change: CollectorCommand,
    readonly from: string,
  ) {
    super();
  }
}

@CommandHandler(ChangeCollector)
export class ChangeCollectorHandler implements ICommandHandler<ChangeCollector> {
  constructor(private readonly desk: CommandDesk) {}

  execute({ request, collector, change, from }: ChangeCollector): Promise<Written> {
    return this.desk.run(request, { decider: collectorDecider, stream: collectorStream(collector), command: change, book: '-', effectiveAt: startOfLegalDay(from, 'UTC') });
  }
}
