import { partyCode, present } from '#event-catalogue';
import { claimStatuses, type ClaimView, findClaim, findClaims, type RefundClaimRow } from '#returns';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { asking, limitsOf, listed, type ListOptions, page, shown } from '../listing';
import { choiceOption, shapeOption } from '../options';
import { table } from '../output';
import type { MomentOptions } from '../reading-at';
import { performs, type CommandContext, type Shell } from '../shell';

interface ClaimOptions extends ListOptions {
  readonly status?: ClaimView['status'];
  readonly claimant?: string;
}

const listClaims = (context: CommandContext, options: ClaimOptions): Promise<ExitCode> =>
  asking(context, options, ['refund-claims'], async (views) => {
    const { status, claimant } = options;
    const { rows, next } = await findClaims(views, {
      ...limitsOf(options),
      ...present({ claimant, status }),
    });
    return page(context, {
      name: 'claims',
      rows,
      next,
      header: ['claim', 'authority', 'claimant', 'reference', 'basis', 'total', 'currency', 'claimed', 'status', 'deadline', 'payment'],
      cells: (c: RefundClaimRow) => [
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
    });
  });

const showClaim = (context: CommandContext, options: MomentOptions, name: string): Promise<ExitCode> =>
  asking(context, options, ['refund-claims'], async (views) => {
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

/** `claims`: refund claims. */
export const addClaims = (program: Command, shell: Shell): void => {
  const claims = program.command('claims').description('refund claims');
  listed(claims.command('list').description('claims in order of their day'))
    .option('--status <status>', claimStatuses.join(', '), choiceOption('--status', claimStatuses))
    .option('--claimant <code>', 'whose', shapeOption('--claimant', partyCode))
    .action(performs<ClaimOptions>(shell, listClaims));
  shown(
    claims.command('show').description('a claim as the authority sees it').argument('<claim>', 'its id or reference'),
    shell,
    showClaim,
  );
};
