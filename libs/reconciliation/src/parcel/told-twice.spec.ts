import { orderStream } from '#advance-data';
import { asOf, inShort, parcelBreaks, told } from '../../../../test/support/reconciliation/ask';
import {
  advised,
  arrived,
  cancelled,
  excluded,
  order,
  orderLine,
  payment,
  type StoryEvent,
} from '../../../../test/support/reconciliation/story';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';

const buyer = 'b'.repeat(64);
const lines = [orderLine(1, 2, '10.00'), orderLine(2, 1, '5.00')];
const bought = (number: string, orderedAt = '2026-05-01T10:00:00.000Z', more: object = {}): readonly StoryEvent[] =>
  order(number, lines, { buyer, orderedAt, ...more });
const later = '2026-05-01T10:09:59.000Z';
const breaksOf = async (story: readonly StoryEvent[], day = '2026-05-02', of = '2'): Promise<readonly string[]> =>
  inShort((await (await told(story)).parcel(asOf(day), orderStream('V-IE-1', of)))?.breaks ?? []);

describe('an order that is told twice', () => {
  it('is B06 under its second number, in a case of its own', async () => {
    const story = [...bought('1'), ...bought('2', later)];
    expect(await breaksOf(story)).toEqual(['B06 25 EUR']);
    expect(await breaksOf(story, '2026-05-02', '1')).toEqual([]);
    expect((await (await told(story)).reconcile(asOf('2026-05-02'))).totals).toMatchObject({
      cases: 2,
      breaks: { B06: { count: 1, amount: { EUR: '25' } } },
    });
  });
  it('is the same whichever came first', async () => {
    expect(await breaksOf([...bought('2', later), ...bought('1')])).toEqual(['B06 25 EUR']);
  });
  it('explains why nobody pays and nobody ships it', async () => {
    const story = [...bought('1'), ...bought('2', later)];
    expect(await breaksOf(story, '2026-05-20')).toEqual(['B06 25 EUR', 'B01 25 EUR because of B06']);
    expect(await breaksOf([...story, payment('2', '25.00'), excluded('2', 'STANDARD-IMPORT', 'x')], '2026-06-20')).toEqual([
      'B06 25 EUR',
      'B11 25 EUR because of B06',
    ]);
  });
  it('is known as of the moments of both, and not before', async () => {
    const reconciliation = await told([...bought('1', '2026-05-01T23:55:00.000Z'), ...bought('2', '2026-05-02T00:01:00.000Z')]);
    expect((await reconciliation.reconcile(asOf('2026-05-01'))).totals).toMatchObject({ cases: 1, breaks: {} });
    expect((await reconciliation.reconcile(asOf('2026-05-02'))).totals).toMatchObject({ cases: 2, breaks: { B06: { count: 1 } } });
  });

  const rows: readonly (readonly [what: string, story: readonly StoryEvent[]])[] = [
    ['later than ten minutes', [...bought('1'), ...bought('2', '2026-05-01T10:10:00.001Z')]],
    ['by another buyer', [...bought('1'), ...bought('2', later, { buyer: 'c'.repeat(64) })]],
    ['by a buyer who is not known', [...order('1', lines), ...order('2', lines, { orderedAt: later })]],
    [
      'with other lines of the same value',
      [...bought('1'), ...order('2', [orderLine(1, 1, '20.00'), orderLine(2, 1, '5.00')], { buyer, orderedAt: later })],
    ],
    ['after the first was cancelled', [...bought('1'), cancelled('1', [{ ordinal: 1, quantity: 2 }]), ...bought('2', later)]],
    ['and sent as well', [...bought('1'), ...bought('2', later), advised('P2', ['2'])]],
  ];
  it.each(rows)('is another purchase %s', async (_what, story) => {
    expect((await breaksOf(story)).filter((found) => found.startsWith('B06'))).toEqual([]);
  });
});

describe('a captured payment', () => {
  it('waits five days for its order, and is B02 then', async () => {
    const reconciliation = await told([payment('1', '24.00')]);
    expect((await reconciliation.list(asOf('2026-05-05'), {}, { limit: 2 })).cases).toMatchObject([
      { status: 'inTransit', next: { leg: 'order', deadline: '2026-05-06T10:00:00.000Z' } },
    ]);
    expect(await parcelBreaks([payment('1', '24.00')], '2026-05-07')).toEqual(['B02 24 EUR']);
  });
  it('is explained by the parcel that came without order data', async () => {
    const lost = [payment('1', '24.00'), advised('P1', ['1']), arrived('P1')];
    expect(await parcelBreaks(lost, '2026-05-10')).toEqual(['B10 24 EUR', 'B20 0 - because of B10', 'B02 24 EUR because of B10']);
  });
  it('is no break once its order is told', async () => {
    expect(
      await parcelBreaks([payment('1', '24.00'), ...wholeStory.filter(({ type }) => type !== 'CheckoutPaymentCaptured')], '2026-07-01'),
    ).toEqual([]);
  });
});
