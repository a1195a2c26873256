import { legalExpiryOf, repaymentUntil } from './legal-expiry';
import { standingOf } from './work/work-standing';
import { asOf, told } from '../../../test/support/reconciliation/ask';
import { backMatched, goodsBack } from '../../../test/support/reconciliation/goods-back';
import { assessed, declared, item, order, orderLine, type StoryEvent } from '../../../test/support/reconciliation/story';
import { statedParcel, wholeStory } from '../../../test/support/reconciliation/whole-stories';

const covers = [{ order: '1', ordinal: 1, quantity: 2 }];
const original = { carrier: 'C-1', consignmentNumber: 'P1' };
const expiryOf = async (story: readonly StoryEvent[], code: string, day: string): Promise<unknown> => {
  const { cases } = await (await told(story)).list(asOf(day), { code }, { limit: 10 });
  return cases.flatMap(({ breaks }) => breaks).find((found) => found.code === code)?.legalExpiry;
};

describe('the right that ends a break', () => {
  const rows: readonly (readonly [
    what: string,
    story: readonly StoryEvent[],
    code: string,
    expected: readonly [on: string, right: string, law: string],
  ])[] = [
    [
      'to have the second declaration invalidated ends 90 days after its acceptance, on a Monday where that is a Sunday',
      [
        ...wholeStory,
        ...declared('L2', 'P1', [item(1, '20.00', covers)], { acceptedAt: '2026-05-11T12:00:00.000Z' }),
        assessed('L2', '0.00', '4.00'),
      ],
      'B21',
      ['2026-08-10', 'invalidation', 'Delegated Regulation (EU) 2015/2446 Art. 148(1)'],
    ],
    [
      'to notify what was declared too low ends three years after acceptance',
      wholeStory.map((event) =>
        event.type === 'DeclarationItemsRecorded' ? { ...event, data: { items: [item(1, '12.50', covers)] } } : event,
      ),
      'B23',
      ['2029-05-09', 'notification', 'Regulation (EU) 952/2013 Art. 103(1)'],
    ],
    [
      'to notify what was left out of a declaration ends three years after acceptance',
      wholeStory.map((event) =>
        event.type === 'OrderLinesRecorded' ? { ...event, data: { lines: [orderLine(1, 2, '10.00'), orderLine(2, 1, '5.00')] } } : event,
      ),
      'B22',
      ['2029-05-09', 'notification', 'Regulation (EU) 952/2013 Art. 103(1)'],
    ],
    [
      'to have tax back for goods that were sent back ends 90 days after acceptance',
      [...statedParcel, goodsBack(original), ...backMatched('L1')],
      'B71',
      ['2026-08-07', 'repayment', 'Delegated Regulation (EU) 2015/2446 Art. 148(3)'],
    ],
    [
      'for defective goods ends a year after the charge, on a Monday where that is a Sunday',
      [...statedParcel, goodsBack(original, 'defective'), ...backMatched('L1')],
      'B71',
      ['2027-05-10', 'repayment', 'Regulation (EU) 952/2013 Art. 118, 121(1)(b)'],
    ],
    [
      'to correct a supply ends three years after its return was due',
      [...wholeStory, goodsBack(original), ...backMatched('L1')],
      'B71',
      ['2029-06-30', 'correction', 'Directive 2006/112/EC Art. 369t(2)'],
    ],
  ];
  it.each(rows)('%s', async (_what, story, code, [on, right, law]) => {
    expect(await expiryOf(story, code, '2026-08-01')).toEqual({ on, right, law });
  });

  const clock = { authority: 'EU-FR', jurisdiction: 'FR', acceptedOn: '2026-05-09', notifiedOn: '2026-05-12' };
  it('is three years of repayment for tax taken twice, from its notification', () => {
    // 12 May 2029 is a Saturday.
    expect(legalExpiryOf('B16', { ...clock, acceptedOn: '2026-05-10' })).toEqual({
      on: '2026-08-10',
      right: 'invalidation',
      law: 'Delegated Regulation (EU) 2015/2446 Art. 148(3)',
    });
    expect(legalExpiryOf('B32', clock)).toEqual({
      on: '2029-05-14',
      right: 'repayment',
      law: 'Regulation (EU) 952/2013 Art. 117, 121(1)(a)',
    });
  });
  it('is not made up: nothing is said where no law is known, or where none sets a limit', async () => {
    expect(legalExpiryOf('B23', { ...clock, authority: 'GB', jurisdiction: 'GB' })).toBeUndefined();
    expect(repaymentUntil({ ...clock, authority: 'JP', jurisdiction: 'JP' }, 'overcharged')).toBeUndefined();
    expect(await expiryOf(order('9', [orderLine(1, 1, '1.00')]), 'B01', '2026-08-01')).toBeUndefined();
  });
  it('is counted in days beside the work on the break', () => {
    const found = {
      since: '2026-05-09T12:00:00.000Z',
      dueBy: '2026-05-19',
      legalExpiry: { on: '2026-08-09', right: 'invalidation', law: 'x' },
    } as const;
    expect(standingOf(found, undefined, '2026-08-01T00:00:00.000Z')).toMatchObject({ daysToDue: -74, daysToLegalExpiry: 8 });
    expect(standingOf(found, undefined, '2026-08-10T00:00:00.000Z')).toMatchObject({ daysToLegalExpiry: -1 });
    expect(standingOf({ since: found.since, dueBy: found.dueBy }, undefined, '2026-08-01T00:00:00.000Z')).not.toHaveProperty(
      'daysToLegalExpiry',
    );
  });
});
