import fc from 'fast-check';
import { consignmentStream, orderStream } from '#advance-data';
import { declarationStream } from '#declarations';
import { reconciliationProjection } from '../views/reconciliation.projection';
import { Reconciliation } from '../reconcile';
import { type ReconciliationQuestion } from '../reconciliation-question';
import { asOf, nth, viewsOf } from '../../../../test/support/reconciliation/ask';
import {
  advised,
  arrived,
  declared,
  item,
  order,
  orderLine,
  payment,
  seller,
  type StoryEvent,
  supply,
} from '../../../../test/support/reconciliation/story';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';
import { WhyNot } from './why-not';
import { type WhyNotAnswer } from './why-not-answer';

const ask = async (
  story: readonly StoryEvent[],
  subject: string,
  question: ReconciliationQuestion = asOf('2026-07-01'),
): Promise<WhyNotAnswer | undefined> => {
  const views = await viewsOf(story, [reconciliationProjection]);
  return new WhyNot(views, new Reconciliation(views)).ask(question, subject);
};
/** What may be meant, in short. */
const inShort = (answer: WhyNotAnswer | undefined): readonly string[] =>
  (answer?.missing ?? []).flatMap(({ leg, candidates, unsearchable }) =>
    unsearchable === undefined
      ? candidates.map(
          ({ name, score, failing }) => `${leg}: ${name} ${String(score)}${failing === undefined ? '' : ` ${failing.criterion}`}`,
        )
      : [`${leg}: ${unsearchable}`],
  );
const bought = (number: string, price: string, orderedAt = '2026-05-01T10:00:00.000Z'): readonly StoryEvent[] =>
  order(number, [orderLine(1, 2, price)], { orderedAt });

describe('why a payment has no order', () => {
  it('shows the order whose number was mistyped: everything else agrees', async () => {
    const answer = await ask(
      [...bought('ORDER-10', '10.00'), ...bought('ORDER-77', '99.00'), payment('ORDER-01', '24.00')],
      orderStream(seller, 'ORDER-01'),
    );
    expect(inShort(answer)[0]).toBe('order: order ORDER-10 100');
    expect(answer?.missing[0]?.candidates[0]).toMatchObject({ rule: 'composite-key@3', subject: orderStream(seller, 'ORDER-10') });
  });

  it('tells the first criterion that fails and how far it is, as data and as a sentence', async () => {
    const answer = await ask(
      [...bought('ORDER-10', '10.00'), supply('ORDER-10', '20.00', '4.00'), payment('ORDER-01', '24.42')],
      orderStream(seller, 'ORDER-01'),
    );
    expect(answer?.missing[0]?.candidates[0]?.failing).toEqual({
      criterion: 'amount',
      expected: '24 EUR',
      found: '24.42 EUR',
      distance: '0.42',
      tolerance: '0.01',
      holds: false,
      sentence: 'order ORDER-10: amount differs by 0.42, tolerance 0.01; expected 24 EUR, found 24.42 EUR.',
    });
  });

  it('tells what already has a payment, and what is too long ago', async () => {
    const answer = await ask(
      [
        ...bought('ORDER-10', '10.00'),
        payment('ORDER-10', '24.00'),
        ...bought('ORDER-12', '10.00', '2026-03-01T10:00:00.000Z'),
        payment('ORDER-11', '24.00', '2026-05-01T10:00:00.000Z', 'T-9'),
      ],
      orderStream(seller, 'ORDER-11'),
    );
    expect(inShort(answer)).toEqual(['order: order ORDER-12 82 days', 'order: order ORDER-10 76 free']);
    expect(answer?.missing[0]?.candidates.map(({ failing }) => failing?.sentence)).toEqual([
      'order ORDER-12: days differs by 61 days, tolerance 5 days; expected within 5 days from 2026-03-01, found 2026-05-01.',
      'order ORDER-10: expected no payment, found payment T-ORDER-10.',
    ]);
  });

  it('looks among the orders of the same seller in the same currency alone, and tells the nearest three', async () => {
    const many = Array.from({ length: 30 }, (_, i) => bought(`N-${String(i + 100)}`, `${String(10 + i)}.00`)).flat();
    const answer = await ask([...many, payment('M-1', '26.40')], orderStream(seller, 'M-1'));
    expect(inShort(answer)).toEqual([
      'order: order N-101 88 number',
      expect.stringMatching(/^order: order N-\d+ \d+ (amount|number)$/),
      expect.stringMatching(/^order: order N-\d+ \d+ (amount|number)$/),
    ]);
  });
});

describe('why an order has no payment', () => {
  it('shows the payment that names an order which nobody knows', async () => {
    expect(inShort(await ask([...bought('ORDER-10', '10.00'), payment('ORDER-01', '24.00')], orderStream(seller, 'ORDER-10')))).toEqual([
      'payment: payment T-ORDER-01 for ORDER-01 100',
    ]);
    expect(inShort(await ask(bought('ORDER-10', '10.00'), orderStream(seller, 'ORDER-10')))).toEqual([]);
  });
});

describe('why a parcel has no order', () => {
  const unknown = [
    advised('P9', ['NOBODY']),
    arrived('P9'),
    ...declared('L9', 'P9', [{ ...item(1, '20.00', []), quantity: 2 }], { seller }),
  ];
  it('shows orders that it may carry, by what its declaration says', async () => {
    const answer = await ask([...unknown, ...bought('A', '10.00'), ...bought('B', '10.50'), ...wholeStory], consignmentStream('C-1', 'P9'));
    expect(inShort(answer)).toEqual(['order: order A 100', 'order: order 1 77 free', 'order: order B 55 amount']);
    expect(inShort(await ask([...unknown, ...bought('A', '10.00')], declarationStream('EU-FR', 'R-1', 'L9')))).toEqual([
      'order: order A 100',
    ]);
  });
  it('says where nothing can be searched by', async () => {
    expect(inShort(await ask([advised('P9', ['NOBODY'])], consignmentStream('C-1', 'P9')))).toEqual([
      'order: no declaration of the parcel names a seller and a value, and no manifest a recipient',
    ]);
  });
});

it('tells of breaks why they are, and of what matches nothing', async () => {
  const less = wholeStory.map((event) => (event.type === 'CheckoutPaymentCaptured' ? payment('1', '23.00') : event));
  expect((await ask(less, orderStream(seller, '1')))?.breaks).toMatchObject([
    { code: 'B03', why: { criterion: 'captured amount of order 1', distance: '1', tolerance: '0.01' } },
  ]);
  expect(await ask(wholeStory, orderStream(seller, '1'))).toMatchObject({ status: 'matched', breaks: [], missing: [] });
  expect(await ask(wholeStory, orderStream(seller, 'unheard'))).toBeUndefined();
});

it('answers as of and as known, whatever came first', async () => {
  const [first, second, paid] = [
    bought('ORDER-10', '10.00'),
    bought('ORDER-02', '10.00', '2026-04-30T10:00:00.000Z'),
    payment('ORDER-01', '24.00'),
  ];
  const story = [...first, paid, ...second];
  const subject = orderStream(seller, 'ORDER-01');
  expect(inShort(await ask(story, subject, asOf('2026-07-01', { knownAt: nth(first.length) })))).toEqual(['order: order ORDER-10 100']);
  expect(inShort(await ask(story, subject))).toHaveLength(2);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([first, [paid], second, bought('ORDER-03', '11.00')], { minLength: 4 }), async (parts) => {
      expect((await ask(parts.flat(), subject))?.missing).toEqual(
        (await ask([...story, ...bought('ORDER-03', '11.00')], subject))?.missing,
      );
    }),
    { numRuns: 24 },
  );
});
