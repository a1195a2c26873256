import { type Decision } from '#event-store';
import { type EvidenceRequestCommand, evidenceRequestDecider, type RequestEvidence } from './evidence-request.decider';
import { type EvidenceRequestEvent } from './evidence-request.events';
import { evidenceStatusOf } from './evidence-request.state';
import { evidenceRequestId } from './evidence-request.streams';

const request = evidenceRequestId('EU-FR', 'REQ-1');
const order = `order-${'A'.repeat(26)}`;
const transaction = { psp: 'P-1', transactionId: 'T-1' };
const pdf = 'a'.repeat(64);

const ask = (more: Partial<RequestEvidence> = {}): EvidenceRequestCommand => ({
  type: 'RequestEvidence',
  request,
  authority: 'EU-FR',
  requestReference: 'REQ-1',
  kind: 'proofOfPayment',
  subject: order,
  party: 'P-1',
  transaction,
  requestedBy: 'OFFICER-1',
  requestedOn: '2026-06-01',
  dueOn: '2026-06-11',
  retentionYears: 10,
  ...more,
});
const provide = (more: object = {}): EvidenceRequestCommand => ({
  type: 'ProvideEvidence',
  request,
  document: pdf,
  mediaType: 'application/pdf',
  bytes: 1000,
  providedBy: 'P-1',
  providedOn: '2026-06-05',
  ...more,
});
const prove = (more: object = {}): EvidenceRequestCommand => ({
  type: 'ProvePayment',
  request,
  transaction,
  amount: '118.80',
  currency: 'EUR',
  capturedAt: '2026-03-02T10:00:00.000Z',
  document: pdf,
  provenBy: 'P-1',
  provenOn: '2026-06-05',
  ...more,
});
const decline = (more: object = {}): EvidenceRequestCommand => ({
  type: 'DeclineEvidence',
  request,
  reason: 'notHeld',
  declinedBy: 'P-1',
  declinedOn: '2026-06-05',
  ...more,
});
const withdraw: EvidenceRequestCommand = {
  type: 'WithdrawEvidenceRequest',
  request,
  reason: 'Asked twice.',
  withdrawnBy: 'OFFICER-1',
  withdrawnOn: '2026-06-06',
};

const stateOf = (given: readonly EvidenceRequestEvent[]) => given.reduce(evidenceRequestDecider.evolve, evidenceRequestDecider.initial);
const when = (given: readonly EvidenceRequestEvent[], command: EvidenceRequestCommand): Decision<EvidenceRequestEvent> =>
  evidenceRequestDecider.decide(command, stateOf(given));
/** A story: each command is decided on what the ones before it left. */
const after = (...commands: readonly EvidenceRequestCommand[]): readonly EvidenceRequestEvent[] =>
  commands.reduce<readonly EvidenceRequestEvent[]>((events, command) => {
    const decision = when(events, command);
    if ('rejected' in decision) throw new Error(decision.rejected.code);
    return [...events, ...decision.accepted];
  }, []);
const answer = (decision: Decision<EvidenceRequestEvent>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted.map(({ type }) => type);
const statusAfter = (day: string, ...commands: readonly EvidenceRequestCommand[]): string => {
  const state = stateOf(after(...commands));
  return state.kind === 'none' ? 'none' : evidenceStatusOf(state, day);
};

describe('a request for evidence', () => {
  it('is made once; another under the same reference is refused', () => {
    expect(answer(when([], ask()))).toEqual(['EvidenceRequested']);
    expect(answer(when(after(ask()), ask()))).toEqual([]);
    expect(answer(when(after(ask()), ask({ party: 'P-2' })))).toEqual(['EVIDENCE_REQUEST_DIFFERS', 'requestReference']);
  });

  it('is answered with a document that is kept to the end of the year, so many years on', () => {
    expect(after(ask(), provide()).at(-1)).toEqual({
      type: 'EvidenceProvided',
      data: {
        request,
        kind: 'proofOfPayment',
        subject: order,
        document: pdf,
        mediaType: 'application/pdf',
        bytes: 1000,
        providedBy: 'P-1',
        providedOn: '2026-06-05',
        retainUntil: '2036-12-31',
      },
    });
    expect(answer(when(after(ask(), provide()), provide()))).toEqual([]);
    expect(answer(when(after(ask(), provide()), provide({ document: 'b'.repeat(64) })))).toEqual(['EvidenceProvided']);
  });

  it('for proof of payment is answered with the figures that a supplied document shows; corrected figures take their place', () => {
    const proven = after(ask(), provide(), prove());
    expect(proven.at(-1)).toMatchObject({
      type: 'TransactionPaymentProven',
      data: { kind: 'proofOfPayment', subject: order, amount: '118.80' },
    });
    expect(answer(when(proven, prove({ provenOn: '2026-06-09' })))).toEqual([]);
    const corrected = stateOf([...proven, ...after(ask(), provide(), prove({ amount: '130.00' })).slice(2)]);
    expect(corrected).toMatchObject({ proofs: [{ amount: '130.00' }] });
  });

  it('takes what the provider made of a capture in another currency, by the rate it names', () => {
    const inDollars = { amount: '130.00', currency: 'USD', exchange: { amount: '118.80', currency: 'EUR', rate: '0.9138' } };
    expect(answer(when(after(ask(), provide()), prove(inDollars)))).toEqual(['TransactionPaymentProven']);
    expect(answer(when(after(ask(), provide()), prove({ ...inDollars, exchange: { ...inDollars.exchange, amount: '118.78' } })))).toEqual([
      'PROOF_EXCHANGE_DIFFERS',
      'exchange',
    ]);
    expect(answer(when(after(ask(), provide()), prove({ exchange: { amount: '118.80', currency: 'EUR', rate: '1' } })))).toEqual([
      'PROOF_EXCHANGE_DIFFERS',
      'exchange',
    ]);
  });

  it('is open until it is due, then overdue, until it is supplied, declined or withdrawn', () => {
    expect([statusAfter('2026-06-11', ask()), statusAfter('2026-06-12', ask())]).toEqual(['open', 'overdue']);
    expect(statusAfter('2026-07-01', ask(), provide())).toBe('overdue');
    expect(statusAfter('2026-07-01', ask(), provide({ providedOn: '2026-06-20' }), prove({ provenOn: '2026-06-20' }))).toBe('supplied');
    expect(statusAfter('2026-06-05', ask({ kind: 'commercialInvoice', transaction: undefined } as object), provide())).toBe('supplied');
    expect([
      statusAfter('2026-07-01', ask(), decline()),
      statusAfter('2026-07-01', ask(), decline(), provide(), prove()),
      statusAfter('2026-07-01', ask(), withdraw),
    ]).toEqual(['declined', 'supplied', 'withdrawn']);
  });

  it.each<[string, readonly EvidenceRequestCommand[], EvidenceRequestCommand, readonly [string, string]]>([
    ['an answer to what nobody asked', [], provide(), ['EVIDENCE_REQUEST_UNKNOWN', 'request']],
    ['an answer by somebody else', [ask()], provide({ providedBy: 'P-2' }), ['NOT_ASKED', 'request']],
    ['figures by somebody else', [ask(), provide()], prove({ provenBy: 'P-2' }), ['NOT_ASKED', 'request']],
    [
      'an answer to what was withdrawn',
      [ask(), withdraw],
      provide({ providedOn: '2026-06-07' }),
      ['EVIDENCE_REQUEST_WITHDRAWN', 'request'],
    ],
    ['a day that does not exist', [ask()], provide({ providedOn: '2026-02-30' }), ['DAY_INVALID', 'providedOn']],
    ['an answer before the question', [ask()], decline({ declinedOn: '2026-05-31' }), ['DAY_BEFORE_REQUEST', 'declinedOn']],
    ['a deadline before the request', [], ask({ dueOn: '2026-05-31' }), ['DEADLINE_BEFORE_REQUEST', 'dueOn']],
    ['a document to be kept for ever', [], ask({ retentionYears: 101 }), ['RETENTION_TOO_LONG', 'retentionYears']],
    [
      'a request about a bank entry',
      [],
      ask({ kind: 'other', transaction: undefined, subject: `receipt-${'A'.repeat(26)}` } as object),
      ['EVIDENCE_SUBJECT_INVALID', 'subject'],
    ],
    ['proof of payment of a declaration', [], ask({ subject: `declaration-${'A'.repeat(26)}` }), ['EVIDENCE_SUBJECT_INVALID', 'subject']],
    ['a transaction in a request for an invoice', [], ask({ kind: 'commercialInvoice' }), ['PROOF_NOT_REQUESTED', 'transaction']],
    ['figures without their document', [ask()], prove(), ['PROOF_DOCUMENT_MISSING', 'document']],
    [
      'figures where a document was asked for',
      [ask({ kind: 'commercialInvoice', transaction: undefined } as object), provide()],
      prove(),
      ['PROOF_NOT_REQUESTED', 'request'],
    ],
    [
      'another transaction than was asked for',
      [ask(), provide()],
      prove({ transaction: { psp: 'P-1', transactionId: 'T-2' } }),
      ['PROOF_TRANSACTION_DIFFERS', 'transaction'],
    ],
    ['a capture of nothing', [ask(), provide()], prove({ amount: '0.00' }), ['AMOUNT_NOT_POSITIVE', 'amount']],
    ['a program as evidence', [ask()], provide({ mediaType: 'text/html' }), ['EVIDENCE_MEDIA_TYPE', 'mediaType']],
    ['too large a document', [ask()], provide({ bytes: 20 * 1024 * 1024 + 1 }), ['EVIDENCE_TOO_LARGE', 'document']],
    ['a reason of several lines', [ask()], { ...withdraw, reason: 'a\nb' }, ['TEXT_INVALID', 'reason']],
  ])('refuses %s', (_what, given, command, expected) => {
    expect(answer(when(after(...given), command))).toEqual(expected);
  });
});
