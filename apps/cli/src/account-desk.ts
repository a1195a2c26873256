import {
  accountPeriodDecider,
  type AccountPeriodCommand,
  type AccountPeriodEvent,
  type AccountPeriodState,
  accountPeriodStream,
  type AccountRow,
  cyclesOf,
  findAccount,
  periodsOfAccount,
} from '#accounts';
import { canonicalJson, sha256Hex, streamName } from '#event-catalogue';
import { AmountError, parseMoney, scaleOf } from '#money';
import type { Dispatch, Rejection } from '#event-store';
import { CalendarNotCoveredError } from '#rules';
import { CannotRunError, exitCodes, type ExitCode } from './exit';
import { inOffice, type Office } from './office';
import { notAfter } from './options';
import type { CommandContext } from './shell';
import { accepted, refusedAs } from './writing';

/** What all work on an account may be asked with. */
export interface DeskOptions {
  readonly on?: string;
  readonly dryRun?: true;
}
/** An account, all that happened on it, and the day on which something is done. */
export interface AtDesk {
  readonly office: Office;
  readonly account: AccountRow;
  readonly on: string;
  readonly history: () => AsyncIterable<AccountPeriodEvent>;
}

/** One account by its id. Throws CannotRunError; `field`: the option that names it. */
export const accountNamed = async ({ views }: Office, id: string, field: string): Promise<AccountRow> => {
  const found = await findAccount(views, id);
  if (found !== undefined) return found;
  throw new CannotRunError('ACCOUNT_UNKNOWN', `${field}: no account has the id ${id}`, field);
};

async function* historyOf({ store, catalogue, views }: Office, account: string): AsyncGenerator<AccountPeriodEvent> {
  for (const { account_period: period } of await periodsOfAccount(views, account))
    for await (const stored of store.read(streamName('accountPeriod', period))) yield catalogue.decode<AccountPeriodEvent>(stored);
}

const periodOf = ({ rules }: Office, { authority, account, cycle }: AccountRow, on: string): string => {
  try {
    return accountPeriodStream(authority, account, cyclesOf(rules).periodOf(cycle, on).id);
  } catch (error) {
    if (error instanceof CalendarNotCoveredError) throw new CannotRunError('CALENDAR_NOT_COVERED', `--on: ${error.message}`, '--on');
    throw error;
  }
};

/** An amount of an option in the currency of the account, minor units. */
export const minorOf = (amount: string, currency: string): bigint => {
  try {
    return parseMoney(amount, currency).minor;
  } catch (error) {
    if (!(error instanceof AmountError)) throw error;
    throw new CannotRunError(
      'OPTION_INVALID',
      `--amount: expected ${String(scaleOf(currency))} digits after the point, as ${currency} has`,
      '--amount',
    );
  }
};

/** Options by the field of the command that they give. */
const optionOf: Readonly<Record<string, string>> = {
  account: 'account',
  toAccount: '--to-account',
  'debt.amount': '--amount',
  receipt: '--receipt',
  approvedBy: '--approved-by',
};
const optionsOf = ({ field = '' }: Rejection): Readonly<Record<string, string>> =>
  field.endsWith('On') ? { [field]: '--on' } : field.startsWith('references') ? { [field]: '--reference' } : optionOf;

/** Where a stream ends: what was asked before it was longer is another command. */
const endOf = async ({ store }: Office, stream: string): Promise<string> => {
  for await (const { revision } of store.read(stream, { direction: 'backwards', max: 1 })) return String(revision);
  return '';
};

/** What would be recorded, or what was; `known`: by the same words before, so that nothing was written now. */
const asked = async (
  { ask, dryRun, runner }: Office,
  dispatch: Dispatch<AccountPeriodCommand, AccountPeriodState, AccountPeriodEvent>,
): Promise<Readonly<{ events: readonly AccountPeriodEvent[]; known: boolean }>> => {
  if (!dryRun) {
    const outcome = await runner.run(dispatch);
    if (outcome.kind === 'rejected') throw refusedAs(outcome.rejection, optionsOf(outcome.rejection));
    const { events, replayed } = accepted(outcome);
    return { events, known: replayed };
  }
  const answer = await ask(dispatch);
  if ('rejected' in answer) throw refusedAs(answer.rejected, optionsOf(answer.rejected));
  return { events: answer.events, known: false };
};

/**
 * Asks the period of an account that the day falls in, and says what was recorded. `again`: whether the same words are the same command
 * for ever, or are decided anew where the account has changed since: what they ask for can be done as often as there is cause for it.
 */
export const atDesk = <O extends DeskOptions>(
  context: CommandContext,
  options: O,
  id: string,
  commandOf: (at: AtDesk) => AccountPeriodCommand | Promise<AccountPeriodCommand>,
  again: 'same' | 'anew' = 'anew',
): Promise<ExitCode> =>
  inOffice(context, options.dryRun === true, async (office) => {
    const on = notAfter('--on', options.on, office.legalNow);
    const account = await accountNamed(office, id, 'account');
    const command = await commandOf({ office, account, on, history: () => historyOf(office, id) });
    const { dryRun: _dryRun, ...words } = options;
    const stream = periodOf(office, account, on);
    const end = again === 'anew' ? { end: await endOf(office, stream) } : {};
    const version = sha256Hex(canonicalJson({ ...words, ...end, type: command.type, on }));
    const { events: recorded, known } = await asked(office, {
      decider: accountPeriodDecider,
      stream,
      command,
      context: office.contextOf({ book: account.authority, kind: 'account', reference: id, version, on }),
    });
    await office.settle();
    const events = known ? [] : recorded.map(({ type, data }) => ({ type, data }));
    const whose = `${account.kind} account of ${account.holder} at ${account.authority}`;
    await context.output.answer({ account: id, on, dryRun: office.dryRun, known, events }, () =>
      [
        known ? `${whose}: known already, nothing was written.` : `${whose}: ${events.map(({ type }) => type).join(', ')}.`,
        ...(office.dryRun ? ['A dry run: nothing was written.'] : []),
      ].join('\n'),
    );
    return exitCodes.done;
  });
