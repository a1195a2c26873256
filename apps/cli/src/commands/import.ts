import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { AccountDirectory } from '#accounts';
import {
  CsvFormat,
  DirectorySourceStore,
  NdjsonFormat,
  OnlineRetailFormat,
  runImport,
  type ImportFormat,
  type ImportReport,
} from '#advance-data';
import { zoneOfAuthority } from '#declarations';
import { book, type EventCatalogue, partyCode, present } from '#event-catalogue';
import type { CommandRunner } from '#event-store';
import { isIossNumber, isUkVatNumber, type RuleBook } from '#rules';
import { declarationsFormat, holdsLedger, importFiles, ledgerCatalogue, OpenedAccounts, openInstallation } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes } from '../exit';
import { receiptsFormat } from '../imports/back-formats';
import { BankFiles } from '../imports/bank-formats';
import { runCreditEffects, type LinkedCredits } from '../imports/credit-links';
import { claimsFormat, returnsFormat } from '../imports/return-formats';
import { WcoFiles } from '../imports/wco-formats';
import { lawOf } from '../law';
import { choiceOption, countryOption, currencyOption, dayOption, shapeOption } from '../options';
import { table } from '../output';
import { withStore } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';
import { actor, withLedger } from '../writing';

const kinds = ['orders', 'payments', 'consignments', 'declarations', 'receipts', 'returns', 'claims'] as const;
const formats = ['ndjson', 'csv', 'online-retail', 'camt', 'mt940', 'wco'] as const;

interface ImportOptions {
  readonly kind: (typeof kinds)[number];
  readonly format: (typeof formats)[number];
  readonly dryRun?: true;
  readonly authority?: string;
  readonly declarant?: string;
  readonly seller?: string;
  readonly currency: string;
  readonly dispatch: string;
  readonly rebase?: string;
  readonly iossNumber?: string;
  readonly ukVatNumber?: string;
}

const conflict = (option: string, message: string): CannotRunError =>
  new CannotRunError('OPTION_CONFLICT', `${option}: ${message}`, option);

/** What lines are judged by besides themselves. */
interface Known {
  readonly rules: RuleBook;
  readonly accounts: AccountDirectory;
}

/** What reads the files. Throws CannotRunError where kind, format and options do not go together. */
const formatOf = (options: ImportOptions, { rules, accounts }: Known, catalogue: EventCatalogue): ImportFormat => {
  const { kind, format } = options;
  const strays = (['seller', 'rebase', 'iossNumber', 'ukVatNumber'] as const).filter((name) => options[name] !== undefined);
  if (format !== 'online-retail' && strays[0] !== undefined)
    throw conflict(`--${strays[0].replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, 'only for --format online-retail');
  const bankFile = format === 'camt' || format === 'mt940';
  if (!bankFile && format !== 'wco' && options.authority !== undefined)
    throw conflict('--authority', 'only for --format camt, mt940 and wco');
  if (format !== 'wco' && options.declarant !== undefined) throw conflict('--declarant', 'only for --format wco');
  if (kind === 'receipts') {
    if (bankFile) return bankFiles(format, options, rules, catalogue);
    if (format !== 'ndjson') throw conflict('--format', 'receipts are read from ndjson, camt and mt940 only');
    return receiptsFormat(rules, catalogue);
  }
  if (bankFile) throw conflict('--format', `${format} tells receipts, not ${kind}`);
  if (format === 'wco') {
    if (kind !== 'declarations') throw conflict('--format', `wco tells declarations, not ${kind}`);
    return wcoFiles(options, { rules, accounts }, catalogue);
  }
  if (kind === 'declarations' || kind === 'returns' || kind === 'claims') {
    if (format !== 'ndjson') throw conflict('--format', `${kind} are read from ndjson${kind === 'declarations' ? ' and wco' : ''} only`);
    return {
      declarations: () => declarationsFormat(rules, accounts),
      returns: () => returnsFormat(catalogue),
      claims: () => claimsFormat(rules, catalogue),
    }[kind]();
  }
  if (format === 'ndjson') return new NdjsonFormat(kind);
  if (format === 'csv') return new CsvFormat(kind);
  if (kind !== 'orders') throw conflict('--format', `online-retail tells orders, not ${kind}`);
  return retailFormat(options, rules);
};

const bankFiles = (format: 'camt' | 'mt940', { authority }: ImportOptions, rules: RuleBook, catalogue: EventCatalogue): BankFiles =>
  new BankFiles(format, authorityOf(authority, rules, 'a bank does not say whose account it is'), catalogue);

const wcoFiles = ({ authority, declarant }: ImportOptions, { rules, accounts }: Known, catalogue: EventCatalogue): WcoFiles =>
  new WcoFiles(
    {
      ...authorityOf(authority, rules, 'a message does not say whose declarations these are'),
      ...(declarant === undefined ? {} : { declarant }),
    },
    rules,
    accounts,
    catalogue,
  );

/** The authority that the files do not name, with the zone of its days. */
const authorityOf = (
  authority: string | undefined,
  rules: RuleBook,
  why: string,
): { readonly authority: string; readonly zone: string } => {
  if (authority === undefined) throw new CannotRunError('OPTION_MISSING', `--authority: ${why}`, '--authority');
  const zone = zoneOfAuthority(rules, authority);
  if (zone === undefined)
    throw new CannotRunError('OPTION_INVALID', '--authority: expected an authority that the rules know, like GB or EU-IE', '--authority');
  return { authority, zone };
};

const retailFormat = (
  { seller, currency, dispatch, rebase, iossNumber, ukVatNumber }: ImportOptions,
  rules: RuleBook,
): OnlineRetailFormat => {
  if (seller === undefined) throw new CannotRunError('OPTION_MISSING', '--seller: the files do not say whose orders they are', '--seller');
  const schemeNumbers = present({ 'EU-IOSS': iossNumber, 'UK-SUPPLY': ukVatNumber });
  return new OnlineRetailFormat(
    { seller, currency, dispatchCountry: dispatch, ...(rebase === undefined ? {} : { rebase }), schemeNumbers },
    rules,
  );
};

const requestOf = (context: CommandContext, format: ImportFormat, files: readonly string[]) => ({
  format,
  files,
  actor,
  progress: ({ linesRead, accepted, rejected }: { readonly linesRead: number; readonly accepted: number; readonly rejected: number }) => {
    context.output.progress(`${String(linesRead)} lines read, ${String(accepted)} accepted, ${String(rejected)} rejected`);
  },
});

/** Looks at everything and writes nothing, not even an empty ledger. */
const dryRun = async (context: CommandContext, options: ImportOptions, files: readonly string[]): Promise<ImportReport> => {
  const { dataDirectory, clock } = context;
  const { rules } = await lawOf(context);
  const accounts = !(await holdsLedger(context.place))
    ? new AccountDirectory()
    : await withStore(context, ({ store, catalogue }) => new OpenedAccounts(store, catalogue).current());
  // Nobody keeps what a dry run makes of a buyer.
  const installationKey = existsSync(path.join(dataDirectory, 'installation.json'))
    ? openInstallation(dataDirectory).buyerKey
    : Buffer.alloc(32);
  const runner = { run: () => Promise.reject(new Error('a dry run sends no command')) } as Pick<CommandRunner, 'run'>;
  const place = {
    runner,
    sources: new DirectorySourceStore(path.join(dataDirectory, 'sources')),
    verdicts: path.join(dataDirectory, 'imports'),
  };
  return runImport(
    {
      ...requestOf(context, formatOf(options, { rules, accounts }, ledgerCatalogue), files),
      dryRun: true,
      startedAt: clock(),
      installationKey,
    },
    place,
  );
};

/** From this many bytes on the read models follow on a thread of their own: for less it would take longer to start it. */
const bulkBytes = 8 * 1024 * 1024;
const bytesOf = (files: readonly string[]): number =>
  files.reduce((bytes, file) => bytes + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);

const takeIn = (
  context: CommandContext,
  options: ImportOptions,
  files: readonly string[],
): Promise<ImportReport & { readonly credits?: LinkedCredits }> =>
  withLedger(
    context,
    async (ledger) => {
      const accounts = await new OpenedAccounts(ledger.store, ledger.catalogue).current();
      const format = formatOf(options, { rules: ledger.rules.current(), accounts }, ledger.catalogue);
      // Credits of a shop's files are linked when all of its orders are known, and cancel what no process may have supplied before.
      const report = await importFiles(ledger, { ...requestOf(context, format, files), reactLater: format instanceof OnlineRetailFormat });
      context.output.progress('the processes react ...');
      const credits = format instanceof OnlineRetailFormat ? await runCreditEffects(ledger, format) : undefined;
      await ledger.settle();
      return { ...report, ...(credits === undefined ? {} : { credits }) };
    },
    { projectInThread: bytesOf(files) >= bulkBytes },
  );

const textOf = (report: ImportReport & { readonly credits?: LinkedCredits }): string => {
  const rejected = Object.entries(report.rejected).sort(([a], [b]) => (a < b ? -1 : 1));
  const total = rejected.reduce((sum, [, n]) => sum + n, 0);
  const lines = table(
    ['lines', ''],
    [
      ['read', String(report.read)],
      ['accepted', String(report.accepted)],
      ['of these known before', String(report.replayed)],
      ['rejected', String(total)],
      ...rejected.map(([code, n]) => [`  ${code}`, String(n)]),
    ],
  );
  const where = report.verdictFile === undefined ? 'A dry run: nothing was written.' : `A verdict for each line: ${report.verdictFile}`;
  const { credits } = report;
  return credits === undefined ? `${lines}\n\n${where}` : `${lines}\n\ncredits: ${JSON.stringify(credits)}\n${where}`;
};

/** A number under a scheme: orders carry it for ever. */
const numberOption =
  (option: string, isNumber: (value: string) => boolean, expected: string) =>
  (value: string): string => {
    if (!isNumber(value)) throw new CannotRunError('OPTION_INVALID', `${option}: expected ${expected}`, option);
    return value;
  };

export const addImport = (program: Command, shell: Shell): void => {
  program
    .command('import')
    .description('read files of the trade or of the authorities into the ledger; one verdict a line, safe to repeat')
    .argument('<files...>', 'files, plain or gzip, read as one run in this order')
    .requiredOption('--kind <kind>', kinds.join(', '), choiceOption('--kind', kinds))
    .requiredOption('--format <format>', formats.join(', '), choiceOption('--format', formats))
    .option('--dry-run', 'read and judge everything, write nothing')
    .option('--authority <code>', 'camt, mt940: whose bank account it is; wco: whose book', shapeOption('--authority', book))
    .option('--declarant <code>', 'wco: whose declarations responses are about that come alone', shapeOption('--declarant', partyCode))
    .option('--seller <code>', 'online-retail: whose orders these are', shapeOption('--seller', partyCode))
    .option('--currency <code>', 'online-retail: currency of the prices', currencyOption('--currency'), 'GBP')
    .option('--dispatch <country>', 'online-retail: where the goods are when sold', countryOption('--dispatch'), 'GB')
    .option('--rebase <day>', 'online-retail: the day that the first order moves to', dayOption('--rebase'))
    .option(
      '--ioss-number <number>',
      'online-retail: number of the seller under EU-IOSS',
      numberOption('--ioss-number', isIossNumber, 'IM and ten digits'),
    )
    .option(
      '--uk-vat-number <number>',
      'online-retail: number of the seller under UK-SUPPLY',
      numberOption('--uk-vat-number', isUkVatNumber, 'a UK VAT number: GB and nine digits'),
    )
    .action(
      performs<ImportOptions>(shell, async (context, options, files) => {
        // A slip in the arguments must not make a ledger.
        const unusable = files.find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() !== true);
        if (unusable !== undefined) throw new CannotRunError('FILE_UNUSABLE', `${unusable}: no such file, or a directory`, unusable);
        formatOf(options, { rules: (await lawOf(context)).rules, accounts: new AccountDirectory() }, ledgerCatalogue);
        const report = await (options.dryRun === true ? dryRun(context, options, files) : takeIn(context, options, files));
        await context.output.answer({ ...report, dryRun: options.dryRun === true }, () => textOf(report));
        return Object.keys(report.rejected).length === 0 ? exitCodes.done : exitCodes.foundProblems;
      }),
    );
};
