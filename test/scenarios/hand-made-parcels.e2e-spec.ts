import { breaksThrice, faultsOfBridge } from '../support/hand-made/agreement';
import { type HandMadeTrade, type ListedBreak } from '../support/hand-made/trade';
import { stories } from '../support/hand-made/parcel-stories';
import { line, parcelOf, type Wanted } from '../support/hand-made/parcels';
import { closeAndFile, payAll, type Step, tellParcel, worldOf } from '../support/hand-made/world';

/**
 * Faults of parcels that a person wrote, none of them as the demonstration plants it. All lie in one ledger beside parcels that are right;
 * each is one root under its code with its money, what follows from it names it, and there is no other root.
 */
const asOf = '2026-11-20T09:00:00.000Z';
const inShort = ({ code, amount, currency, causedBy }: ListedBreak): string =>
  `${code} ${amount} ${currency}${causedBy === undefined ? '' : ` < ${causedBy.code}`}`;
let trade: HandMadeTrade;
let all: readonly ListedBreak[];
/** The story that a break is of: each reference is in its sentence. */
const storyOf = ({ why }: ListedBreak): string =>
  stories.find(({ ref }) => new RegExp(`(^|[^A-Z0-9]|0)${ref}([^A-Z0-9]|$)`).test(why.sentence))?.ref ?? 'none';

beforeAll(async () => {
  trade = await worldOf(asOf);
  for (const { ref, tell } of stories) await tell(trade, ref);
  await closeAndFile(trade);
  await payAll(trade);
  all = await trade.breaks(asOf);
});
afterAll(() => trade.end());

it.each(stories)('$ref, $what, is $breaks', ({ ref, breaks, says }) => {
  const found = all.filter((one) => storyOf(one) === ref);
  expect(found.map(inShort).sort()).toEqual([...breaks].sort());
  if (says !== undefined) expect(found.filter(({ causedBy }) => causedBy === undefined).map(({ why }) => why.sentence)).toEqual([says]);
});

it('has no other root', () => {
  expect(
    all.filter((one) => storyOf(one) === 'none' && one.causedBy === undefined).map((one) => `${inShort(one)}: ${one.why.sentence}`),
  ).toEqual([]);
});

it('names a root that is there wherever a break is explained', () => {
  const roots = new Set(all.filter(({ causedBy }) => causedBy === undefined).map(({ caseKey, code }) => `${caseKey} ${code}`));
  expect(all.filter(({ causedBy }) => causedBy !== undefined && !roots.has(`${causedBy.caseKey} ${causedBy.code}`)).map(inShort)).toEqual(
    [],
  );
});

it.each(['2026-03-04T00:00:00.000Z', '2026-03-12T12:00:00.000Z', '2026-04-14T00:00:00.000Z', '2026-05-20T00:00:00.000Z', asOf])(
  'comes to the same in worklist, totals, summary and bridge as of %s',
  async (moment) => {
    const { worklist, totals, summary } = await breaksThrice(trade, moment);
    expect(totals).toEqual(worklist);
    expect(summary).toEqual(worklist);
    expect(await faultsOfBridge(trade, moment)).toEqual([]);
  },
);

it('ages by the day it began, and has an owner, a day to act by and a last day of the law', () => {
  const rootOf = (ref: string) => all.find((one) => storyOf(one) === ref && one.causedBy === undefined);
  expect(rootOf('F16')).toMatchObject({
    whoActs: 'declarant',
    since: '2026-03-15T10:00:00.000Z',
    dueBy: '2026-06-13',
    // 90 days from acceptance end on a Saturday: the next working day (Regulation (EEC, Euratom) 1182/71).
    legalExpiry: { right: 'invalidation', on: '2026-06-15' },
    work: { status: 'open', age: '91-365', daysToDue: -160, daysToLegalExpiry: -158 },
  });
  expect(rootOf('F05')).toMatchObject({ whoActs: 'vendor', dueBy: '2026-05-20', work: { age: '91-365' } });
  expect(rootOf('F31')).toMatchObject({ legalExpiry: { right: 'repayment', on: '2029-03-12' } });
});

it('closes by itself when the missing fact comes, and was there as known before', async () => {
  const before = await breaksThrice(trade, asOf);
  const { knownAt } = (await trade.read(`/v1/reconciliation?asOf=${asOf}`)) as { readonly knownAt: string };
  const late = (ref: string, wanted: Omit<Wanted, 'ref'>, ...told: readonly Step[]): Promise<unknown> =>
    tellParcel(trade, parcelOf({ ref, ...wanted }), told);
  await late('F01', { model: 'ioss', lines: [line(1, '25.00')], captured: '30.00' }, 'payment');
  await late('F02', { currency: 'JPY', lines: [line(2, '617')] }, 'order', 'declaration', 'consignment');
  await late('F10', {}, 'order');
  await late('F11', { model: 'uk', captured: '118.80' }, 'declaration', 'consignment');
  await late('F15', { model: 'ioss', captured: '118.80' }, 'declaration');
  await trade.settle();
  const after = await trade.breaks(asOf);
  // What only came late is in a return, a statement or a charge of its own by now; nothing is broken in the parcels themselves.
  const ofParcels = new Set(['B01', 'B02', 'B03', 'B10', 'B11', 'B20']);
  for (const ref of ['F01', 'F02', 'F10', 'F11', 'F15'])
    expect(after.filter((one) => storyOf(one) === ref && ofParcels.has(one.code)).map(inShort)).toEqual([]);
  expect(await breaksThrice(trade, asOf, knownAt)).toEqual(before);
});
