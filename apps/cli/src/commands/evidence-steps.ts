import {
  amount as amountShape,
  book,
  canonicalJson,
  commandIdOfMessage,
  decimal,
  id as idShape,
  instant,
  partyCode,
  reference,
  sha256Hex,
  startOfLegalDay,
} from '#event-catalogue';
import {
  type AskedEvidence,
  declineReasons,
  evidenceKinds,
  type EvidenceRequestCommand,
  evidenceRequestDecider,
  type EvidenceRequestEvent,
  evidenceRequestId,
  evidenceRequestStream,
  largestEvidence,
  mostRetentionYears,
} from '#evidence-requests';
import { addDays, zoneOfAuthority } from '#rules';
import type { Ledger } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { keptDocument } from '../kept-document';
import { choiceOption, currencyOption, dayOption, notAfter, shapeOption, wholeNumberOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, actor, withPresentLedger } from '../writing';
import { areBoth, type ProofOptions, provenBy } from './evidence-proof';

interface StepOptions {
  readonly on?: string;
}
type RequestOptions = StepOptions &
  Readonly<{
    authority: string;
    reference: string;
    kind: (typeof evidenceKinds)[number];
    subject: string;
    party: string;
    psp?: string;
    transaction?: string;
    due?: string;
    retention: number;
    reason?: string;
    by: string;
  }>;
type AnswerOptions = StepOptions & ProofOptions & Readonly<{ file: string; mediaType: string }>;
type DeclineOptions = StepOptions & Readonly<{ reason: (typeof declineReasons)[number]; remark?: string }>;
type WithdrawOptions = StepOptions & Readonly<{ reason: string; by: string }>;

const run = async (ledger: Ledger, authority: string, command: EvidenceRequestCommand, day: string): Promise<readonly string[]> => {
  const zone = zoneOfAuthority(ledger.rules.current(), authority);
  if (zone === undefined) throw new CannotRunError('AUTHORITY_UNKNOWN', `${authority}: no authority that the rules know`, '--authority');
  const commandId = commandIdOfMessage({
    book: authority,
    issuer: actor,
    kind: 'evidence-request',
    reference: command.request,
    version: sha256Hex(canonicalJson(command)),
  });
  const outcome = accepted(
    await ledger.run({
      decider: evidenceRequestDecider,
      stream: evidenceRequestStream(command.request),
      command,
      context: { commandId, actor, book: authority, effectiveAt: startOfLegalDay(day, zone) },
    }),
    {
      requestReference: '--reference',
      dueOn: '--due',
      request: 'request',
      exchange: '--exchanged-amount',
      mediaType: '--media-type',
      document: '--file',
    },
  );
  return outcome.replayed ? [] : outcome.events.map(({ type }) => type);
};

const tell = async (context: CommandContext, request: string, recorded: readonly string[]): Promise<ExitCode> => {
  await context.output.answer({ request, recorded }, () =>
    recorded.length === 0 ? `${request}: it is so already.` : `${request}: ${recorded.join(', ')}.`,
  );
  return exitCodes.done;
};

const ask = (context: CommandContext, options: RequestOptions): Promise<ExitCode> =>
  withPresentLedger(context, async (ledger) => {
    const {
      authority,
      reference: requestReference,
      kind,
      subject,
      party,
      psp,
      transaction,
      due,
      retention: retentionYears,
      reason,
      by: requestedBy,
    } = options;
    const requestedOn = notAfter('--on', options.on, await ledger.legalNow());
    const named =
      areBoth(psp, transaction, ['--psp', '--transaction']) && psp !== undefined && transaction !== undefined
        ? { transaction: { psp, transactionId: transaction } }
        : {};
    const request = evidenceRequestId(authority, requestReference);
    const command = {
      type: 'RequestEvidence',
      request,
      authority,
      requestReference,
      kind,
      subject,
      party,
      ...named,
      ...(reason === undefined ? {} : { reason }),
      requestedBy,
      requestedOn,
      dueOn: due ?? addDays(requestedOn, 10),
      retentionYears,
    } as const;
    return tell(context, request, await run(ledger, authority, command, requestedOn));
  });

/** A request as its stream tells it. */
const askedOf = async ({ store, catalogue }: Ledger, name: string): Promise<AskedEvidence> => {
  let state = evidenceRequestDecider.initial;
  for await (const stored of store.read(evidenceRequestStream(name)))
    state = evidenceRequestDecider.evolve(state, catalogue.decode<EvidenceRequestEvent>(stored));
  if (state.kind === 'none') throw new CannotRunError('EVIDENCE_REQUEST_UNKNOWN', `${name}: no such request was made`, 'request');
  return state;
};

const answer = (context: CommandContext, options: AnswerOptions, name: string): Promise<ExitCode> => {
  const figures = provenBy(options);
  return withPresentLedger(context, async (ledger) => {
    const {
      asked: { request, authority, party },
    } = await askedOf(ledger, name);
    const day = notAfter('--on', options.on, await ledger.legalNow());
    const { sha256: document, bytes } = await keptDocument(ledger, options.file, largestEvidence);
    const recorded = await run(
      ledger,
      authority,
      { type: 'ProvideEvidence', request, document, mediaType: options.mediaType, bytes, providedBy: party, providedOn: day },
      day,
    );
    if (figures === undefined) return tell(context, request, recorded);
    return tell(context, request, [
      ...recorded,
      ...(await run(ledger, authority, { type: 'ProvePayment', request, ...figures, document, provenBy: party, provenOn: day }, day)),
    ]);
  });
};

const end = (
  context: CommandContext,
  { on }: StepOptions,
  name: string,
  commandOf: (state: AskedEvidence, day: string) => EvidenceRequestCommand,
): Promise<ExitCode> =>
  withPresentLedger(context, async (ledger) => {
    const state = await askedOf(ledger, name);
    const day = notAfter('--on', on, await ledger.legalNow());
    return tell(context, name, await run(ledger, state.asked.authority, commandOf(state, day), day));
  });

const step = (evidence: Command, name: string, description: string): Command =>
  evidence
    .command(name)
    .description(description)
    .option('--on <day>', 'the day of it (default: the legal day of this ledger)', dayOption('--on'));
const ofRequest = (command: Command): Command => command.argument('<request>', 'its id');
const by = (command: Command): Command => command.option('--by <person>', 'who does it', shapeOption('--by', partyCode), 'OPERATOR');
const idOf = shapeOption('request', idShape);

export const addEvidenceSteps = (evidence: Command, shell: Shell): void => {
  by(step(evidence, 'request', 'ask a party for a document that it holds'))
    .requiredOption('--authority <book>', 'who asks, like EU-FR', shapeOption('--authority', book))
    .requiredOption('--reference <text>', 'the number of the request', shapeOption('--reference', reference))
    .requiredOption('--kind <kind>', evidenceKinds.join(', '), choiceOption('--kind', evidenceKinds))
    .requiredOption(
      '--subject <stream>',
      'the order, consignment or declaration it is about; an order for a proof of payment',
      shapeOption('--subject', reference),
    )
    .requiredOption('--party <code>', 'who is asked', shapeOption('--party', partyCode))
    .option('--psp <code>', 'provider of the payment that is to be proven', shapeOption('--psp', partyCode))
    .option('--transaction <id>', 'its own number of the payment', shapeOption('--transaction', reference))
    .option('--due <day>', 'when the answer is due (default: ten days later)', dayOption('--due'))
    .option(
      '--retention <years>',
      'full calendar years for which the document is kept',
      wholeNumberOption('--retention', 1, mostRetentionYears),
      10,
    )
    .option('--reason <text>', 'why')
    .action(performs<RequestOptions>(shell, ask));
  ofRequest(step(evidence, 'answer', 'record the document that a party supplied, and what it proves of a payment'))
    .requiredOption('--file <path>', 'the document; it is kept beside the log')
    .requiredOption('--media-type <type>', 'like application/pdf')
    .option('--psp <code>', 'provider of the payment', shapeOption('--psp', partyCode))
    .option('--transaction <id>', 'its own number of the payment', shapeOption('--transaction', reference))
    .option('--amount <amount>', 'what was captured', shapeOption('--amount', amountShape))
    .option('--currency <code>', 'its currency', currencyOption('--currency'))
    .option('--captured-at <moment>', 'when', shapeOption('--captured-at', instant))
    .option(
      '--exchanged-amount <amount>',
      'what the provider made of it in the currency of the order',
      shapeOption('--exchanged-amount', amountShape),
    )
    .option('--exchanged-currency <code>', 'that currency', currencyOption('--exchanged-currency'))
    .option('--rate <decimal>', 'the provider’s own rate', shapeOption('--rate', decimal))
    .action(performs<AnswerOptions>(shell, (context, options, [name = '']) => answer(context, options, idOf(name))));
  ofRequest(step(evidence, 'decline', 'record that a party supplies nothing'))
    .requiredOption('--reason <reason>', declineReasons.join(', '), choiceOption('--reason', declineReasons))
    .option('--remark <text>', 'what it says besides')
    .action(
      performs<DeclineOptions>(shell, (context, options, [name = '']) =>
        end(context, options, idOf(name), ({ asked: { request, party } }, declinedOn) => ({
          type: 'DeclineEvidence',
          request,
          reason: options.reason,
          ...(options.remark === undefined ? {} : { remark: options.remark }),
          declinedBy: party,
          declinedOn,
        })),
      ),
    );
  by(ofRequest(step(evidence, 'withdraw', 'ask no more')))
    .requiredOption('--reason <text>', 'why')
    .action(
      performs<WithdrawOptions>(shell, (context, options, [name = '']) =>
        end(context, options, idOf(name), ({ asked: { request } }, withdrawnOn) => ({
          type: 'WithdrawEvidenceRequest',
          request,
          reason: options.reason,
          withdrawnBy: options.by,
          withdrawnOn,
        })),
      ),
    );
};
