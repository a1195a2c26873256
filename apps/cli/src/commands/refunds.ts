import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seriesDecider, seriesStream } from '#accounts';
import { book, present, sha256Hex, streamName } from '#event-catalogue';
import {
  findClaims,
  pain001,
  type PainResult,
  type PainSettings,
  type PainVersion,
  refundClaimDecider,
  type RefundClaimEvent,
  type RefundClaimRow,
  type RefundPaidData,
} from '#returns';
import type { Command } from 'commander';
import { type BankDirectory, readBankDirectory } from '../bank-details';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { inOffice, type Office } from '../office';
import { choiceOption, dayOption, notAfter, shapeOption } from '../options';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';

const painVersions = ['001.001.03', '001.001.09'] as const satisfies readonly PainVersion[];

interface PayOptions {
  readonly on?: string;
  readonly authority?: string;
  readonly dryRun?: true;
  readonly pain?: string;
  readonly creditors?: string;
  readonly painVersion: PainVersion;
}
/** A claim that stays unpaid, and why. */
interface Unpaid {
  readonly claim: string;
  readonly claimReference: string;
  readonly authority: string;
  readonly code: string;
  readonly message: string;
}

/** Approved claims that nobody has paid, in the order in which they get their numbers: authority, day of the claim, claim. */
const approvedClaims = async ({ views }: Office, authority: string | undefined): Promise<readonly RefundClaimRow[]> => {
  const claims: RefundClaimRow[] = [];
  let after: string | undefined;
  do {
    const page = await findClaims(views, {
      status: 'to_be_paid',
      limit: 1000,
      ...present({ authority, after }),
    });
    claims.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  const order = ({ authority: of, claimed_on, claim }: RefundClaimRow): string => `${of} ${claimed_on} ${claim}`;
  return claims.sort((a, b) => (order(a) < order(b) ? -1 : 1));
};

/** The number of each refund in its authority's series: the one it was given already, else the next. */
const numbersOf = async (office: Office, claims: readonly RefundClaimRow[], on: string): Promise<readonly number[]> => {
  const numbers: number[] = [];
  const dispatches = claims.map(({ authority, claim }) => ({
    decider: seriesDecider,
    stream: seriesStream(authority, 'refund'),
    command: { type: 'AssignNumber' as const, authority, kind: 'refund', subject: claim },
    context: office.contextOf({ book: authority, kind: 'refund-number', reference: claim, on }),
  }));
  for await (const answer of office.askEach(dispatches)) {
    const given = 'rejected' in answer ? answer.rejected.details?.['number'] : String(answer.events[0]?.data.number);
    if (given === undefined) throw new CannotRunError('NO_NUMBER', `no number for refund ${claims[numbers.length]?.claim_reference ?? ''}`);
    numbers.push(Number.parseInt(given, 10));
  }
  return numbers;
};

const payClaims = async (
  office: Office,
  claims: readonly RefundClaimRow[],
  on: string,
  progress: (line: string) => void,
): Promise<{ readonly paid: readonly RefundPaidData[]; readonly unpaid: readonly Unpaid[] }> => {
  const numbers = await numbersOf(office, claims, on);
  const dispatches = claims.map(({ authority, claim }, i) => ({
    decider: refundClaimDecider,
    stream: streamName('refundClaim', claim),
    command: { type: 'OrderPayment' as const, number: numbers[i] ?? 0, paidOn: on },
    context: office.contextOf({ book: authority, kind: 'refund-payment', reference: claim, on }),
  }));
  const [paid, unpaid]: [RefundPaidData[], Unpaid[]] = [[], []];
  let asked = 0;
  for await (const answer of office.askEach(dispatches)) {
    const row = claims[asked];
    asked += 1;
    if ('rejected' in answer) {
      if (row !== undefined) unpaid.push(unpaidOf(row, answer.rejected));
    } else for (const event of answer.events) if (event.type === 'RefundPaid') paid.push(event.data);
    progress(`${String(asked)} of ${String(claims.length)} refunds ordered ...`);
  }
  return { paid, unpaid };
};

const unpaidOf = (
  { claim, claim_reference: claimReference, authority }: RefundClaimRow,
  { code, message }: Readonly<{ code: string; message: string }>,
): Unpaid => ({ claim, claimReference, authority, code, message });

/** The file for the bank that was asked for: checked before anything is paid. */
interface PainOrder {
  readonly file: string;
  readonly authority: string;
  readonly directory: BankDirectory;
  readonly settings: (messageId: string) => PainSettings;
}

const painOrder = async ({ pain, creditors, authority, painVersion }: PayOptions, on: string): Promise<PainOrder | undefined> => {
  if (pain === undefined) return undefined;
  for (const [option, value] of [
    ['--creditors', creditors],
    ['--authority', authority],
  ] as const)
    if (value === undefined)
      throw new CannotRunError('OPTION_MISSING', `${option}: --pain writes the transfers of one authority to known bank accounts`, option);
  const [file, book_] = [creditors ?? '', authority ?? ''];
  const directory = readBankDirectory(file);
  const debtor = directory.debtorOf(book_);
  if (debtor === undefined)
    throw new CannotRunError(
      'CREDITORS_MALFORMED',
      `--creditors: ${file}: debtors.${book_}: expected the account that refunds are paid from`,
      '--creditors',
    );
  const { currency, ...account } = debtor;
  const settings = (messageId: string): PainSettings => ({
    version: painVersion,
    messageId,
    createdAt: `${on}T00:00:00.000Z`,
    executeOn: on,
    debtor: account,
    currency,
  });
  try {
    await pain001(settings('CHECK'), () => [], directory.creditorOf).next();
  } catch (error) {
    throw error instanceof RangeError
      ? new CannotRunError('CREDITORS_MALFORMED', `--creditors: ${file}: debtors.${book_}: ${error.message}`, '--creditors')
      : error;
  }
  return { file: pain, authority: book_, directory, settings };
};

/** All refunds of the authority that were ordered on the day, in order of number: those of a run before that was killed as well. */
const refundsOrderedOn = async ({ store, catalogue }: Office, authority: string, on: string): Promise<readonly RefundPaidData[]> => {
  const found: RefundPaidData[] = [];
  for await (const { events } of store.readAll({ categories: ['refundClaim'] }))
    for (const stored of events) {
      if (stored.type !== 'RefundPaid') continue;
      const { data } = catalogue.decode<Extract<RefundClaimEvent, { readonly type: 'RefundPaid' }>>(stored);
      if (data.authority === authority && data.paidOn === on) found.push(data);
    }
  return found.sort((a, b) => a.number - b.number);
};

/** The same refunds give the same bytes; a file with others is never overwritten. */
const writePain = async (
  office: Office,
  { file, authority, directory, settings }: PainOrder,
  on: string,
): Promise<PainResult & { readonly file: string }> => {
  const refunds = await refundsOrderedOn(office, authority, on);
  // The bank takes a message of one name once; who can be paid makes the name.
  const payable = refunds
    .filter(({ payeeParty }) => directory.creditorOf(payeeParty) !== undefined)
    .map(({ paymentReference }) => paymentReference);
  const parts: string[] = [];
  const told = pain001(settings(`RF/${authority}/${on}/${sha256Hex(payable.join(' ')).slice(0, 8)}`), () => refunds, directory.creditorOf);
  let next = await told.next();
  for (; next.done !== true; next = await told.next()) parts.push(next.value);
  const content = parts.join('');
  if (existsSync(file) && readFileSync(file, 'utf8') !== content)
    throw new CannotRunError('FILE_EXISTS', `--pain: ${file}: is there already, and holds other transfers`, '--pain');
  if (content !== '') {
    writeFileSync(`${file}.part`, content, { mode: 0o600 });
    renameSync(`${file}.part`, file);
  }
  return { ...next.value, file: path.resolve(file) };
};

const pay = (context: CommandContext, options: PayOptions): Promise<ExitCode> =>
  inOffice(context, options.dryRun === true, async (office) => {
    const { authority } = options;
    const on = notAfter('--on', options.on, office.legalNow);
    const order = await painOrder(options, on);
    const approved = await approvedClaims(office, authority);
    const early = approved.filter(({ decided_on: decidedOn }) => decidedOn !== undefined && decidedOn > on);
    const { paid, unpaid } = await payClaims(
      office,
      approved.filter((row) => !early.includes(row)),
      on,
      context.output.progress,
    );
    await office.settle();
    const file = order === undefined || office.dryRun ? undefined : await writePain(office, order, on);
    const left = [
      ...early.map((row) => unpaidOf(row, { code: 'APPROVED_LATER', message: `approved on ${row.decided_on ?? ''}` })),
      ...unpaid,
    ];
    await context.output.answer({ on, dryRun: office.dryRun, paid, unpaid: left, ...(file === undefined ? {} : { pain: file }) }, () =>
      textOf(office.dryRun, paid, left, file),
    );
    return left.length === 0 && (file?.withheld.length ?? 0) === 0 ? exitCodes.done : exitCodes.foundProblems;
  });

const textOf = (
  dryRun: boolean,
  paid: readonly RefundPaidData[],
  unpaid: readonly Unpaid[],
  pain: (PainResult & { readonly file: string }) | undefined,
): string => {
  const rows = paid.map(({ authority, number, claimReference, payeeParty, amount, currency, paymentReference }) => [
    authority,
    String(number),
    claimReference,
    payeeParty,
    amount,
    currency,
    paymentReference,
  ]);
  return [
    paid.length === 0
      ? 'No refund is to be paid.'
      : table(['authority', 'number', 'claim', 'payee', 'amount', 'currency', 'end-to-end id'], rows),
    ...unpaid.map(({ authority, claimReference, code, message }) => `${authority} ${claimReference}: not paid: ${code}: ${message}`),
    ...(pain === undefined
      ? []
      : [
          `${String(pain.count)} transfers, ${pain.sum} ${pain.currency}, in ${pain.file}`,
          ...pain.withheld.map(
            ({ number, paymentReference, reason }) => `refund ${String(number)} ${paymentReference}: withheld: ${reason}`,
          ),
        ]),
    ...(dryRun ? ['A dry run: nothing was written.'] : []),
  ].join('\n');
};

export const addRefunds = (program: Command, shell: Shell): void => {
  program
    .command('refunds')
    .description('refunds that were approved')
    .command('pay')
    .description('number approved refunds in order of their claims and order their payments, each once; safe to repeat and to interrupt')
    .option('--on <day>', 'legal day of the payment (default: the day of this ledger)', dayOption('--on'))
    .option('--authority <code>', 'of one authority only: GB, EU-FR', shapeOption('--authority', book))
    .option('--pain <file>', 'write the transfers ordered on that day for the bank (ISO 20022 pain.001)')
    .option('--creditors <file>', 'bank accounts of payees and of the authority, kept outside the ledger (docs/cli.md)')
    .option('--pain-version <version>', painVersions.join(', '), choiceOption('--pain-version', painVersions), '001.001.09')
    .option('--dry-run', 'number and compute everything, write nothing')
    .action(performs<PayOptions>(shell, pay));
};
