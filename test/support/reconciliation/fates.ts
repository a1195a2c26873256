import fc from 'fast-check';
import { adjusted, amended, declined, invalidated, reassessed } from './later-versions';
import { backMatched, claimed, goodsBack } from './goods-back';
import { deskOpened, owedAtDesk, paidAtDesk } from './desk';
import { undeliverable } from './delivery';
import {
  advised,
  arrived,
  assessed,
  cancelled,
  credit,
  declared,
  excluded,
  item,
  order,
  orderLine,
  payment,
  type StoryEvent,
  supply,
} from './story';
import { charged, periodClosed, periodOpened } from './settlement';

const lineClasses = ['goods', 'freight', 'discount', 'manual', 'voucher'] as const;
const line = fc.record({
  quantity: fc.integer({ min: 1, max: 9 }),
  price: fc.integer({ min: 0, max: 5000 }),
  thousandth: fc.integer({ min: 0, max: 9 }),
  kind: fc.constantFrom(...lineClasses),
  coded: fc.boolean(),
});
/** What may happen to one order. */
export const fate = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 5 }),
  cancel: fc.option(fc.integer({ min: 1, max: 9 })),
  stage: fc.integer({ min: 0, max: 7 }),
  credit: fc.boolean(),
  twice: fc.boolean(),
  /** The buyer is known, and the order is told again minutes later under another number. */
  again: fc.boolean(),
  /** What the manifest and the items say of mass, code, origin and currency. */
  told: fc.constantFrom('nothing', 'mass', 'late', 'code', 'origin', 'currency'),
  outside: fc.boolean(),
  declaredQuantity: fc.integer({ min: 0, max: 2 }),
  debt: fc.constantFrom('uncharged', 'declined', 'deferred', 'stated', 'desk', 'paid'),
  after: fc.constantFrom('nothing', 'undelivered', 'mistaken', 'amended', 'back', 'claimed'),
});
export type Fate = typeof fate extends fc.Arbitrary<infer F> ? F : never;

const priceOf = ({ price, thousandth }: Fate['lines'][number]): string =>
  `${String(Math.floor(price / 100))}.${String(price % 100).padStart(2, '0')}${String(thousandth)}`.replace(/\.?0+$/, '');

/** What an account makes of the 3.00 that are assessed. Periods are shared by all orders of a story. */
const debtOf = ({ debt }: Fate, lrn: string): readonly StoryEvent[] => {
  if (debt === 'uncharged') return [];
  if (debt === 'declined') return declined(lrn, '3.00', 'GUARANTEE_EXCEEDED', '2026-05-09');
  if (debt === 'deferred' || debt === 'stated')
    return [periodOpened(), charged(lrn, '3.00'), ...(debt === 'stated' ? [periodClosed('3.00')] : [])];
  return [deskOpened(), owedAtDesk(lrn, '3.00'), ...(debt === 'paid' ? [paidAtDesk(lrn, '3.00')] : [])];
};

/** What comes after: a parcel that fails, a declaration taken back or amended, goods that go back. */
const afterOf = ({ after, debt }: Fate, number: string, lodged: readonly StoryEvent[]): readonly StoryEvent[] => {
  const lrn = `L${number}`;
  const takenBack = (ground: string): readonly StoryEvent[] => [
    invalidated(lrn, '3.00', ground, '2026-05-20'),
    ...(debt === 'deferred' || debt === 'desk'
      ? [adjusted(lrn, 2, '-3.00', '2026-05-20', { reducesOpen: '3.00' })]
      : debt === 'paid'
        ? [adjusted(lrn, 2, '-3.00', '2026-05-20', { refundable: '3.00' })]
        : []),
  ];
  if (after === 'nothing') return [];
  if (after === 'undelivered') return [undeliverable(`P${number}`, '2026-05-12'), ...takenBack('undelivered')];
  if (after === 'mistaken') return takenBack('wrong_goods');
  if (after === 'amended')
    return [
      ...amended(lodged, 2, '2026-05-12'),
      reassessed(lrn, 2, '4.00', '1.00', '2026-05-12'),
      ...(debt === 'deferred' || debt === 'paid' ? [adjusted(lrn, 2, '1.00', '2026-05-12')] : []),
    ];
  return [
    goodsBack({ carrier: 'C-1', consignmentNumber: `P${number}` }),
    ...backMatched(lrn, 1),
    ...(after === 'claimed' ? claimed(lrn, '3.00') : []),
  ];
};

const declaredAs = ({ told }: Fate): object =>
  told === 'code' ? { hsCode: '620342' } : told === 'origin' ? { origin: 'BD' } : told === 'mass' ? { grossMass: '9' } : {};

const announced = ({ told }: Fate, number: string): StoryEvent => {
  const event = advised(`P${number}`, [number]);
  const more = told === 'mass' ? { grossMass: '3', pieces: 2 } : told === 'late' ? { receivedAt: '2026-05-12T10:00:00.000Z' } : {};
  return { ...event, data: { ...event.data, ...more } } as StoryEvent;
};

/** Tells one order up to a stage; the money of its lines is the source that must come back. */
export const storyOf = (one: Fate, number: string): readonly StoryEvent[] => {
  const lines = one.lines.map((l, i) => ({
    ...orderLine(i + 1, l.quantity, priceOf(l), { class: l.kind }),
    ...(l.coded ? {} : { hsCode: undefined }),
  }));
  const known = lines.map(({ hsCode, ...rest }) => ({
    ...rest,
    ...(hsCode === undefined ? {} : { hsCode }),
    ...(one.told === 'mass' ? { grossMass: '1' } : {}),
    ...(one.told === 'origin' ? { origin: 'CN' } : {}),
  }));
  const buyer = one.again ? { buyer: number.padStart(64, '0') } : {};
  const goods = known.filter((l) => l.class === 'goods');
  const items = goods.slice(0, 2).map((l, i) => ({
    ...item(i + 1, '1.00', [{ order: number, ordinal: l.ordinal, quantity: Math.max(1, l.quantity - one.declaredQuantity) }]),
    ...declaredAs(one),
  }));
  const steps: readonly (readonly StoryEvent[])[] = [
    [
      ...order(number, known, buyer),
      ...(one.again ? order(`${number}-2`, known, { ...buyer, orderedAt: '2026-05-01T10:03:00.000Z' }) : []),
    ],
    one.cancel === null ? [] : [cancelled(number, [{ ordinal: 1, quantity: one.cancel }])],
    [payment(number, '10.00')],
    [one.outside ? excluded(number, 'OUTSIDE', 'no_rule_set') : supply(number, '8.00', '2.00')],
    [announced(one, number), arrived(`P${number}`)],
    declared(`L${number}`, `P${number}`, items, one.told === 'currency' ? { currency: 'GBP' } : {}),
    [assessed(`L${number}`, '3.00'), ...debtOf(one, `L${number}`), ...(one.twice ? declared(`M${number}`, `P${number}`, items) : [])],
    afterOf(one, number, declared(`L${number}`, `P${number}`, items)),
  ];
  return [
    ...steps.slice(0, one.stage + 1).flat(),
    ...(one.credit ? credit(`C${number}`, [orderLine(1, -2, '3.00', { class: 'credit' })]) : []),
  ];
};
