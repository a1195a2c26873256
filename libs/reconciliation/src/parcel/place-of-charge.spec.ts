import { accountId, accountPeriodStream } from '#accounts';
import { parcelBreaks } from '../../../../test/support/reconciliation/ask';
import { adjusted } from '../../../../test/support/reconciliation/later-versions';
import { assessed, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { charged, deferment, periodClosed, periodOpened } from '../../../../test/support/reconciliation/settlement';
import { standardParcel } from '../../../../test/support/reconciliation/whole-stories';

const other = accountId('EU-FR', 'R-2', 'deferment');
const elsewhere = accountPeriodStream('EU-FR', other, '2026-05');
const opened: StoryEvent = {
  ...periodOpened(),
  stream: elsewhere,
  data: { ...(periodOpened().data as object), account: other, holder: 'R-2' },
} as StoryEvent;
const misposted: StoryEvent = {
  ...charged('L1', '24.00'),
  stream: elsewhere,
  data: { ...(charged('L1', '24.00').data as object), account: other, holder: 'R-2' },
} as StoryEvent;
const juneStream = accountPeriodStream('EU-FR', deferment, '2026-06');
const june: StoryEvent = {
  ...periodOpened(),
  stream: juneStream,
  data: { ...(periodOpened().data as object), period: '2026-06', start: '2026-06-01', end: '2026-07-01' },
} as StoryEvent;
const inJune: StoryEvent = {
  ...charged('L1', '24.00'),
  stream: juneStream,
  at: '2026-06-01T00:00:00.000Z',
  data: { ...(charged('L1', '24.00').data as object), postedOn: '2026-06-01' },
} as StoryEvent;
const assessedParcel = [...standardParcel, assessed('L1', '24.00'), periodOpened()];

const rows: readonly (readonly [what: string, story: readonly StoryEvent[], expected: readonly string[]])[] = [
  ['on the account of another holder is B43', [...assessedParcel, opened, misposted], ['B43 24 EUR']],
  [
    'on both accounts is B43, and the surplus follows from it',
    [...assessedParcel, charged('L1', '24.00'), opened, misposted],
    ['B43 24 EUR', 'B41 24 EUR because of B43'],
  ],
  [
    'that was taken from the wrong account again is none',
    [
      ...assessedParcel,
      charged('L1', '24.00'),
      opened,
      misposted,
      { ...adjusted('L1', 1, '-24.00', '2026-05-20', { reducesOpen: '24.00' }, { account: other, holder: 'R-2' }), stream: elsewhere },
    ],
    [],
  ],
  ['in the period of its acceptance is right', [...assessedParcel, charged('L1', '24.00')], []],
  ['in a later period is B44', [...assessedParcel, june, inJune], ['B44 24 EUR']],
  ['in a later period is right where its own was closed', [...assessedParcel, periodClosed('0.00'), june, inJune], []],
];

describe('the debt of a declaration', () => {
  it.each(rows)('%s', async (_what, story, expected) => {
    expect(await parcelBreaks(story, '2026-06-02')).toEqual(expected);
  });
});
