import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { paymentDispatch } from '#advance-data';
import { CommandDesk, type Written } from '../http/command-desk';
import { MessageReading } from '../http/message-reading';
import type { WriteRequest } from '../http/request-context';
import type { CapturePaymentDto, RefundPaymentDto } from './payments.dto';

/** What a payment service provider reports of one transaction: its capture or a refund. */
export class ReportPayment extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly message: CapturePaymentDto | RefundPaymentDto,
  ) {
    super();
  }
}

@CommandHandler(ReportPayment)
export class ReportPaymentHandler implements ICommandHandler<ReportPayment> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reading: MessageReading,
  ) {}

  async execute({ request, message }: ReportPayment): Promise<Written> {
    return this.desk.send(request, paymentDispatch(message, this.reading.context(request), this.reading.origin(request)));
  }
}
