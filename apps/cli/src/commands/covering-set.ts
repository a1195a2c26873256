import { id as idShape } from '#event-catalogue';
import { coversOfReceipt, type LumpCover, type ReceiptCovers } from '#reconciliation';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { shapeOption } from '../options';
import { withLog } from '../reading';
import { atMoment, momentOf, withViewsAt, type MomentOptions } from '../reading-at';
import { performs, type CommandContext, type Shell } from '../shell';

type CoverOptions = MomentOptions & Readonly<{ account?: string }>;

/** References that are printed of one set: the document of --json has them all. */
const mostPrinted = 12;

const verdictOf = ({ status, unique, complete }: LumpCover): string => {
  if (status === 'none') return 'nothing that is open comes to it';
  if (status === 'notDecided') return 'no set was found within the limits; whether there is one is not decided';
  if (unique === true) return 'exactly one set';
  if (unique === undefined) return 'one set was found; whether there are others is not decided';
  return complete ? 'several sets, all of them here' : 'several sets, some of them here';
};

const setText = ({ by, group, references }: LumpCover['sets'][number]): string => {
  const shown = references.slice(0, mostPrinted).join(' ');
  const rest = references.length - mostPrinted;
  return `  ${group ?? by}: ${shown}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
};

const coverText = (cover: LumpCover): readonly string[] => {
  const { account, holder, amount, currency, open, openItems } = cover;
  const references = `${String(openItems)} reference${openItems === 1 ? '' : 's'}`;
  return [
    `account ${account} of ${holder}: ${amount} ${currency} against ${open} ${currency} open under ${references}: ${verdictOf(cover)}`,
    ...cover.sets.map(setText),
    ...cover.nearest.map(({ sentence }) => `  ${sentence}`),
  ];
};

export const receiptCoversText = ({ receipt, amount, currency, searched, covers }: ReceiptCovers): string => {
  const none =
    searched === 'account'
      ? 'Nothing of it is left to allocate on that account.'
      : 'No group of debts of any account comes to it; --account searches all sets of one.';
  return [`receipt ${receipt}: ${amount} ${currency}`, ...(covers.length === 0 ? [none] : covers.flatMap(coverText))].join('\n');
};

const cover = (context: CommandContext, { account, ...options }: CoverOptions, name: string): Promise<ExitCode> => {
  const receipt = shapeOption('receipt', idShape)(name);
  return withLog(context, async (log) =>
    withViewsAt(context, log, ['accounts'], await momentOf(log, options), async (views) => {
      const found = await coversOfReceipt(views, receipt, account);
      if (found === undefined) throw new CannotRunError('NOT_FOUND', `${receipt}: no bank entry has this id`, 'receipt');
      await context.output.answer(found, () => receiptCoversText(found));
      return found.covers.some(({ status }) => status === 'exact') ? exitCodes.done : exitCodes.foundProblems;
    }),
  );
};

export const addCoveringSet = (program: Command, shell: Shell): void => {
  atMoment(program.command('covering-set').description('which open debts a lump sum covers exactly, where it does not say so'))
    .argument('<receipt>', 'id of the bank entry')
    .option('--account <id>', 'search every set of the debts of this account', shapeOption('--account', idShape))
    .action(performs<CoverOptions>(shell, (context, options, [name = '']) => cover(context, options, name)));
};
