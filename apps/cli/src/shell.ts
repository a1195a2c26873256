import path from 'node:path';
import type { Clock } from '#event-store';
import type { Command } from 'commander';
import { ledgerPlaceOf, type LedgerPlace } from '#runtime';
import { CannotRunError, type ExitCode } from './exit';
import { output, type Output, type Terminal } from './output';

/** The world around one run of the program. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** How long a writing command waits for another writer; 30 s unless told. */
  readonly lockWaitMilliseconds?: number;
}

/** What a command works with. */
export interface CommandContext extends Omit<Surroundings, 'terminal'> {
  /** Absolute path of the data directory. */
  readonly dataDirectory: string;
  /** Where the ledger lives: in that directory, or on the servers that the environment names. */
  readonly place: LedgerPlace;
  readonly output: Output;
}

/** One run: its surroundings, and what came of it. */
export interface Shell extends Surroundings {
  exitCode: ExitCode;
}

type GlobalOptions = Readonly<{ data?: string; json?: true }>;

/** `--out --json` is a forgotten value, not a file of that name. */
const refuseForgottenValues = (command: Command): void => {
  for (const option of [...command.options, ...(command.parent?.options ?? []), ...(command.parent?.parent?.options ?? [])]) {
    const value: unknown = command.optsWithGlobals<Readonly<Record<string, unknown>>>()[option.attributeName()];
    if (typeof value === 'string' && (value === '' || value.startsWith('--')))
      throw new CannotRunError(
        'OPTION_INVALID',
        `${option.long ?? option.flags}: expected a value, found ${value === '' ? 'nothing' : value}`,
        option.long ?? option.flags,
      );
  }
};

const contextOf = (shell: Shell, command: Command): CommandContext => {
  refuseForgottenValues(command);
  const { data, json } = command.optsWithGlobals<GlobalOptions>();
  const fromEnvironment = shell.env['TIDEWAITER_DATA'];
  const directory = data ?? (fromEnvironment === undefined || fromEnvironment === '' ? './data' : fromEnvironment);
  const { terminal, ...rest } = shell;
  const dataDirectory = path.resolve(directory);
  return { ...rest, dataDirectory, place: ledgerPlaceOf(dataDirectory, shell.env), output: output(terminal, json === true) };
};

/** The action of a command: does its work with its options and arguments and keeps the exit code. */
export const performs =
  <O extends object>(shell: Shell, work: (context: CommandContext, options: O, args: readonly string[]) => Promise<ExitCode>) =>
  async (...given: readonly unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const context = contextOf(shell, command);
    try {
      shell.exitCode = await work(context, command.opts<O>(), command.args);
    } finally {
      context.output.quiet();
    }
  };
