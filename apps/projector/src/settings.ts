import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigurationError, ledgerPlaceOf, type Environment, type LedgerServers } from '#runtime';

export const usage = `npm run projector -- [OPTIONS]

  --data DIRECTORY    data directory with the installation's identity (default: $TIDEWAITER_DATA, else ./data)
  --help              print this and exit

EVENTSTORE_URL and POSTGRES_URL name the servers that hold the ledger. Any number of projectors may run: each read model and the processes are kept
up by one of them at a time, and by another within five seconds when that one dies.`;

export interface ProjectorSettings {
  readonly dataDirectory: string;
  readonly servers: LedgerServers;
  /** Print how the program is started and exit. */
  readonly help: boolean;
}

/** Node's own words say which argument is wrong (errors ERR_PARSE_ARGS_*). */
const isOfArguments = (error: unknown): error is { readonly code: string; readonly message: string } =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');

const argumentsOf = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      options: { data: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const,
      strict: true,
    }).values;
  } catch (error) {
    throw isOfArguments(error) ? new ConfigurationError(`${error.message}\n\n${usage}`) : error;
  }
};

/** A variable that is set to nothing is not set. */
const given = (env: Environment, name: string): string | undefined => (env[name] === '' ? undefined : env[name]);

/**
 * Settings from arguments before the environment. Throws ConfigurationError: a ledger on an embedded store is kept up by the one program
 * that has it open.
 */
export const settingsOf = (argv: readonly string[], env: Environment): ProjectorSettings => {
  const { data, help } = argumentsOf(argv);
  const dataDirectory = path.resolve(data ?? given(env, 'TIDEWAITER_DATA') ?? './data');
  if (help === true) return { dataDirectory, servers: { eventStoreUrl: '', postgresUrl: '' }, help };
  const { servers } = ledgerPlaceOf(dataDirectory, env);
  if (servers === undefined)
    throw new ConfigurationError(
      'EVENTSTORE_URL: needed by a projector; on an embedded store the server keeps its own read models',
      'EVENTSTORE_URL',
    );
  return { dataDirectory, servers, help: false };
};
