import { findReturnCases, type MatchAnswer, type ReturnCaseEvent, type ReturnCaseRow } from '#returns';
import { findReturnedGoods, matchReturnCase, type MatchPlace } from '#runtime';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { inOffice, type Office } from '../office';
import { dayOption, notAfter } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, actor } from '../writing';

interface MatchOptions {
  readonly on?: string;
  readonly dryRun?: true;
}
/** What came of a return: its goods, or why they are not known. */
type Looked = Readonly<{ returnCase: string; reporter: string; returnReference: string }> &
  (MatchAnswer | Readonly<{ kind: 'refused'; code: string; message: string }>);

/** Returns whose goods are not known yet, in order of their report: those looked for on the day already are not looked for again. */
const openCases = async ({ views }: Office): Promise<readonly ReturnCaseRow[]> => {
  const rows: ReturnCaseRow[] = [];
  for (const status of ['reported', 'unmatched'] as const) {
    let after: string | undefined;
    do {
      const page = await findReturnCases(views, { status, limit: 1000, ...(after === undefined ? {} : { after }) });
      rows.push(...page.rows);
      after = page.next;
    } while (after !== undefined);
  }
  return rows.sort((a, b) => (`${a.reported_at}${a.return_case}` < `${b.reported_at}${b.return_case}` ? -1 : 1));
};

/** What the decider of the return answered to the search. */
const answerOf = (events: readonly ReturnCaseEvent[]): MatchAnswer | undefined => {
  for (const event of events) {
    if (event.type === 'ReturnMatched') return { kind: 'matched', ...event.data };
    if (event.type === 'ReturnUnmatched') return { kind: 'unmatched', ...event.data };
  }
  return undefined;
};

const look = async (
  office: Office,
  place: MatchPlace,
  { return_case: returnCase, reporter, return_reference: returnReference }: ReturnCaseRow,
  day: string,
): Promise<Looked | undefined> => {
  const found = office.dryRun ? await findReturnedGoods(place, returnCase) : await recorded(place, returnCase, day);
  return found === undefined ? undefined : { returnCase, reporter, returnReference, ...found };
};

const recorded = async (
  place: MatchPlace,
  returnCase: string,
  day: string,
): Promise<MatchAnswer | Readonly<{ kind: 'refused'; code: string; message: string }> | undefined> => {
  const outcome = await matchReturnCase(place, returnCase, day, actor);
  if (outcome === undefined) return undefined;
  if (outcome.kind === 'rejected') return { kind: 'refused', code: outcome.rejection.code, message: outcome.rejection.message };
  // Nothing new was found: what was known stands.
  return answerOf(accepted(outcome).events) ?? (await findReturnedGoods(place, returnCase));
};

const match = (context: CommandContext, { on, dryRun }: MatchOptions): Promise<ExitCode> =>
  inOffice(context, dryRun === true, async (office) => {
    const day = notAfter('--on', on, office.legalNow);
    const { store, catalogue, views } = office;
    const place: MatchPlace = { store, catalogue, views, runner: office.runner };
    const cases = await openCases(office);
    const looked: Looked[] = [];
    for (const [i, one] of cases.entries()) {
      const answer = await look(office, place, one, day);
      if (answer !== undefined) looked.push(answer);
      context.output.progress(`${String(i + 1)} of ${String(cases.length)} returns looked for ...`);
    }
    await office.settle();
    const matched = looked.filter(({ kind }) => kind === 'matched');
    const unmatched = looked.filter(({ kind }) => kind !== 'matched');
    await context.output.answer({ on: day, dryRun: office.dryRun, matched, unmatched }, () => textOf(office.dryRun, looked));
    return unmatched.length === 0 ? exitCodes.done : exitCodes.foundProblems;
  });

const unitsText = ({ mrn, seq, order, quantity }: Extract<MatchAnswer, { readonly kind: 'matched' }>['units'][number]): string => {
  const line =
    mrn === undefined ? `order ${order?.orderNumber ?? ''} line ${String(order?.ordinal ?? '')}` : `${mrn} item ${String(seq ?? '')}`;
  return `${String(quantity)} of ${line}`;
};

const lineOf = (found: Looked): string => {
  const name = `${found.reporter} ${found.returnReference}`;
  if (found.kind === 'matched') return `${name}: matched by ${found.rule}: ${found.units.map(unitsText).join(', ')}`;
  if (found.kind === 'refused') return `${name}: ${found.code}: ${found.message}`;
  const [nearest] = found.candidates;
  const notMatched = `${name}: not matched: ${found.reason}`;
  if (nearest === undefined) return notMatched;
  const item = nearest.seq === undefined ? '' : ` item ${String(nearest.seq)}`;
  return `${notMatched}; nearest ${nearest.mrn ?? 'an order line'}${item} misses ${nearest.criterion}: ${nearest.distance}`;
};

const textOf = (dryRun: boolean, looked: readonly Looked[]): string =>
  [
    ...(looked.length === 0 ? ['No return waits for its goods to be found.'] : looked.map(lineOf)),
    ...(dryRun ? ['A dry run: nothing was written.'] : []),
  ].join('\n');

export const addReturnGoods = (program: Command, shell: Shell): void => {
  program
    .command('returns-of-goods')
    .description('goods that go back')
    .command('match')
    .description('look for the goods of every return that is not matched; safe to repeat and to interrupt')
    .option('--on <day>', 'legal day of the search (default: the day of this ledger)', dayOption('--on'))
    .option('--dry-run', 'look for all of them, write nothing')
    .action(performs<MatchOptions>(shell, match));
};
