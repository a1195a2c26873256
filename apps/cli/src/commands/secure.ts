import { checkedEventStoreUrl, secureEventStore } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { repeated } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';

interface SecureOptions {
  readonly admin: string;
  readonly user: string;
  readonly reader?: readonly string[];
}

const secure = async (context: CommandContext, { admin, user, reader = [] }: SecureOptions): Promise<ExitCode> => {
  const changed = await secureEventStore(checkedEventStoreUrl(admin, context.env, '--admin'), user, reader).catch((error: unknown) => {
    throw error instanceof RangeError ? new CannotRunError('OPTION_INVALID', error.message, '--user') : error;
  });
  await context.output.answer({ user, changed }, () =>
    changed
      ? `Deleting streams and writing their metadata is now for administrators only; ${user} reads and appends.`
      : 'The store is secured already: nothing was changed.',
  );
  return exitCodes.done;
};

export const addSecure = (program: Command, shell: Shell): void => {
  program
    .command('secure')
    .description('take from the programs of a ledger the right to delete streams and to write their metadata; safe to repeat')
    .requiredOption('--admin <url>', 'EventStoreDB as its administrator: esdb://admin:password@host:2113')
    .requiredOption('--user <name>', 'the user of the programs; it must exist')
    .option(
      '--reader <name>',
      'a user who may read everything and write nothing, an auditor for one; may be given several times',
      repeated((name) => name),
    )
    .action(performs<SecureOptions>(shell, secure));
};
