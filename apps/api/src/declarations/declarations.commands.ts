import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { declarationDispatch } from '#declarations';
import { accountFault, OpenedAccounts } from '#runtime';
import { CommandDesk, type Written } from '../http/command-desk';
import { problemOfFault } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { DeclarationDesk } from './declaration-desk';
import type { DeclarationDto } from './declarations.dto';

/** A declarant lodges a declaration. Assessment, charge and release follow from it. */
export class LodgeDeclarationCommand extends Command<Written> {
  constructor(
    readonly request: WriteRequest,
    readonly message: DeclarationDto,
  ) {
    super();
  }
}

@CommandHandler(LodgeDeclarationCommand)
export class LodgeDeclarationHandler implements ICommandHandler<LodgeDeclarationCommand> {
  constructor(
    private readonly desk: CommandDesk,
    private readonly declarations: DeclarationDesk,
    private readonly accounts: OpenedAccounts,
  ) {}

  async execute({ request, message }: LodgeDeclarationCommand): Promise<Written> {
    const command = this.declarations.read(message, request.requestHash);
    const fault = accountFault(await this.accounts.current(), command.header);
    if (fault !== undefined) throw problemOfFault(fault);
    return this.desk.send(request, declarationDispatch(command, { actor: request.caller.subject }));
  }
}
