import type { DomainEvent } from '#event-catalogue';
import type { CommandOutcome, Rejection } from '#event-store';
import { assertLedger, openLedger, type Ledger, type LedgerOptions } from '#runtime';
import { CannotRunError } from './exit';
import type { CommandContext } from './shell';

/** Who acts when the command line does. */
export const actor = 'operator';

/** The outcome of a command that was accepted. Throws CannotRunError for a refusal; `options` says which option a field was given by. */
export const accepted = <E extends DomainEvent>(
  outcome: CommandOutcome<E>,
  options: Readonly<Record<string, string>> = {},
): Extract<CommandOutcome<E>, { kind: 'accepted' }> => {
  if (outcome.kind === 'accepted') return outcome;
  if (outcome.kind !== 'rejected')
    throw new CannotRunError('OUTCOME_UNKNOWN', `${outcome.kind === 'unknown' ? outcome.reason : outcome.kind}: run the command again`);
  throw refusedAs(outcome.rejection, options);
};

/** A refusal as what stops the command; `options` says which option a field was given by. */
export const refusedAs = ({ code, message, field }: Rejection, options: Readonly<Record<string, string>> = {}): CannotRunError =>
  new CannotRunError(code, message, field === undefined ? undefined : (options[field] ?? `--${field}`));

/** As `withLedger`, for a ledger that must be there already. */
export const withPresentLedger = async <T>(context: CommandContext, work: (ledger: Ledger) => Promise<T>): Promise<T> => {
  await assertLedger(context.place);
  return withLedger(context, work);
};

/**
 * Opens the ledger for writing, lets a command work in it, brings the read models to its end and lets go of it. Throws WriterLockedError
 * where a server or another command holds the directory.
 */
export const withLedger = async <T>(
  context: CommandContext,
  work: (ledger: Ledger) => Promise<T>,
  options: Pick<LedgerOptions, 'projectInThread'> = {},
): Promise<T> => {
  const { place, clock, lockWaitMilliseconds } = context;
  context.output.progress('opening the ledger ...');
  let fault: Error | undefined;
  const ledger = await openLedger({
    ...place,
    ...options,
    clock,
    ...(lockWaitMilliseconds === undefined ? {} : { lockWaitMilliseconds }),
    onFatal: (error) => {
      fault = error;
    },
  });
  try {
    const result = await work(ledger);
    context.output.progress('bringing the read models up ...');
    await ledger.catchUp();
    return result;
  } catch (error) {
    throw fault === undefined ? error : new CannotRunError('STORE_STOPPED', `the store stopped: ${fault.message}`, '--data');
  } finally {
    await ledger.close();
  }
};
