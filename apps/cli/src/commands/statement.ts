import { type AccountPeriodRow, findStatement, openItemsOf, toleratedRestsOf } from '#accounts';
import { rowDocument } from '#read-model';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { asking, shown } from '../listing';
import { table } from '../output';
import type { MomentOptions } from '../reading-at';
import type { CommandContext, Shell } from '../shell';

/** closing = opening + charged + adjusted + interest + penalties + reversed - applied - offset - remitted - written off - tolerated. */
const terms = [
  ['opening', ''],
  ['charged', '+'],
  ['adjusted', '+'],
  ['interest', '+'],
  ['penalties', '+'],
  ['reversed', '+'],
  ['applied', '-'],
  ['offset', '-'],
  ['remitted', '-'],
  ['written_off', '-'],
  ['tolerated', '-'],
  ['closing', '='],
] as const;

type OpenItems = Awaited<ReturnType<typeof openItemsOf>>;
type ToleratedRests = Awaited<ReturnType<typeof toleratedRestsOf>>;

const showStatement = (context: CommandContext, options: MomentOptions, name: string): Promise<ExitCode> =>
  asking(context, options, ['accounts'], async (views) => {
    const statement = await findStatement(views, name);
    if (statement === undefined) throw new CannotRunError('NOT_FOUND', `${name}: no statement has this reference`, 'statement');
    const open = (await openItemsOf(views, statement.account)).filter((item) => item.reference === name);
    const tolerated = await toleratedRestsOf(views, { kind: 'statement', reference: name, account: statement.account });
    const document = {
      statement: rowDocument(statement),
      open: open.map(rowDocument),
      ...(tolerated.length === 0 ? {} : { tolerated: tolerated.map(rowDocument) }),
    };
    await context.output.answer(document, () =>
      [...statementText(name, statement), ...openText(open), ...toleratedText(tolerated)].join('\n'),
    );
    return exitCodes.done;
  });

const statementText = (name: string, statement: AccountPeriodRow): readonly string[] => {
  const { kind, holder, authority, period_start: start, period_end: end, due_on: due = '', currency } = statement;
  const { charge_count: charges, adjustment_count: adjustments, declined_count: declined } = statement;
  const totals = (statement.totals ?? []) as readonly Readonly<Record<'taxType' | 'beneficiary', string>>[];
  return [
    `${name}: ${kind} account of ${holder} at ${authority}, ${start} to ${end}, due ${due}, in ${currency}`,
    '',
    table(
      ['', 'term', 'amount'],
      terms.map(([term, sign]) => [sign, term.replace('_', ' '), statement[term] ?? '0']),
    ),
    '',
    `unapplied cash ${statement.unapplied ?? '0'}; ` +
      `${String(charges)} charges, ${String(adjustments)} adjustments, ${String(declined)} declined`,
    `guarantee ${statement.guarantee ?? 'none'}: share ${statement.share ?? '-'}, held ${statement.exposure}`,
    ...(totals.length === 0
      ? []
      : [
          '',
          table(
            Object.keys(totals[0] ?? {}),
            totals.map((row) => Object.values(row)),
          ),
        ]),
  ];
};

const openText = (open: OpenItems): readonly string[] =>
  open.length === 0
    ? ['', 'Nothing of it is open.']
    : [
        '',
        table(
          ['tax', 'beneficiary', 'open', 'secured', 'contested', 'due'],
          open.map((o) => [o.tax_type, o.beneficiary, o.open, o.secured, o.contested, o.due_on]),
        ),
      ];

const toleratedText = (tolerated: ToleratedRests): readonly string[] =>
  tolerated.length === 0
    ? []
    : [
        '',
        table(
          ['tolerated of', 'beneficiary', 'amount', 'on', 'as', 'because'],
          tolerated.map((t) => [t.tax_type, t.beneficiary, t.amount, t.told_on, t.books, t.because]),
        ),
      ];

/** `statement`: statements of account. */
export const addStatement = (program: Command, shell: Shell): void => {
  shown(
    program
      .command('statement')
      .description('statements of account')
      .command('show')
      .description('a statement with every term of its equation, and what of it is open')
      .argument('<statement>', 'its reference: GB-S00000012'),
    shell,
    showStatement,
  );
};
