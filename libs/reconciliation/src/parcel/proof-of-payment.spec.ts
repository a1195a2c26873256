import fc from 'fast-check';
import { orderStream } from '#advance-data';
import { evidenceRequestId, evidenceRequestStream, type EvidenceRequestEvent } from '#evidence-requests';
import { asOf, inShort, nth, parcelBreaks, told } from '../../../../test/support/reconciliation/ask';
import { payment, seller, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';

const request = evidenceRequestId('EU-FR', 'REQ-1');
const about = { request, kind: 'proofOfPayment', subject: orderStream(seller, '1') } as const;
const transaction = { psp: 'P-1', transactionId: 'T-1' };
const noon = (day: string): string => `${day}T12:00:00.000Z`;
const of = (day: string, event: EvidenceRequestEvent): StoryEvent => ({ ...event, stream: evidenceRequestStream(request), at: noon(day) });

const asked = of('2026-06-20', {
  type: 'EvidenceRequested',
  data: {
    ...about,
    authority: 'EU-FR',
    requestReference: 'REQ-1',
    party: 'P-1',
    transaction,
    requestedBy: 'OFFICER-1',
    requestedOn: '2026-06-20',
    dueOn: '2026-06-30',
    retentionYears: 10,
  },
});
const supplied = of('2026-06-25', {
  type: 'EvidenceProvided',
  data: {
    ...about,
    document: 'a'.repeat(64),
    mediaType: 'application/pdf',
    bytes: 10,
    providedBy: 'P-1',
    providedOn: '2026-06-25',
    retainUntil: '2036-12-31',
  },
});
const proven = (amount: string, currency = 'EUR', more: object = {}, day = '2026-06-25'): StoryEvent =>
  of(day, {
    type: 'TransactionPaymentProven',
    data: {
      ...about,
      transaction,
      amount,
      currency,
      capturedAt: '2026-05-01T10:00:00.000Z',
      document: 'a'.repeat(64),
      provenBy: 'P-1',
      provenOn: day,
      ...more,
    },
  });
const converted = (euro: string): StoryEvent => proven('27.00', 'USD', { exchange: { amount: euro, currency: 'EUR', rate: '0.9' } });
const declined = of('2026-06-22', {
  type: 'EvidenceDeclined',
  data: { ...about, reason: 'notHeld', declinedBy: 'P-1', declinedOn: '2026-06-22' },
});
const withdrawn = of('2026-06-26', {
  type: 'EvidenceRequestWithdrawn',
  data: { ...about, reason: 'Asked twice.', withdrawnBy: 'OFFICER-1', withdrawnOn: '2026-06-26' },
});

const paidWith = (...paid: readonly StoryEvent[]): readonly StoryEvent[] =>
  wholeStory.flatMap((event) => (event.type === 'CheckoutPaymentCaptured' ? paid : [event]));
const inDollars: StoryEvent = { ...payment('1', '27.00'), data: { ...payment('1', '27.00').data, currency: 'USD' } } as StoryEvent;

describe('a proof of payment', () => {
  it.each<[string, readonly StoryEvent[], string, readonly string[]]>([
    ['is awaited without a break until it is due', [asked], '2026-06-30', []],
    ['is missing when it was due (B04), with the order at stake', [asked], '2026-07-01', ['B04 20 EUR']],
    ['is missing where a document came without figures', [asked, supplied], '2026-07-01', ['B04 20 EUR']],
    ['is missing from the day that it was refused', [asked, declined], '2026-06-23', ['B04 20 EUR']],
    ['is not missing where the request was withdrawn', [asked, withdrawn], '2026-07-01', []],
    ['is not missing once it came, late as it may be', [asked, proven('24.00', 'EUR', {}, '2026-07-05')], '2026-07-06', []],
  ])('%s', async (_what, told, day, expected) => {
    expect(await parcelBreaks([...wholeStory, ...told], day)).toEqual(expected);
  });

  it('tells what was captured, whatever was reported: the order is the root, and what was declared follows from it', async () => {
    expect(await parcelBreaks([...wholeStory, asked, proven('30.00')], '2026-07-01')).toEqual(['B03 6 EUR', 'B23 0 EUR because of B03']);
    expect(await parcelBreaks([...wholeStory, asked, proven('20.00')], '2026-07-01')).toEqual(['B03 4 EUR']);
    expect(await parcelBreaks([...paidWith(payment('1', '30.00')), asked, proven('24.00')], '2026-07-01')).toEqual([]);
  });

  it('tells of a capture that nobody reported', async () => {
    expect(await parcelBreaks(paidWith(), '2026-07-01')).toEqual(expect.arrayContaining(['B01 20 EUR']));
    expect(await parcelBreaks([...paidWith(), asked, proven('24.00')], '2026-07-01')).toEqual([]);
  });

  it('tells what a capture in another currency came to at the provider’s own rate, within its spread', async () => {
    expect(await parcelBreaks([...paidWith(inDollars), asked, converted('24.30')], '2026-07-01')).toEqual([]);
    const { cases } = await (await told([...paidWith(inDollars), asked, converted('24.30')])).list(asOf('2026-07-01'), {}, { limit: 1 });
    expect(cases[0]?.matches).toContainEqual(
      expect.objectContaining({ legs: ['order 1', 'payment T-1'], tolerance: '0.72', distance: '0.3' }),
    );
    expect(await parcelBreaks([...paidWith(inDollars), asked, converted('26.00')], '2026-07-01')).toEqual([
      'B03 2 EUR',
      'B23 0 EUR because of B03',
    ]);
  });

  it('counts as it was known, and as it was last told', async () => {
    const story = [...wholeStory, asked, proven('30.00'), proven('24.00', 'EUR', {}, '2026-06-27')];
    const reconciliation = await told(story);
    const breaksAt = async (n: number): Promise<readonly string[]> =>
      inShort((await reconciliation.list(asOf('2026-07-01', { knownAt: nth(n) }), {}, { limit: 1 })).cases.flatMap(({ breaks }) => breaks));
    const first = wholeStory.length;
    expect([await breaksAt(first - 1), await breaksAt(first), await breaksAt(first + 1), await breaksAt(first + 2)]).toEqual([
      [],
      ['B04 20 EUR'],
      ['B03 6 EUR', 'B23 0 EUR because of B03'],
      [],
    ]);
  });

  it('finds its order in whatever sequence question, answer and trade arrive', async () => {
    const story = [...wholeStory, asked, supplied, proven('30.00')];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...story.keys()], { minLength: story.length }), async (sequence) => {
        // Events of one stream keep their order.
        const own = new Map<string, number[]>();
        for (const i of story.keys()) own.set(story[i]?.stream ?? '', [...(own.get(story[i]?.stream ?? '') ?? []), i]);
        const shuffled = sequence.flatMap((i) => story[own.get(story[i]?.stream ?? '')?.shift() ?? -1] ?? []);
        const { cases } = await (await told(shuffled)).list(asOf('2026-07-01'), { code: 'B03' }, { limit: 5 });
        expect(cases.flatMap(({ key, breaks }) => [key, ...inShort(breaks)])).toEqual([
          orderStream(seller, '1'),
          'B03 6 EUR',
          'B23 0 EUR because of B03',
        ]);
      }),
      { numRuns: 30 },
    );
  });
});
