import {
  type AccountCycles,
  AccountDirectory,
  type AccountEvent,
  accountPeriodDecider,
  type AccountPeriodEvent,
  accountPeriodStream,
  directoryCategories,
  type KnownAccount,
  openingCommands,
} from '#accounts';
import { effect, type Effect, type Process } from '#event-store';

/** An account's first period opens with the account, the next one when the last is closed, with what that one left. */
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
    if (known.type === 'PeriodClosed') return openPeriod(cycles, directory.get(known.data.account), known.data.end);
    return [];
  },
});

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
