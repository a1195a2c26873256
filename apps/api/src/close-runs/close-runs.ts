import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { closeDuePeriods, cyclesOf, directoryReader, type StatementIssued } from '#accounts';
import { day, EventCatalogue, optional, record } from '#event-catalogue';
import { CommandRunner, EventStore } from '#event-store';
import { RuleBookFollower } from '#runtime';
import { bodyOf } from '../http/field';
import { problem } from '../http/problem';
import { actorOf, Reading, type ReadRequest } from '../http/request-context';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';
import { Reactor } from '../ledger/reactor';

export class CloseRunDto extends bodyOf(record({ until: optional(day) })) {}

/** Closes every account period whose cut-off has passed by a legal day; the ledger's own day unless told an earlier one. */
export class RunCloses extends Command<readonly StatementIssued[]> {
  constructor(
    readonly actor: string,
    readonly until: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(RunCloses)
export class RunClosesHandler implements ICommandHandler<RunCloses> {
  readonly #directory: ReturnType<typeof directoryReader>;

  constructor(
    store: EventStore,
    catalogue: EventCatalogue,
    private readonly runner: CommandRunner,
    private readonly rules: RuleBookFollower,
    private readonly reactor: Reactor,
    private readonly clock: LedgerClock,
  ) {
    this.#directory = directoryReader(store, catalogue);
  }

  async execute({ actor, until }: RunCloses): Promise<readonly StatementIssued[]> {
    const legalNow = await this.clock.today();
    const today = until ?? legalNow;
    if (today > legalNow)
      throw problem('FIELD_MALFORMED', `expected a day up to ${legalNow}, the legal day of this ledger`, { field: 'until' });
    const settled = async () => {
      await this.reactor.settle();
      return this.#directory();
    };
    return closeDuePeriods({ runner: this.runner, cycles: cyclesOf(this.rules.current()), today, actor, settled });
  }
}

@ApiTags('accounts')
@Controller('v1/close-runs')
export class CloseRunsController {
  constructor(private readonly commands: CommandBus) {}

  /** Answers with the statements that this run issued. A run may be repeated at any time: what is closed stays closed, under its number. */
  @Post()
  @HttpCode(200)
  @Policy({ roles: ['operator'], scope: 'any' })
  async run(@Body() body: CloseRunDto, @Reading() { caller }: ReadRequest): Promise<{ readonly statements: readonly StatementIssued[] }> {
    return { statements: await this.commands.execute(new RunCloses(actorOf(caller), body.until)) };
  }
}
