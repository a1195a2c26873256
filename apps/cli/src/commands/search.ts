import { NothingToSearchError, search, searchKinds, type SearchHit, type SearchKind } from '#enquiries';
import { partyCode, present, textUpTo } from '#event-catalogue';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, type KnownAt, knownAtOption, shapeOption, wholeNumberOption } from '../options';
import { table } from '../output';
import { positionKnownAt, withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';

interface SearchOptions {
  readonly kind?: SearchKind;
  readonly owner?: string;
  readonly knownAt?: KnownAt;
  readonly after?: string;
  readonly limit: number;
}

const rowOf = ({ match, kind, written, subject }: SearchHit): readonly string[] => [match, kind, written, subject];

/** A cursor holds line feeds, which nobody can type. */
const cursorText = (next: string): string => Buffer.from(next, 'utf8').toString('base64url');
const cursorOf = (text: string): string => Buffer.from(text, 'base64url').toString('utf8');

const find = (context: CommandContext, { kind, owner, knownAt, after, limit }: SearchOptions, text: string): Promise<ExitCode> =>
  withLog(context, async (log) => {
    const known = knownAt === undefined ? {} : { knownAt: await positionKnownAt(log, knownAt) };
    return withViews(context, log, async (views) => {
      const asked = {
        text,
        limit,
        ...known,
        ...present({ kind, owner }),
        ...(after === undefined ? {} : { after: cursorOf(after) }),
      };
      const { next, ...page } = await search(views, asked).catch((error: unknown) => {
        if (error instanceof NothingToSearchError) throw new CannotRunError('OPTION_INVALID', `text: ${error.message}`, 'text');
        throw error;
      });
      await context.output.answer({ ...page, ...(next === undefined ? {} : { next: cursorText(next) }) }, () => {
        const found = page.hits.length === 0 ? 'Nothing is called so.' : table(['match', 'kind', 'name', 'stream'], page.hits.map(rowOf));
        return [
          found,
          ...(next === undefined ? [] : [`... more: --after ${cursorText(next)}`]),
          ...(page.complete ? [] : ['... many names begin so; more of the name finds the others']),
        ].join('\n');
      });
      return exitCodes.done;
    });
  });

export const addSearch = (program: Command, shell: Shell): void => {
  program
    .command('search')
    .description('things by a number, code, reference or amount: what is called exactly so first, then what begins so')
    .argument(
      '<text>',
      'an order, payment, parcel, MRN, LRN, scheme number, bank entry, statement, return, claim, guarantee or collector; or 12.34, or "12.34 EUR"',
    )
    .option('--kind <kind>', searchKinds.join(', '), choiceOption('--kind', searchKinds))
    .option('--owner <code>', 'only what this vendor or intermediary may see', shapeOption('--owner', partyCode))
    .option('--known-at <position>', 'as known at a position of the log, or by a day or moment of recording', knownAtOption('--known-at'))
    .option('--after <cursor>', 'go on after the page before', shapeOption('--after', textUpTo(2000)))
    .option('--limit <number>', 'hits to print', wholeNumberOption('--limit', 1, 1000), 20)
    .action(performs<SearchOptions>(shell, (context, options, [text = '']) => find(context, options, text)));
};
