import { startOfLegalDay } from '#event-catalogue';
import { ruleSetReference, ruleTableKinds, type LineVerdict, type RuleBook, type RulesEvent, type RuleTableKind } from '#rules';
import { publishRules } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { lawOf } from '../law';
import { choiceOption, dayOption } from '../options';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';
import { readTableFile, tariffFrom } from '../table-file';
import { actor, withLedger } from '../writing';
import { addAnnul } from './annul';

interface RulesImportOptions {
  readonly kind: RuleTableKind;
  readonly published: string;
  readonly from: string;
  readonly dryRun?: true;
}

/** Lines that are not wholly in the law, printed in full. */
const shownProblems = 20;

interface RulesImported {
  readonly kind: RuleTableKind;
  readonly file: string;
  readonly sha256: string;
  readonly lines: Readonly<Record<LineVerdict['verdict'], number>>;
  readonly rows: number;
  /** Streams of tables that the file speaks of. */
  readonly tables: number;
  /** Events added; absent for a dry run. */
  readonly published?: number;
  readonly problems: readonly {
    readonly line: number;
    readonly verdict: string;
    readonly field: string;
    readonly code: string;
    readonly message: string;
  }[];
}

const publish = (context: CommandContext, events: readonly RulesEvent[], published: string): Promise<number> =>
  withLedger(context, async (ledger) => {
    context.output.progress(`publishing ${String(events.length)} tables ...`);
    const { runner, store } = ledger;
    const outcomes = await publishRules({ runner, store, actor, effectiveAt: startOfLegalDay(published, 'UTC') }, events);
    const fault = outcomes.find((outcome) => outcome.kind !== 'accepted');
    if (fault !== undefined)
      throw new CannotRunError(
        'RULES_NOT_PUBLISHED',
        fault.kind === 'rejected' ? fault.rejection.message : fault.kind === 'unknown' ? fault.reason : fault.kind,
      );
    await ledger.settle();
    return outcomes.reduce((sum, outcome) => sum + (outcome.kind === 'accepted' && !outcome.replayed ? outcome.events.length : 0), 0);
  });

const importedText = ({ lines, rows, tables, published, problems }: RulesImported): string => {
  const unread = problems
    .slice(0, shownProblems)
    .map(({ line, verdict, field, code, message }) => `line ${String(line)} ${verdict}: ${field}: ${code}: ${message}`);
  const more = problems.length > shownProblems ? [`... and ${String(problems.length - shownProblems)} more (--json prints all)`] : [];
  const done =
    published === undefined
      ? 'A dry run: nothing was written.'
      : published === 0
        ? 'The law knew all of it: nothing was added.'
        : `${String(published)} events were added.`;
  return [
    `${String(lines.accepted)} lines accepted, ${String(lines.unsupported)} in part, ${String(lines.rejected)} rejected: ` +
      `${String(rows)} rows of ${String(tables)} tables`,
    ...unread,
    ...more,
    done,
  ].join('\n');
};

const importRules = async (context: CommandContext, options: RulesImportOptions, file: string): Promise<ExitCode> => {
  context.output.progress(`reading ${file} ...`);
  const { reading, sha256 } = await readTableFile(file, options);
  const lines = { accepted: 0, rejected: 0, unsupported: 0 };
  for (const { verdict } of reading.verdicts) lines[verdict] += 1;
  const imported: RulesImported = {
    kind: options.kind,
    file,
    sha256,
    lines,
    rows: reading.verdicts.reduce((sum, { rows }) => sum + rows, 0),
    tables: new Set(reading.events.map(ruleSetReference)).size,
    ...(options.dryRun === true ? {} : { published: await publish(context, reading.events, options.published) }),
    problems: reading.verdicts.flatMap(({ line, verdict, problems }) => problems.map((problem) => ({ line, verdict, ...problem }))),
  };
  await context.output.answer(imported, () => importedText(imported));
  return lines.rejected === 0 ? exitCodes.done : exitCodes.foundProblems;
};

/** Every table of the law with its rows and content hash: what an assessment pins. */
const tablesOf = ({ tables }: RuleBook): readonly { readonly id: string; readonly rows: number; readonly hash: string }[] =>
  Object.values(tables)
    .flatMap((kind) =>
      [...kind.values()].map(
        ({ ref, rows }: { readonly ref: { readonly id: string; readonly hash: string }; readonly rows: ReadonlyMap<string, unknown> }) => ({
          id: ref.id,
          rows: rows.size,
          hash: ref.hash,
        }),
      ),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));

const listRules = async (context: CommandContext): Promise<ExitCode> => {
  const { rules, source } = await lawOf(context);
  const tables = tablesOf(rules);
  await context.output.answer({ source, carryForward: rules.carryForward, tables }, () =>
    [
      `The law ${source === 'log' ? 'as the log knows it' : 'as the project ships it'}:`,
      '',
      table(
        ['table', 'rows', 'sha256'],
        tables.map(({ id, rows, hash }) => [id, String(rows), hash]),
      ),
    ].join('\n'),
  );
  return exitCodes.done;
};

export const addRules = (program: Command, shell: Shell): void => {
  const rules = program.command('rules').description('the law as data: read public tables, annul measures, list what is in force');
  rules
    .command('import')
    .description('read a public table and publish what is new in it; the same table again adds nothing')
    .argument('<file>', 'the table, plain or gzip')
    .requiredOption(
      '--kind <kind>',
      'ecb (euro reference rates), vat (VAT rates by period), tariff (duties of the EU and of GB), tolerances (of reconciliation)',
      choiceOption('--kind', ruleTableKinds),
    )
    .option('--from <day>', 'first day of a table that states none', dayOption('--from'), tariffFrom)
    .option('--published <day>', 'day of publication of a table that states none', dayOption('--published'), tariffFrom)
    .option('--dry-run', 'read and judge every line, write nothing')
    .action(performs<RulesImportOptions>(shell, (context, options, [file = '']) => importRules(context, options, file)));
  rules
    .command('list')
    .description('every table of the law with its rows and content hash')
    .action(performs(shell, (context) => listRules(context)));
  addAnnul(rules, shell);
};
