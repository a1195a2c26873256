import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { accountDecider, accountStream, receiptDecider, receiptStream, type OpenAccount, type RecordReceipt } from '#accounts';
import { startOfLegalDay } from '#event-catalogue';
import { receiptFault } from '#runtime';
import { CommandDesk, type Written } from '../http/command-desk';
import { problemOfFault } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { Authorities } from './authorities';

/** An authority opens an account for a holder, from a day of its own calendar on. */
export class OpenAccountCommand extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly terms: Omit<OpenAccount, 'type'>,
  ) {
    super();
  }
}

@CommandHandler(OpenAccountCommand)
export class OpenAccountHandler implements ICommandHandler<OpenAccountCommand> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly authorities: Authorities,
  ) {}

  async execute({ request, terms }: OpenAccountCommand): Promise<Written> {
    this.authorities.checkTerms(terms);
    const { authority, holder, kind, openedOn } = terms;
    const effectiveAt = startOfLegalDay(openedOn, this.authorities.zoneOf(authority));
    return this.desk.run(request, {
      decider: accountDecider,
      stream: accountStream(authority, holder, kind),
      command: { type: 'OpenAccount', ...terms },
      book: authority,
      effectiveAt,
    });
  }
}

/** One entry of a bank statement; it counts from the day the bank booked it, in the authority's zone. */
export class RecordReceiptCommand extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly entry: Omit<RecordReceipt, 'type'>,
  ) {
    super();
  }
}

@CommandHandler(RecordReceiptCommand)
export class RecordReceiptHandler implements ICommandHandler<RecordReceiptCommand> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly authorities: Authorities,
  ) {}

  async execute({ request, entry }: RecordReceiptCommand): Promise<Written> {
    const fault = receiptFault(entry);
    if (fault !== undefined) throw problemOfFault(fault);
    const { authority, bankAccount, entryReference, bookedOn } = entry;
    const effectiveAt = startOfLegalDay(bookedOn, this.authorities.zoneOf(authority));
    const stream = receiptStream(authority, bankAccount, entryReference);
    return this.desk.run(request, {
      decider: receiptDecider,
      stream,
      command: { type: 'RecordReceipt', ...entry },
      book: authority,
      effectiveAt,
    });
  }
}
