import { canonicalJson, faultyRemark } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay, parseMoney } from '#money';
import { type EvidenceRequestEvent } from './evidence-request.events';
import { refuse, type Refused } from './evidence-request.rejections';
import {
  type AskedEvidence,
  type DataOf,
  type EvidenceRequestState,
  evolveEvidenceRequest,
  isSameTransaction,
  noRequest,
} from './evidence-request.state';
import { exchangeFault } from './proven-exchange';

/** `kind` and `subject` are those of the request, and are repeated by none but the one who asks. */
type Answer<Name extends EvidenceRequestEvent['type']> = Omit<DataOf<Name>, 'kind' | 'subject'>;

export type RequestEvidence = Readonly<{ type: 'RequestEvidence' } & DataOf<'EvidenceRequested'>>;
export type ProvideEvidence = Readonly<{ type: 'ProvideEvidence' } & Omit<Answer<'EvidenceProvided'>, 'retainUntil'>>;
/** Figures that one of the documents shows; about a transaction again, they take the place of those before. */
export type ProvePayment = Readonly<{ type: 'ProvePayment' } & Answer<'TransactionPaymentProven'>>;
export type DeclineEvidence = Readonly<{ type: 'DeclineEvidence' } & Answer<'EvidenceDeclined'>>;
export type WithdrawEvidenceRequest = Readonly<{ type: 'WithdrawEvidenceRequest' } & Answer<'EvidenceRequestWithdrawn'>>;
/** What may be asked of a request's stream. */
export type EvidenceRequestCommand = RequestEvidence | ProvideEvidence | ProvePayment | DeclineEvidence | WithdrawEvidenceRequest;

/** Files that an officer can open without running anything, and how large and how many they may be. */
const mediaTypes: ReadonlySet<string> = new Set([
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'text/plain',
  'text/csv',
  'application/xml',
  'application/json',
]);
export const largestEvidence = 20 * 1024 * 1024;
const mostDocuments = 100;
/** Longest retention that is asked for, in full calendar years; the last day of what is kept has to be a day. */
export const mostRetentionYears = 100;

/** An order, consignment or declaration, by its stream. A proof of payment is about an order. */
const subjects = { any: /^(order|consignment|declaration)-[0-9A-HJKMNP-TV-Z]{26}$/, paid: /^order-/ } as const;

const decide = (command: EvidenceRequestCommand, state: EvidenceRequestState): Decision<EvidenceRequestEvent> => {
  if (command.type === 'RequestEvidence') return ask(command, state);
  if (state.kind === 'none') return refuse('EVIDENCE_REQUEST_UNKNOWN', 'no such request was made', { field: 'request' });
  const fault = faultOfText(command) ?? faultOfDay(dayOf(command), state);
  if (fault !== undefined) return fault;
  if (command.type === 'WithdrawEvidenceRequest') return withdraw(command, state);
  if (state.withdrawn !== undefined)
    return refuse('EVIDENCE_REQUEST_WITHDRAWN', 'the authority does not ask any more', { field: 'request' });
  const { party } = state.asked;
  const by =
    command.type === 'ProvideEvidence' ? command.providedBy : command.type === 'ProvePayment' ? command.provenBy : command.declinedBy;
  if (by !== party) return refuse('NOT_ASKED', 'somebody else was asked', { field: 'request' });
  switch (command.type) {
    case 'ProvideEvidence':
      return provide(command, state);
    case 'ProvePayment':
      return prove(command, state);
    case 'DeclineEvidence':
      return decline(command, state);
  }
};

const dayOf = (command: Exclude<EvidenceRequestCommand, RequestEvidence>): readonly [day: string, field: string] => {
  switch (command.type) {
    case 'ProvideEvidence':
      return [command.providedOn, 'providedOn'];
    case 'ProvePayment':
      return [command.provenOn, 'provenOn'];
    case 'DeclineEvidence':
      return [command.declinedOn, 'declinedOn'];
    case 'WithdrawEvidenceRequest':
      return [command.withdrawnOn, 'withdrawnOn'];
  }
};

/** An answer comes on a day of the calendar, and not before it was asked for. */
const faultOfDay = ([day, field]: readonly [string, string], { asked }: AskedEvidence): Refused | undefined => {
  if (!isDay(day)) return refuse('DAY_INVALID', `${day} is no day of the calendar`, { field });
  return day < asked.requestedOn ? refuse('DAY_BEFORE_REQUEST', `it was asked for on ${asked.requestedOn}`, { field }) : undefined;
};

const faultOfText = (command: EvidenceRequestCommand): Refused | undefined => {
  const fault = faultyRemark(command, ['reason', 'remark']);
  return fault === undefined ? undefined : refuse('TEXT_INVALID', `expected ${fault.expected}`, { field: fault.field });
};

const ask = ({ type: _type, ...asked }: RequestEvidence, state: EvidenceRequestState): Decision<EvidenceRequestEvent> => {
  if (state.kind === 'asked')
    return canonicalJson(state.asked) === canonicalJson(asked)
      ? accept()
      : refuse('EVIDENCE_REQUEST_DIFFERS', `${asked.requestReference} is another request`, { field: 'requestReference' });
  const fault = faultOfText({ type: 'RequestEvidence', ...asked });
  if (fault !== undefined) return fault;
  for (const field of ['requestedOn', 'dueOn'] as const)
    if (!isDay(asked[field])) return refuse('DAY_INVALID', `${asked[field]} is no day of the calendar`, { field });
  if (asked.dueOn < asked.requestedOn)
    return refuse('DEADLINE_BEFORE_REQUEST', `it is asked for on ${asked.requestedOn}`, { field: 'dueOn' });
  if (asked.retentionYears > mostRetentionYears)
    return refuse('RETENTION_TOO_LONG', `expected at most ${String(mostRetentionYears)} years`, { field: 'retentionYears' });
  const isProof = asked.kind === 'proofOfPayment';
  if (!(isProof ? subjects.paid : subjects.any).test(asked.subject) || !subjects.any.test(asked.subject))
    return refuse(
      'EVIDENCE_SUBJECT_INVALID',
      isProof ? 'a payment is proven of an order' : 'expected an order, consignment or declaration',
      { field: 'subject' },
    );
  if (!isProof && asked.transaction !== undefined)
    return refuse('PROOF_NOT_REQUESTED', 'only a proof of payment names a transaction', { field: 'transaction' });
  return accept({ type: 'EvidenceRequested', data: asked });
};

const provide = ({ type: _type, ...told }: ProvideEvidence, { asked, documents }: AskedEvidence): Decision<EvidenceRequestEvent> => {
  if (documents.some(({ document }) => document === told.document)) return accept();
  if (!mediaTypes.has(told.mediaType)) return refuse('EVIDENCE_MEDIA_TYPE', `${told.mediaType} is not taken`, { field: 'mediaType' });
  if (told.bytes > largestEvidence)
    return refuse('EVIDENCE_TOO_LARGE', `expected at most ${String(largestEvidence)} bytes`, { field: 'document' });
  if (documents.length >= mostDocuments)
    return refuse('EVIDENCE_TOO_MANY', `the request has ${String(documents.length)} documents`, { field: 'document' });
  return accept({
    type: 'EvidenceProvided',
    data: { ...told, ...nameOf(asked), retainUntil: retainUntil(told.providedOn, asked.retentionYears) },
  });
};

const nameOf = ({ kind, subject }: DataOf<'EvidenceRequested'>): Pick<DataOf<'EvidenceRequested'>, 'kind' | 'subject'> => ({
  kind,
  subject,
});

/** The end of the calendar year, so many years after it (VAT Directive Art. 369x counts the ten years of an IOSS holder's records so). */
const retainUntil = (providedOn: string, years: number): string => `${String(Number(providedOn.slice(0, 4)) + years)}-12-31`;

const prove = ({ type: _type, ...told }: ProvePayment, { asked, documents, proofs }: AskedEvidence): Decision<EvidenceRequestEvent> => {
  if (asked.kind !== 'proofOfPayment')
    return refuse('PROOF_NOT_REQUESTED', `a document of kind ${asked.kind} was asked for`, { field: 'request' });
  if (asked.transaction !== undefined && !isSameTransaction(asked.transaction, told.transaction))
    return refuse('PROOF_TRANSACTION_DIFFERS', `${asked.transaction.transactionId} of ${asked.transaction.psp} was asked for`, {
      field: 'transaction',
    });
  if (!documents.some(({ document }) => document === told.document))
    return refuse('PROOF_DOCUMENT_MISSING', 'the document that shows it was not supplied to this request', { field: 'document' });
  if (parseMoney(told.amount, told.currency).minor <= 0n)
    return refuse('AMOUNT_NOT_POSITIVE', 'a capture takes money', { field: 'amount' });
  const fault = exchangeFault(told);
  if (fault !== undefined) return refuse('PROOF_EXCHANGE_DIFFERS', fault, { field: 'exchange' });
  const data = { ...told, ...nameOf(asked) };
  const known = proofs.find(({ transaction }) => isSameTransaction(transaction, told.transaction));
  return known !== undefined && figuresOf(known) === figuresOf(data) ? accept() : accept({ type: 'TransactionPaymentProven', data });
};

const figuresOf = ({ provenOn: _on, provenBy: _by, ...figures }: DataOf<'TransactionPaymentProven'>): string => canonicalJson(figures);

const decline = ({ type: _type, ...told }: DeclineEvidence, { asked, declined }: AskedEvidence): Decision<EvidenceRequestEvent> =>
  declined?.reason === told.reason && declined.remark === told.remark
    ? accept()
    : accept({ type: 'EvidenceDeclined', data: { ...told, ...nameOf(asked) } });

const withdraw = (
  { type: _type, ...told }: WithdrawEvidenceRequest,
  { asked, withdrawn }: AskedEvidence,
): Decision<EvidenceRequestEvent> =>
  withdrawn === undefined ? accept({ type: 'EvidenceRequestWithdrawn', data: { ...told, ...nameOf(asked) } }) : accept();

/**
 * What an authority asks of a party, and what the party answers: documents that operators hold, proof of a transaction's payment among
 * them.
 */
export const evidenceRequestDecider: Decider<EvidenceRequestCommand, EvidenceRequestState, EvidenceRequestEvent> = {
  category: 'evidenceRequest',
  initial: noRequest,
  evolve: evolveEvidenceRequest,
  decide,
};
