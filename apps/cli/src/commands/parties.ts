import { accountDecider, accountStream, accountTermsFault, type AccountTerms } from '#accounts';
import {
  collectorDecider,
  collectorRole,
  collectorStream,
  grantSchemeNumber,
  type CollectorCommand,
  type CollectorEvent,
  type RegisterCollector,
  type SchemeKind,
} from '#collectors';
import {
  book,
  canonicalJson,
  code,
  commandIdOfMessage,
  partyCode,
  reference,
  sha256Hex,
  startOfLegalDay,
  text,
  type DomainEvent,
} from '#event-catalogue';
import type { CommandOutcome } from '#event-store';
import { zoneOfAuthority } from '#rules';
import type { Ledger } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, countryOption, currencyOption, dayOption, shapeOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, actor, withLedger } from '../writing';

const accountKinds = ['deferment', 'scheme', 'cash', 'consumer'] as const satisfies readonly AccountTerms['kind'][];
const schemeKinds = ['EU-IOSS', 'UK-VAT', 'EU-SA'] as const satisfies readonly SchemeKind[];

/** Options by the field of the message that they give. */
const optionOf: Readonly<Record<string, string>> = {
  schemeNumber: '--number',
  validFrom: '--from',
  validTo: '--to',
  withdrawnFrom: '--from',
  establishedIn: '--established-in',
  registeredOn: '--on',
  openedOn: '--opened-on',
};

type Accepted = Extract<CommandOutcome, { kind: 'accepted' }>;

/** What was written; nothing where it stood in the ledger already. */
const tell = async (context: CommandContext, what: string, stream: string, { events, replayed }: Accepted): Promise<ExitCode> => {
  const known = replayed || events.length === 0;
  const id = stream.slice(stream.indexOf('-') + 1);
  await context.output.answer({ id, stream, known, events: known ? [] : events.map(({ type, data }) => ({ type, data })) }, () =>
    known ? `${what}: known already, nothing was written.` : `${what}: ${events.map(({ type }) => type).join(', ')}.`,
  );
  return exitCodes.done;
};

/** A change of a collector; it counts from the day it names (UTC: the register is the installation's own). */
const change = async (ledger: Ledger, collector: string, command: CollectorCommand, from: string): Promise<Accepted> => {
  const context = contextOf(collector, command, from);
  return settled(ledger, await ledger.run({ decider: collectorDecider, stream: collectorStream(collector), command, context }));
};

const contextOf = (collector: string, command: CollectorCommand, from: string) => ({
  commandId: commandIdOfMessage({
    book: '-',
    issuer: actor,
    kind: 'collector',
    reference: collector,
    version: sha256Hex(canonicalJson(command)),
  }),
  actor,
  book: '-',
  effectiveAt: startOfLegalDay(from, 'UTC'),
});

const settled = async <E extends DomainEvent>(ledger: Ledger, outcome: CommandOutcome<E>): Promise<Accepted> => {
  const answer = accepted(outcome, optionOf);
  await ledger.settle();
  return answer;
};

/** The day a collector was registered on, if it was. */
const registeredOn = async ({ store, catalogue }: Ledger, collector: string): Promise<string | undefined> => {
  for await (const stored of store.read(collectorStream(collector), { max: 1 })) {
    const { type, data } = catalogue.decode<CollectorEvent>(stored);
    if (type === 'CollectorRegistered') return data.registeredOn;
  }
  return undefined;
};

type Registration = Omit<RegisterCollector['collector'], 'registeredOn'> & { readonly on?: string };

const register = (context: CommandContext, { collector, name, establishedIn, roles, on }: Registration): Promise<ExitCode> =>
  withLedger(context, async (ledger) => {
    const day = on ?? (await registeredOn(ledger, collector)) ?? (await ledger.legalNow());
    const outcome = await change(
      ledger,
      collector,
      { type: 'RegisterCollector', collector: { collector, name, establishedIn, roles, registeredOn: day } },
      day,
    );
    return tell(context, collector, collectorStream(collector), outcome);
  });

interface Numbered {
  readonly collector: string;
  readonly scheme: SchemeKind;
  readonly number: string;
  readonly from: string;
}

const grant = (
  context: CommandContext,
  { collector, scheme, number, authority, from, to }: Numbered & { readonly authority: string; readonly to?: string },
): Promise<ExitCode> =>
  withLedger(context, async (ledger) => {
    if (zoneOfAuthority(ledger.rules.current(), authority) === undefined)
      throw new CannotRunError(
        'AUTHORITY_UNKNOWN',
        '--authority: expected an authority that the rules know, like GB or EU-IE',
        '--authority',
      );
    const command = {
      type: 'GrantSchemeNumber',
      scheme,
      schemeNumber: number,
      authority,
      validFrom: from,
      ...(to === undefined ? {} : { validTo: to }),
    } as const;
    const outcome = await grantSchemeNumber(
      { store: ledger.store, catalogue: ledger.catalogue, runner: ledger },
      collector,
      command,
      contextOf(collector, command, from),
    );
    return tell(context, number, collectorStream(collector), await settled(ledger, outcome));
  });

const withdraw = (
  context: CommandContext,
  { collector, scheme, number, from, reason }: Numbered & { readonly reason: string },
): Promise<ExitCode> =>
  withLedger(context, async (ledger) => {
    const command = { type: 'WithdrawSchemeNumber', scheme, schemeNumber: number, withdrawnFrom: from, reason } as const;
    return tell(context, number, collectorStream(collector), await change(ledger, collector, command, from));
  });

const open = (context: CommandContext, { authority, holder, kind, currency, cycle, openedOn }: AccountTerms): Promise<ExitCode> =>
  withLedger(context, async (ledger) => {
    const terms = { authority, holder, kind, currency, cycle, openedOn };
    const rules = ledger.rules.current();
    const fault = accountTermsFault(rules, terms);
    if (fault !== undefined) {
      const option = optionOf[fault.field] ?? `--${fault.field}`;
      throw new CannotRunError(fault.code, `${option}: ${fault.message}`, option);
    }
    const stream = accountStream(authority, holder, kind);
    const commandId = commandIdOfMessage({
      book: authority,
      issuer: actor,
      kind: 'account',
      reference: `${kind}/${holder}`,
      version: sha256Hex(canonicalJson(terms)),
    });
    const effectiveAt = startOfLegalDay(openedOn, zoneOfAuthority(rules, authority) ?? 'utc');
    const outcome = await ledger.run({
      decider: accountDecider,
      stream,
      command: { type: 'OpenAccount', ...terms },
      context: { commandId, actor, book: authority, effectiveAt },
    });
    return tell(context, `${kind} account of ${holder} at ${authority}`, stream, await settled(ledger, outcome));
  });

const numbered = (command: Command): Command =>
  command
    .requiredOption('--collector <code>', 'whose number it is', shapeOption('--collector', partyCode))
    .requiredOption('--scheme <scheme>', schemeKinds.join(', '), choiceOption('--scheme', schemeKinds))
    .requiredOption(
      '--number <number>',
      'IM and ten digits, GB and nine digits, SA with state and number',
      shapeOption('--number', reference),
    );

const addCollectors = (program: Command, shell: Shell): void => {
  const collectors = program.command('collectors').description('who may collect, and their numbers under the schemes');
  collectors
    .command('register')
    .description('register a vendor, platform, intermediary or representative; again, it adds nothing')
    .requiredOption('--collector <code>', 'its party code, as orders and declarations name it', shapeOption('--collector', partyCode))
    .requiredOption('--name <name>', 'its name', shapeOption('--name', text))
    .requiredOption('--established-in <country>', 'ISO 3166', countryOption('--established-in'))
    .requiredOption('--roles <roles>', 'vendor, platform, intermediary, representative; several with commas', (value: string) =>
      value.split(',').map(shapeOption('--roles', collectorRole)),
    )
    .option('--on <day>', 'day of registration (default: the day of this ledger)', dayOption('--on'))
    .action(performs<Registration>(shell, register));
  numbered(
    collectors.command('grant').description('record that an authority gave a collector a number under a scheme; again, it adds nothing'),
  )
    .requiredOption('--authority <code>', 'the book in which returns are filed: GB, EU-IE', shapeOption('--authority', book))
    .requiredOption('--from <day>', 'first day of validity', dayOption('--from'))
    .option('--to <day>', 'last day of validity', dayOption('--to'))
    .action(performs<Numbered & { authority: string; to?: string }>(shell, grant));
  numbered(collectors.command('withdraw').description('record that a number stopped being valid'))
    .requiredOption('--from <day>', 'first day without the number', dayOption('--from'))
    .requiredOption('--reason <text>', 'why', shapeOption('--reason', text))
    .action(performs<Numbered & { reason: string }>(shell, withdraw));
};

export const addParties = (program: Command, shell: Shell): void => {
  addCollectors(program, shell);
  program
    .command('accounts')
    .description('accounts of parties with authorities')
    .command('open')
    .description(
      'open an account: deferment for what declarations charge, cash for what is prepaid, consumer for a desk that is paid before release, scheme for what returns charge; again, it adds nothing',
    )
    .requiredOption('--authority <code>', 'GB, EU-IE', shapeOption('--authority', book))
    .requiredOption('--holder <code>', 'party code', shapeOption('--holder', partyCode))
    .requiredOption('--kind <kind>', accountKinds.join(', '), choiceOption('--kind', accountKinds))
    .requiredOption('--currency <code>', 'of the account', currencyOption('--currency'))
    .requiredOption(
      '--cycle <id>',
      'rule of its periods: UK-DUTY, EU-SIXTEENTH, EU-IOSS-MONTH, UK-VAT-QUARTER, UK-AT-ONCE ...',
      shapeOption('--cycle', code),
    )
    .requiredOption('--opened-on <day>', 'first day of its first period, at the authority', dayOption('--opened-on'))
    .action(performs<AccountTerms>(shell, open));
};
