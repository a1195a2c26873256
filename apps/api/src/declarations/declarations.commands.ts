import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { declarationDispatch } from '#declarations';
import { CommandDesk, type Written } from '../http/command-desk';
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
  ) {}

  execute({ request, message }: LodgeDeclarationCommand): Promise<Written> {
    return this.desk.send(request, declarationDispatch(this.declarations.read(message, request.requestHash), { actor: request.caller.subject }));
  }
}
