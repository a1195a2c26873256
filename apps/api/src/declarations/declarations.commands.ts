import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { declarationDispatch } from '#declarations';
import { accountFault, OpenedAccounts } from '#runtime';
import { KnownCollectors } from '../collectors/known-collectors';
import { CommandDesk, type Written } from '../http/command-desk';
import { problem, problemOfFault } from '../http/problem';
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
    private readonly collectors: KnownCollectors,
  ) {}

  async execute({ request, message }: LodgeDeclarationCommand): Promise<Written> {
    const command = this.declarations.read(message, request.requestHash);
    const fault = accountFault(await this.accounts.current(), command.header);
    if (fault !== undefined) throw problemOfFault(fault);
    const { declarant, authority, acceptedOn } = command.header;
    const suspension = (await this.collectors.current()).suspensionOf(declarant, authority, acceptedOn);
    if (suspension !== undefined)
      throw problem('COLLECTOR_SUSPENDED', `suspended from ${suspension.validFrom}: ${suspension.reason}`, { field: 'declarant' });
    return this.desk.send(request, declarationDispatch(command, { actor: request.caller.subject }));
  }
}
