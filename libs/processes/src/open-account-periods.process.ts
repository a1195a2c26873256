import {
  accountDecider,
  type AccountCycles,
  AccountDirectory,
  type AccountEvent,
  accountPeriodDecider,
  type AccountPeriodEvent,
  accountPeriodStream,
  carriedEventsAtOnce,
  directoryCategories,
  type KnownAccount,
  openingCommands,
} from '#accounts';
import { streamName } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { changeoverOf } from '#rules';

/**
 * An account's first period opens with the account, the next one when the last is closed, with what that one left. A period that begins
 * when the account's currency has given way to the euro begins in euro, once the account has told what its debts are in it.
 */
export const openAccountPeriods = (cycles: AccountCycles): Process<AccountDirectory> => ({
  name: 'open-account-periods',
  categories: directoryCategories,
  state: {
    initial: () => new AccountDirectory(),
    fold: (directory, event) => {
      directory.apply(event);
      return directory;
    },
  },
  react: (event, directory) => {
    const known = event as AccountEvent | AccountPeriodEvent;
    if (known.type === 'AccountOpened') return openPeriod(cycles, directory.get(known.data.account), known.data.openedOn);
    if (known.type === 'PeriodClosed') return nextPeriod(cycles, directory.get(known.data.account), known.data.end);
    if (known.type === 'AccountRedenominated')
      return nextPeriod(cycles, directory.get(known.data.account), known.data.redenominatedOn, known.data);
    return [];
  },
});

type Redenominated = Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>['data'];

/** `told`: the part of a redenomination that was told last; the rest is asked for where its append ended. */
const nextPeriod = (cycles: AccountCycles, known: KnownAccount | undefined, day: string, told?: Redenominated): readonly Effect[] => {
  const changeover = known === undefined ? undefined : changeoverOf(known.currency, day);
  if (known?.left === undefined || changeover === undefined) return openPeriod(cycles, known, day);
  if (told !== undefined && told.part % carriedEventsAtOnce !== 0) return [];
  return [
    effect(`redenominate/${String(told?.part ?? 0)}`, {
      decider: accountDecider,
      stream: streamName('account', known.account),
      command: { type: 'RedenominateAccount', changeover, redenominatedOn: day, left: known.left },
      context: { book: known.authority, effectiveAt: cycles.startOf(known.cycle, day) },
    }),
  ];
};

const openPeriod = (cycles: AccountCycles, known: KnownAccount | undefined, day: string): readonly Effect[] => {
  if (known === undefined) return [];
  const { account, authority, holder, kind, currency, cycle, left } = known;
  const { id: period, start, end } = cycles.periodOf(cycle, day);
  const terms = { account, authority, holder, kind, currency, cycle, period, start, end };
  return openingCommands(terms, left ?? { openItems: [], unapplied: [] }).map((command, part) =>
    effect(command.type === 'OpenPeriod' ? 'open' : `carry/${String(part + 1)}`, {
      decider: accountPeriodDecider,
      stream: accountPeriodStream(authority, account, period),
      command,
      context: { book: authority, effectiveAt: cycles.startOf(cycle, start) },
    }),
  );
};
