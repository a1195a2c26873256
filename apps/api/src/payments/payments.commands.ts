import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { paymentDecider, paymentStream, type PaymentCommand } from '#advance-data';
import { CommandDesk, type Written } from '../http/command-desk';
import type { WriteRequest } from '../http/request-context';

/** What a payment service provider reports of one transaction; it counts from the provider's own moment. */
export class ReportPayment extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly transaction: { readonly psp: string; readonly transactionId: string },
    readonly report: PaymentCommand,
    readonly at: string,
  ) {
    super();
  }
}

@CommandHandler(ReportPayment)
export class ReportPaymentHandler implements ICommandHandler<ReportPayment> {
  constructor(private readonly desk: CommandDesk) {}

  execute({ request, transaction, report, at }: ReportPayment): Promise<Written> {
    const stream = paymentStream(transaction.psp, transaction.transactionId);
    return this.desk.run(request, { decider: paymentDecider, stream, command: report, book: '-', effectiveAt: at });
  }
}
