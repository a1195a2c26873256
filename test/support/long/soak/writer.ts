import { setTimeout as sleep } from 'node:timers/promises';
import { CommandRunner, type CommandOutcome, type EventStore } from '#event-store';
import { counterCatalogue } from '../../store/counter';
import type { Random } from '../random';
import { commandOf, type AnyDispatch } from './commands';
import type { Records } from './records';
import type { ToldAnswer } from './told';

/** Few, so that `unknown` reaches the one who asked now and then. */
const attempts = 4;
const clients = 12;
/** No writer is much ahead of the others, so that they meet in the streams that all write to. */
const millisecondsPerCommand = 40;

export interface WriterOptions {
  readonly seed: number;
  readonly writer: number;
  readonly store: EventStore;
  readonly answers: Records<ToldAnswer>;
  readonly random: Random;
  readonly count: (what: string) => void;
  readonly wrong: (what: string) => void;
}

/** Clients of one program: each sends a command and, where the outcome is not known, the same command again until it is. */
export class Writer {
  readonly #runner: CommandRunner;
  readonly #clients: Promise<unknown>;
  readonly #began = performance.now();
  #next = 0;
  #finishing = false;

  constructor(private readonly options: WriterOptions) {
    this.#runner = new CommandRunner(options.store, counterCatalogue, () => new Date().toISOString(), {
      attempts,
      cachedStreams: 300,
      onRetry: (reason) => {
        options.count(`retries after ${reason}`);
      },
    });
    this.#clients = Promise.all(Array.from({ length: clients }, () => this.#client()));
  }

  /** Begins no new command; resolves when every command has its answer. */
  async finish(): Promise<void> {
    this.#finishing = true;
    await this.#clients;
  }

  async #client(): Promise<void> {
    const { seed, writer, random, count, wrong } = this.options;
    while (!this.#finishing) {
      const n = this.#next++;
      await sleep(Math.max(this.#began + n * millisecondsPerCommand - performance.now(), 0));
      const dispatch = commandOf(seed, writer, n);
      count('commands');
      try {
        this.#tell(dispatch, await this.#untilKnown(dispatch));
      } catch (bug) {
        wrong(`${dispatch.context.commandId} threw ${String(bug)}`);
      }
      await sleep(random.between(20, 150));
    }
  }

  async #untilKnown(dispatch: AnyDispatch): Promise<CommandOutcome> {
    for (;;) {
      const outcome = await this.#runner.run(dispatch);
      if (outcome.kind !== 'unknown') return outcome;
      this.options.count('unknown answers');
      await sleep(this.options.random.between(20, 200));
    }
  }

  #tell({ stream, context }: AnyDispatch, outcome: CommandOutcome): void {
    if (outcome.kind !== 'accepted' || outcome.events[0] === undefined) {
      this.options.wrong(
        `${context.commandId} was answered ${JSON.stringify(outcome, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
      );
      return;
    }
    this.options.count(outcome.replayed ? 'answers from the log' : 'first answers');
    this.options.answers.add({
      command: context.commandId,
      stream,
      first: String(outcome.events[0].revision),
      hashes: outcome.events.map(({ metadata }) => metadata.hash),
    });
  }
}
