import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '#event-catalogue';
import { CommandRunner, type CommandContext, type CommandOutcome, type Decider, type Dispatch } from '#event-store';
import { acceptedOrProblem, writeAnswer, type Accepted, type WriteAnswer } from './command-answer';
import { contextOf, type WriteRequest } from './request-context';
import { RequestKeys } from './request-keys';

/** What a request asks: a command to one stream of one book, effective at the moment its message states. */
export interface Asked<C, S, E extends DomainEvent> {
  readonly decider: Decider<C, S, E>;
  readonly stream: string;
  readonly command: C;
  readonly book: string;
  readonly effectiveAt: string;
}

/** An accepted write on its way out; the interceptor turns it into status, headers and body. */
export class Written {
  constructor(
    readonly answer: WriteAnswer,
    readonly accepted: Accepted,
  ) {}
}

/** The one way from a request to the command runner. */
@Injectable()
export class CommandDesk {
  constructor(
    private readonly runner: CommandRunner,
    private readonly keys: RequestKeys,
  ) {}

  /** A message that was read into a dispatch: its command id and actor are those of the request, which carries a key of its own. */
  send<C, S, E extends DomainEvent>(
    request: WriteRequest,
    { decider, stream, command, context: { book, effectiveAt } }: Dispatch<C, S, E>,
  ): Promise<Written> {
    return this.run(request, { decider, stream, command, book, effectiveAt });
  }

  /** Throws a ProblemError for whatever is not accepted. */
  run<C, S, E extends DomainEvent>(request: WriteRequest, { decider, stream, command, ...place }: Asked<C, S, E>): Promise<Written> {
    return this.perform(request, { stream, ...place }, (context) => this.runner.run({ decider, stream, command, context }));
  }

  /** A write of more than one step, of which the last is to `stream`; every step is repeated safely under the context's command id. */
  async perform<E extends DomainEvent>(
    request: WriteRequest,
    { stream, book, effectiveAt }: Pick<Asked<never, never, never>, 'stream' | 'book' | 'effectiveAt'>,
    steps: (context: CommandContext) => Promise<CommandOutcome<E>>,
  ): Promise<Written> {
    const context = contextOf(request, book, effectiveAt);
    const key = { commandId: context.commandId, keyId: context.correlationId, requestHash: request.requestHash, stream };
    const outcome = acceptedOrProblem(await this.keys.once(key, () => steps(context)));
    return new Written(writeAnswer(stream, outcome), outcome);
  }
}
