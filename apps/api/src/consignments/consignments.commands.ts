import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { consignmentDecider, consignmentStream, type ConsignmentCommand } from '#advance-data';
import { CommandDesk, type Written } from '../http/command-desk';
import type { WriteRequest } from '../http/request-context';

/** What a carrier reports of one parcel; it counts from the moment it happened. */
export class ReportConsignment extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly parcel: { readonly carrier: string; readonly consignmentNumber: string },
    readonly report: ConsignmentCommand,
    readonly at: string,
  ) {
    super();
  }
}

@CommandHandler(ReportConsignment)
export class ReportConsignmentHandler implements ICommandHandler<ReportConsignment> {
  constructor(private readonly desk: CommandDesk) {}

  execute({ request, parcel, report, at }: ReportConsignment): Promise<Written> {
    const stream = consignmentStream(parcel.carrier, parcel.consignmentNumber);
    return this.desk.run(request, { decider: consignmentDecider, stream, command: report, book: '-', effectiveAt: at });
  }
}
