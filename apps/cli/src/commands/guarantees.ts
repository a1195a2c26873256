import { findGuarantees, type GuaranteeRow, guaranteeForecastOf, guaranteeSharesOf, periodsOfAccount } from '#accounts';
import { type ReadModel, rowDocument } from '#read-model';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { asking, limitsOf, listed, type ListOptions, nextOf, page, shown } from '../listing';
import { table } from '../output';
import type { MomentOptions } from '../reading-at';
import { performs, type CommandContext, type Shell } from '../shell';

const listGuarantees = (context: CommandContext, options: ListOptions): Promise<ExitCode> =>
  asking(context, options, ['accounts'], async (views) => {
    const rows = await findGuarantees(views, limitsOf(options));
    return page(context, {
      name: 'guarantees',
      rows,
      next: nextOf(rows, options.limit, ({ guarantee }) => guarantee),
      header: [
        'guarantee',
        'authority',
        'reference',
        'holder',
        'guarantor',
        'amount',
        'required',
        'called',
        'currency',
        'from',
        'to',
        'status',
      ],
      cells: (g: GuaranteeRow) => [
        g.guarantee,
        g.authority,
        g.guarantee_reference,
        g.holder,
        g.guarantor,
        g.amount,
        g.required ?? '',
        g.called,
        g.currency,
        g.valid_from,
        g.valid_to ?? '',
        g.status,
      ],
    });
  });

/** All guarantees are few: one is found by its id or by the authority's number of it. */
const guaranteeNamed = async (views: ReadModel, name: string): Promise<GuaranteeRow> => {
  for (
    let rows = await findGuarantees(views);
    rows.length > 0;
    rows = await findGuarantees(views, { after: rows.at(-1)?.guarantee ?? '' })
  ) {
    const found = rows.find(({ guarantee, guarantee_reference: own }) => guarantee === name || own === name);
    if (found !== undefined) return found;
  }
  throw new CannotRunError('NOT_FOUND', `${name}: no guarantee has this id or reference`, 'guarantee');
};

const guaranteeHead = (guarantee: GuaranteeRow): string => {
  const { guarantee_reference: name, guarantor, holder, authority, amount, currency, status, valid_from: from, valid_to: to } = guarantee;
  const until = to === undefined ? '' : ` to ${to}`;
  return `${name} of ${guarantor} for ${holder} at ${authority}: ${amount} ${currency}, ${status}, from ${from}${until}`;
};

const showGuarantee = (context: CommandContext, options: MomentOptions, name: string): Promise<ExitCode> =>
  asking(context, options, ['accounts'], async (views, { legalNow }) => {
    const today = options.asOf?.slice(0, 10) ?? legalNow;
    const guarantee = await guaranteeNamed(views, name);
    const shares = await Promise.all(
      (await guaranteeSharesOf(views, { guarantee: guarantee.guarantee })).map(async (share) => {
        const open = (await periodsOfAccount(views, share.account)).find(({ status }) => status === 'open');
        return { ...share, exposure: open?.exposure, forecast: await guaranteeForecastOf(views, share.account, today) };
      }),
    );
    await context.output.answer({ guarantee: rowDocument(guarantee), shares: shares.map(rowDocument) }, () =>
      [
        guaranteeHead(guarantee),
        ...(guarantee.required === undefined
          ? []
          : [`required ${guarantee.required} ${guarantee.currency} by ${guarantee.required_rule ?? ''}`]),
        ...(shares.length === 0
          ? ['It stands behind no account.']
          : [
              table(
                ['account', 'holder', 'share', 'held', 'currency'],
                shares.map(({ account, holder, share, exposure, currency }) => [account, holder, share, exposure ?? '', currency]),
              ),
            ]),
      ].join('\n'),
    );
    return exitCodes.done;
  });

/** `guarantee`: what stands behind accounts. */
export const addGuarantees = (program: Command, shell: Shell): void => {
  const guarantee = program.command('guarantee').description('what stands behind accounts');
  listed(guarantee.command('list').description('guarantees in order of id')).action(performs<ListOptions>(shell, listGuarantees));
  shown(
    guarantee
      .command('show')
      .description('a guarantee, its shares, and what they hold')
      .argument('<guarantee>', 'its id, or the number that the authority gave it'),
    shell,
    showGuarantee,
  );
};
