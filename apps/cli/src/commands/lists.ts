import {
  findAccounts,
  findGuarantees,
  findStatement,
  type GuaranteeRow,
  guaranteeForecastOf,
  guaranteeSharesOf,
  openItemsOf,
  periodsOfAccount,
  toleratedRestsOf,
  type AccountPeriodRow,
} from '#accounts';
import { book, partyCode, present, reference } from '#event-catalogue';
import { claimStatuses, type ClaimView, findClaim, findClaims, type RefundClaimRow } from '#returns';
import type { ReadModel } from '#read-model';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, shapeOption, wholeNumberOption } from '../options';
import { table } from '../output';
import { withLog, type OpenLog } from '../reading';
import { atMoment, momentOf, withViewsAt, type MomentOptions } from '../reading-at';
import { performs, type CommandContext, type Shell } from '../shell';

interface ListOptions extends MomentOptions {
  readonly authority?: string;
  readonly after?: string;
  readonly limit: number;
}
interface ClaimOptions extends ListOptions {
  readonly status?: ClaimView['status'];
  readonly claimant?: string;
}
type Work = (views: ReadModel, log: OpenLog) => Promise<ExitCode>;

/** Reads the rows of some projections as they were at the moment that is asked about. */
const asking = (context: CommandContext, options: MomentOptions, projections: readonly string[], work: Work): Promise<ExitCode> =>
  withLog(context, async (log) => withViewsAt(context, log, projections, await momentOf(log, options), (views) => work(views, log)));
const accounting = ['accounts'] as const;
const claiming = ['refund-claims'] as const;

/** A page of rows as a document and as a table; `next` is what --after takes to go on. */
const page = async <R>(
  context: CommandContext,
  name: string,
  rows: readonly R[],
  next: string | undefined,
  header: readonly string[],
  cells: (row: R) => readonly string[],
): Promise<ExitCode> => {
  await context.output.answer({ [name]: rows, ...(next === undefined ? {} : { next }) }, () =>
    [rows.length === 0 ? `No ${name}.` : table(header, rows.map(cells)), ...(next === undefined ? [] : [`... more: --after ${next}`])].join(
      '\n',
    ),
  );
  return exitCodes.done;
};

/** The cursor of rows that are listed by one key: there may be more where the page is full. */
const nextOf = <R>(rows: readonly R[], limit: number, key: (row: R) => string): string | undefined => {
  const last = rows.at(-1);
  return rows.length < limit || last === undefined ? undefined : key(last);
};

const limitsOf = ({ authority, after, limit }: ListOptions) => ({
  limit,
  ...present({ authority, after }),
});

const listGuarantees = (context: CommandContext, options: ListOptions): Promise<ExitCode> =>
  asking(context, options, accounting, async (views) => {
    const rows = await findGuarantees(views, limitsOf(options));
    return page(
      context,
      'guarantees',
      rows,
      nextOf(rows, options.limit, ({ guarantee }) => guarantee),
      ['guarantee', 'authority', 'reference', 'holder', 'guarantor', 'amount', 'required', 'called', 'currency', 'from', 'to', 'status'],
      (g: GuaranteeRow) => [
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
    );
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
  asking(context, options, accounting, async (views, { legalNow }) => {
    const today = options.asOf?.slice(0, 10) ?? legalNow;
    const guarantee = await guaranteeNamed(views, name);
    const shares = await Promise.all(
      (await guaranteeSharesOf(views, { guarantee: guarantee.guarantee })).map(async (share) => {
        const open = (await periodsOfAccount(views, share.account)).find(({ status }) => status === 'open');
        return { ...share, exposure: open?.exposure, forecast: await guaranteeForecastOf(views, share.account, today) };
      }),
    );
    await context.output.answer({ guarantee, shares }, () =>
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

const listClaims = (context: CommandContext, options: ClaimOptions): Promise<ExitCode> =>
  asking(context, options, claiming, async (views) => {
    const { status, claimant } = options;
    const { rows, next } = await findClaims(views, {
      ...limitsOf(options),
      ...present({ claimant, status }),
    });
    return page(
      context,
      'claims',
      rows,
      next,
      ['claim', 'authority', 'claimant', 'reference', 'basis', 'total', 'currency', 'claimed', 'status', 'deadline', 'payment'],
      (c: RefundClaimRow) => [
        c.claim,
        c.authority,
        c.claimant,
        c.claim_reference,
        c.basis,
        c.total,
        c.currency,
        c.claimed_on,
        c.status,
        c.next_deadline ?? '',
        c.payment_reference ?? '',
      ],
    );
  });

const showClaim = (context: CommandContext, options: MomentOptions, name: string): Promise<ExitCode> =>
  asking(context, options, claiming, async (views) => {
    let found: RefundClaimRow | undefined;
    let after: string | undefined;
    do {
      const { rows, next } = await findClaims(views, { limit: 1000, ...(after === undefined ? {} : { after }) });
      found = rows.find(({ claim, claim_reference: own }) => claim === name || own === name);
      after = next;
    } while (found === undefined && after !== undefined);
    const view = found === undefined ? undefined : await findClaim(views, found.claim, found.authority);
    if (found === undefined || view === undefined)
      throw new CannotRunError('NOT_FOUND', `${name}: no claim has this id or reference`, 'claim');
    const { claimReference, status, total, currency, payeeParty, basis, windowUntil, required } = view;
    await context.output.answer(view, () =>
      [
        `${claimReference}: ${basis}, ${total} ${currency} for ${payeeParty}, ${status}; could be claimed until ${windowUntil}`,
        table(
          ['document', 'until', ''],
          required.map(({ kind, until, state, missed }) => [kind, until, missed ? 'missed' : state]),
        ),
      ].join('\n'),
    );
    return exitCodes.done;
  });

const listAccounts = (context: CommandContext, options: ListOptions): Promise<ExitCode> =>
  asking(context, options, accounting, async (views) => {
    const found = await findAccounts(views, limitsOf(options));
    const rows = await Promise.all(
      found.map(async (account) => ({ ...account, ...securityOf((await periodsOfAccount(views, account.account)).at(-1)) })),
    );
    return page(
      context,
      'accounts',
      rows,
      nextOf(rows, options.limit, ({ account }) => account),
      ['account', 'authority', 'holder', 'kind', 'currency', 'cycle', 'period', 'share', 'held', 'reserve %', 'declined', 'suspended'],
      (a) => [
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
    );
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
  asking(context, options, accounting, async (views) => {
    const statement = await findStatement(views, name);
    if (statement === undefined) throw new CannotRunError('NOT_FOUND', `${name}: no statement has this reference`, 'statement');
    const open = (await openItemsOf(views, statement.account)).filter((item) => item.reference === name);
    const tolerated = await toleratedRestsOf(views, { kind: 'statement', reference: name, account: statement.account });
    await context.output.answer({ statement, open, ...(tolerated.length === 0 ? {} : { tolerated }) }, () =>
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

const listed = (command: Command): Command =>
  atMoment(command)
    .option('--authority <code>', 'of one authority only: GB, EU-FR', shapeOption('--authority', book))
    .option('--after <cursor>', 'go on after this row of the page before', shapeOption('--after', reference))
    .option('--limit <number>', 'rows to print', wholeNumberOption('--limit', 1, 100_000), 100);

/** Lists of what is there; `accounts` is the group that opens them too. */
export const addLists = (program: Command, shell: Shell): void => {
  const accounts = program.commands.find((command) => command.name() === 'accounts');
  if (accounts !== undefined)
    listed(accounts.command('list').description('accounts with what secures their open period')).action(
      performs<ListOptions>(shell, listAccounts),
    );
  const shown = (command: Command, show: (context: CommandContext, options: MomentOptions, name: string) => Promise<ExitCode>): void => {
    atMoment(command).action(performs<MomentOptions>(shell, (context, options, [name = '']) => show(context, options, name)));
  };
  shown(
    program
      .command('statement')
      .description('statements of account')
      .command('show')
      .description('a statement with every term of its equation, and what of it is open')
      .argument('<statement>', 'its reference: GB-S00000012'),
    showStatement,
  );
  const guarantee = program.command('guarantee').description('what stands behind accounts');
  listed(guarantee.command('list').description('guarantees in order of id')).action(performs<ListOptions>(shell, listGuarantees));
  shown(
    guarantee
      .command('show')
      .description('a guarantee, its shares, and what they hold')
      .argument('<guarantee>', 'its id, or the number that the authority gave it'),
    showGuarantee,
  );
  const claims = program.command('claims').description('refund claims');
  listed(claims.command('list').description('claims in order of their day'))
    .option('--status <status>', claimStatuses.join(', '), choiceOption('--status', claimStatuses))
    .option('--claimant <code>', 'whose', shapeOption('--claimant', partyCode))
    .action(performs<ClaimOptions>(shell, listClaims));
  shown(claims.command('show').description('a claim as the authority sees it').argument('<claim>', 'its id or reference'), showClaim);
};
