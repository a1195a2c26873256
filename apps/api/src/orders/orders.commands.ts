import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { orderDispatch } from '#advance-data';
import { CommandDesk, type Written } from '../http/command-desk';
import { MessageReading } from '../http/message-reading';
import type { WriteRequest } from '../http/request-context';
import type { OrderDto } from './orders.dto';

/** A seller announces an order. */
export class RecordOrderCommand extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly message: OrderDto,
  ) {
    super();
  }
}

@CommandHandler(RecordOrderCommand)
export class RecordOrderHandler implements ICommandHandler<RecordOrderCommand> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reading: MessageReading,
  ) {}

  execute({ request, message }: RecordOrderCommand): Promise<Written> {
    return this.desk.send(request, orderDispatch(message, this.reading.context(request), this.reading.origin(request)));
  }
}
