import type { DomainEvent } from '#event-catalogue';
import type { CommandOutcome, Dispatch } from '#event-store';
import type { Ledger } from '#runtime';

/** The demonstration cannot go on; nothing is half done: run it again. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

/** What was asked for cannot be told; nothing was written. `field` names the setting. */
export class DemoInputError extends DemoError {
  constructor(
    readonly code: 'NO_LINES' | 'DATE_OUTSIDE_RULES',
    readonly field: 'orders' | 'rebase',
    message: string,
  ) {
    super(message);
  }
}

/** The store did not answer or has stopped; what was told before is kept. */
export class DemoInterruptedError extends DemoError {}

/** Where the story stands: seconds by stage, and what was refused by whom. */
export class Stages {
  readonly seconds: Record<string, number> = {};
  readonly #refused = new Map<string, number>();
  readonly #done = new Map<string, number>();

  constructor(
    private readonly now: () => bigint,
    private readonly progress: (line: string) => void,
  ) {}

  /** Times one stage; stages of one name add up. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const started = this.now();
    this.progress(`${name} ...`);
    const result = await work();
    const hundredths = (this.now() - started) / 10_000_000n;
    this.seconds[name] = (this.seconds[name] ?? 0) + Number.parseInt(String(hundredths), 10) / 100;
    return result;
  }

  tell(line: string): void {
    this.progress(line);
  }

  /** One more command of a stage is done with. */
  count(stage: string): void {
    const done = (this.#done.get(stage) ?? 0) + 1;
    this.#done.set(stage, done);
    if (done % 1000 === 0) this.tell(`${stage} ${String(done)}`);
  }

  refuse(stage: string, code: string): void {
    const key = `${stage}/${code}`;
    this.#refused.set(key, (this.#refused.get(key) ?? 0) + 1);
  }

  refused(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#refused].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** Streams in work at one time: enough for a full page of the log in each write. */
const inFlight = 512;

/** What a stage does with the answers to its commands. */
export interface Answers<C, E extends DomainEvent> {
  readonly accepted?: (outcome: Extract<CommandOutcome<E>, { readonly kind: 'accepted' }>) => void;
  readonly refused?: (command: C) => void;
}

/** Runs a stage's commands in order. A refusal is counted and told; an unknown outcome stops the story, to be taken up again. */
export const runCommands = async <C, S, E extends DomainEvent>(
  ledger: Ledger,
  stages: Stages,
  stage: string,
  dispatches: Iterable<Dispatch<C, S, E>>,
  answers: Answers<C, E> = {},
): Promise<void> => {
  // Answers come in the order of the commands.
  const sent: C[] = [];
  const noted = function* (): Generator<Dispatch<C, S, E>> {
    for (const dispatch of dispatches) {
      sent.push(dispatch.command);
      yield dispatch;
    }
  };
  for await (const outcome of ledger.runner.runEach(noted(), { inFlight })) {
    const command = sent.shift() as C;
    if (outcome.kind === 'accepted') answers.accepted?.(outcome);
    else if (outcome.kind === 'rejected') {
      stages.refuse(stage, outcome.rejection.code);
      answers.refused?.(command);
    } else if (outcome.kind === 'unknown') throw new DemoInterruptedError(`${stage}: ${outcome.reason}`);
    else throw new DemoError(`${stage}: ${outcome.kind}`);
    stages.count(stage);
  }
};
