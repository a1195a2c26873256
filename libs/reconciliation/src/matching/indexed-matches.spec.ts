import { consignmentStream, orderStream } from '#advance-data';
import { matchStream, pairOf, type HandMatchEvent } from '#break-work';
import { evidenceRequestId, evidenceRequestStream, type EvidenceRequestEvent } from '#evidence-requests';
import { IndexedStory } from '../../../../test/support/reconciliation/indexed';
import { payment, seller, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';

const [named, known, parcel] = [orderStream(seller, 'O-1O'), orderStream(seller, '1'), consignmentStream('C-1', 'P1')];
const at = '2026-06-20T12:00:00.000Z';
const hand = (a: string, b: string, leaves: 'confirmed' | 'broken' | 'none'): StoryEvent => {
  const data = { ...pairOf(a, b), reason: 'The label says so.', by: 'CLERK-1', on: '2026-06-20' };
  const event: HandMatchEvent =
    leaves === 'confirmed'
      ? { type: 'MatchConfirmed', data }
      : leaves === 'broken'
        ? { type: 'MatchBroken', data }
        : { type: 'MatchStepUndone', data: { ...data, undoes: 0, leaves } };
  return { ...event, stream: matchStream(data.match), at };
};
const request = evidenceRequestId('EU-FR', 'REQ-1');
const about = { request, kind: 'proofOfPayment', subject: known } as const;
const of = (event: EvidenceRequestEvent): StoryEvent => ({ ...event, stream: evidenceRequestStream(request), at });
const asked = of({
  type: 'EvidenceRequested',
  data: {
    ...about,
    authority: 'EU-FR',
    requestReference: 'REQ-1',
    party: 'P-1',
    requestedBy: 'OFFICER-1',
    requestedOn: '2026-06-20',
    dueOn: '2026-06-30',
    retentionYears: 10,
  },
});
const proven = of({
  type: 'TransactionPaymentProven',
  data: {
    ...about,
    transaction: { psp: 'P-1', transactionId: 'T-1' },
    amount: '24.01',
    currency: 'EUR',
    capturedAt: '2026-05-01T10:00:00.000Z',
    document: 'a'.repeat(64),
    provenBy: 'P-1',
    provenOn: '2026-06-20',
  },
});

/** Tells the rest of a story one event after another and holds the index against what is answered on demand. */
const expectKept = async (events: readonly StoryEvent[], from: number, days: readonly string[]): Promise<void> => {
  const story = new IndexedStory(events);
  try {
    await story.tell(from);
    for (const day of days) {
      const { question, at: snapshot } = await story.keep(day);
      expect(await story.index.list(snapshot, question, {}, { limit: 20 })).toEqual(await story.onDemand.list(question, {}, { limit: 20 }));
      expect((await story.index.report(snapshot, question)).totals).toEqual((await story.onDemand.reconcile(question)).totals);
      await story.tell(1);
    }
  } finally {
    await story.close();
  }
};

describe('the case index', () => {
  it('follows what people join and part', async () => {
    const mistyped = wholeStory.map((event): StoryEvent =>
      event.type === 'CheckoutPaymentCaptured' ? { ...payment('O-1O', '24.01'), stream: event.stream } : event,
    );
    const story = [
      ...mistyped,
      hand(named, known, 'confirmed'),
      hand(parcel, known, 'broken'),
      hand(parcel, known, 'none'),
      hand(named, known, 'none'),
    ];
    await expectKept(
      story,
      mistyped.length,
      Array.from({ length: 5 }, () => '2026-07-01'),
    );
  });

  it('follows a proof of payment that is asked for, missed and supplied, and what it tolerates', async () => {
    await expectKept([...wholeStory, asked, proven], wholeStory.length, ['2026-06-20', '2026-06-30', '2026-07-01']);
    await expectKept([...wholeStory, asked], wholeStory.length + 1, ['2026-06-30', '2026-07-01', '2026-07-02']);
  });
});
