import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { consignmentDecider, consignmentDispatch, consignmentStream, type ConsignmentCommand } from '#advance-data';
import { CommandDesk, type Written } from '../http/command-desk';
import { MessageReading } from '../http/message-reading';
import type { WriteRequest } from '../http/request-context';
import type { AdviseConsignmentDto } from './consignments.dto';

/** A carrier announces a parcel. */
export class AdviseConsignment extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly message: AdviseConsignmentDto,
  ) {
    super();
  }
}

@CommandHandler(AdviseConsignment)
export class AdviseConsignmentHandler implements ICommandHandler<AdviseConsignment> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reading: MessageReading,
  ) {}

  async execute({ request, message }: AdviseConsignment): Promise<Written> {
    return this.desk.send(request, consignmentDispatch(message, this.reading.context(request), this.reading.origin(request)));
  }
}

/** A carrier reports a status of a parcel; it counts from the moment it happened. */
export class ReportConsignmentStatus extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly parcel: { readonly carrier: string; readonly consignmentNumber: string },
    readonly status: ConsignmentCommand,
    readonly at: string,
  ) {
    super();
  }
}

@CommandHandler(ReportConsignmentStatus)
export class ReportConsignmentStatusHandler implements ICommandHandler<ReportConsignmentStatus> {
  constructor(private readonly desk: CommandDesk) {}

  execute({ request, parcel, status, at }: ReportConsignmentStatus): Promise<Written> {
    const stream = consignmentStream(parcel.carrier, parcel.consignmentNumber);
    return this.desk.run(request, { decider: consignmentDecider, stream, command: status, book: '-', effectiveAt: at });
  }
}
