import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { startOfLegalDay } from '#event-catalogue';
import { schemeReturnDecider, schemeReturnStream } from '#scheme-returns';
import { Authorities } from '../accounts/authorities';
import { CommandDesk, type Written } from '../http/command-desk';
import type { WriteRequest } from '../http/request-context';
import { Reactor } from '../ledger/reactor';
import { ReturnDesk } from './return-desk';

/** The holder of a scheme number files the return of a period, as the facts recorded until now give it. */
export class FileReturnCommand extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly schemeNumber: string,
    readonly period: string,
  ) {
    super();
  }
}

@CommandHandler(FileReturnCommand)
export class FileReturnHandler implements ICommandHandler<FileReturnCommand> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly returns: ReturnDesk,
    private readonly authorities: Authorities,
    private readonly reactor: Reactor,
  ) {}

  async execute({ request, schemeNumber, period }: FileReturnCommand): Promise<Written> {
    const subject = await this.returns.subject(request.scope, schemeNumber, period);
    const { authority, filedOn } = subject.request;
    await this.reactor.settleViews();
    const outstanding = await this.returns.outstanding(subject);
    const { figures } = await this.returns.compute(subject, []);
    const effectiveAt = startOfLegalDay(filedOn, this.authorities.zoneOf(authority));
    const stream = schemeReturnStream(authority, schemeNumber, period);
    return this.desk.run(request, {
      decider: schemeReturnDecider,
      stream,
      command: { type: 'FileReturn', figures, outstanding },
      book: authority,
      effectiveAt,
    });
  }
}
