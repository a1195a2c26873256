import { type AccountPeriodRow, findAccounts, periodsOfAccount } from '#accounts';
import { present } from '#event-catalogue';
import type { Command } from 'commander';
import type { ExitCode } from '../exit';
import { asking, limitsOf, listed, type ListOptions, nextOf, page } from '../listing';
import { performs, type CommandContext, type Shell } from '../shell';

const listAccounts = (context: CommandContext, options: ListOptions): Promise<ExitCode> =>
  asking(context, options, ['accounts'], async (views) => {
    const found = await findAccounts(views, limitsOf(options));
    const rows = await Promise.all(
      found.map(async (account) => ({ ...account, ...securityOf((await periodsOfAccount(views, account.account)).at(-1)) })),
    );
    return page(context, {
      name: 'accounts',
      rows,
      next: nextOf(rows, options.limit, ({ account }) => account),
      header: [
        'account',
        'authority',
        'holder',
        'kind',
        'currency',
        'cycle',
        'period',
        'share',
        'held',
        'reserve %',
        'declined',
        'suspended',
      ],
      cells: (a) => [
        a.account,
        a.authority,
        a.holder,
        a.kind,
        a.currency,
        a.cycle,
        a.period ?? '',
        a.share ?? '',
        a.exposure ?? '',
        a.reserve ?? '',
        a.declined ?? '',
        a.suspended ?? '',
      ],
    });
  });

/** What stands behind the last period of an account, and what it holds. */
const securityOf = (
  period: AccountPeriodRow | undefined,
): Partial<Record<'period' | 'guarantee' | 'share' | 'exposure' | 'reserve' | 'declined', string>> =>
  period === undefined
    ? {}
    : {
        period: period.period,
        exposure: period.exposure,
        declined: String(period.declined_count),
        ...present({ guarantee: period.guarantee, share: period.share, reserve: period.reserve_percent }),
      };

/** `accounts list`, in the group that opens accounts too. */
export const addAccountList = (program: Command, shell: Shell): void => {
  const accounts = program.commands.find((command) => command.name() === 'accounts');
  if (accounts !== undefined)
    listed(accounts.command('list').description('accounts with what secures their open period')).action(
      performs<ListOptions>(shell, listAccounts),
    );
};
