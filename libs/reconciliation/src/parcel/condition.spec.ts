import { backMatched, goodsBack } from '../../../../test/support/reconciliation/goods-back';
import { parcelBreaks } from '../../../../test/support/reconciliation/ask';
import { orderLine, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { statedParcel } from '../../../../test/support/reconciliation/whole-stories';

const original = { carrier: 'C-1', consignmentNumber: 'P1' };
const sold = (line: object): readonly StoryEvent[] =>
  statedParcel.map((event) =>
    event.type === 'OrderLinesRecorded' ? { ...event, data: { lines: [orderLine(1, 2, '100.00', line)] } } : event,
  );
const weighed = (grossMass: string): readonly StoryEvent[] =>
  statedParcel.map((event) =>
    event.type === 'DeclarationItemsRecorded'
      ? { ...event, data: { items: event.data.items.map((one) => ({ ...one, grossMass })) } }
      : event,
  );
const back = (line: object): StoryEvent => {
  const event = goodsBack(original);
  return event.type === 'ReturnReported' ? { ...event, data: { ...event.data, lines: [{ quantity: 1, ...line }] } } : event;
};
const matched = (unit: object): readonly StoryEvent[] =>
  backMatched('L1', 1).map((event) =>
    event.type === 'ReturnMatched'
      ? { ...event, data: { ...event.data, units: event.data.units.map((one) => ({ ...one, ...unit })) } }
      : event,
  );

describe('goods that go back', () => {
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], expected: readonly string[]])[] = [
    [
      'with another serial number than was sold are B77',
      [...sold({ serial: 'S-1' }), back({ serial: 'S-2' }), ...matched({ serial: 'S-2' })],
      ['B77 12 EUR'],
    ],
    [
      'with the serial number that was sold are no break',
      [...sold({ serial: 'S-1' }), back({ serial: 'S-1' }), ...matched({ serial: 'S-1' })],
      [],
    ],
    ['are not compared where no serial number was told', [...statedParcel, back({ serial: 'S-2' }), ...matched({ serial: 'S-2' })], []],
    [
      'lighter by more than a tenth than they were declared are B77',
      [...weighed('4'), back({ grossMass: '1.79' }), ...matched({})],
      ['B77 12 EUR'],
    ],
    ['of the mass that was declared for them are no break', [...weighed('4'), back({ grossMass: '1.8' }), ...matched({})], []],
    ['lighter than they were ordered are B77', [...sold({ grossMass: '4' }), back({ grossMass: '1' }), ...matched({})], ['B77 12 EUR']],
    ['of which nobody told the mass are not compared', [...statedParcel, back({ grossMass: '1' }), ...matched({})], []],
  ];
  it.each(rows)('%s', async (_what, story, expected) => {
    expect(await parcelBreaks(story, '2026-06-10')).toEqual(expected);
  });
});
