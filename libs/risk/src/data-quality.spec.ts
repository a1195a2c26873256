import { QualityTally, type ToldMessage } from './data-quality';
import { providerQuality, QualityEvidence } from './indicators/provider-quality';
import { defaultRiskRules as rules } from './risk-rules';

const message = (i: number, more: Partial<ToldMessage> = {}): ToldMessage => ({
  subject: `order-${String(i)}`,
  position: String(i),
  happenedAt: '2026-05-01T00:00:00.000Z',
  provider: 'V-1',
  role: 'seller',
  kind: 'order',
  month: '2026-05',
  recordedAt: '2026-05-02T00:00:00.000Z',
  deadline: '2026-05-09T00:00:00.000Z',
  fields: { buyer: { of: 1, missing: i < 3 ? 1 : 0 } },
  ...more,
});
const tallied = (messages: readonly ToldMessage[], ownCalendar = false) => {
  const tally = new QualityTally('2026-06-01T00:00:00.000Z', ownCalendar);
  for (const one of messages) tally.add(one);
  return tally.rows();
};
const findingsOf = (messages: readonly ToldMessage[]) => {
  const evidence = new QualityEvidence('2026-06-01T00:00:00.000Z', false, rules);
  for (const one of messages) evidence.add(one);
  return tallied(messages).flatMap((row) => providerQuality(row, evidence, rules));
};
const twenty = Array.from({ length: 20 }, (_, i) => message(i));

it('counts what is missing and late by provider, month and kind', () => {
  const late = { recordedAt: '2026-05-10T00:00:00.000Z' };
  const loaded = { recordedAt: '2026-11-10T00:00:00.000Z' };
  expect(tallied([...twenty, message(20, late), message(21, loaded), message(0, { provider: 'V-2' })])).toMatchObject([
    { provider: 'V-1', messages: 22, fields: { buyer: { of: 22, missing: 3 } }, timed: 21, late: 1, toldLater: 1 },
    { provider: 'V-2', messages: 1 },
  ]);
});

it('judges nothing late where the recorder has another calendar than the ledger', () => {
  const late = Array.from({ length: 30 }, (_, i) => message(i, { recordedAt: '2026-05-10T00:00:00.000Z' }));
  expect(tallied(late, true)).toMatchObject([{ messages: 30, timed: 0, late: 0, toldLater: 30 }]);
  expect(tallied(late)).toMatchObject([{ messages: 30, timed: 30, late: 30, toldLater: 0 }]);
});

it('asks about shares above what the rules allow, and of enough messages', () => {
  const found = (messages: readonly ToldMessage[]) => findingsOf(messages).map(({ figure }) => [figure.name, figure.value]);
  expect(found(twenty)).toEqual([['missing buyer', '15.0']]);
  expect(found(twenty.slice(0, 19))).toEqual([]);
  expect(found([...twenty, ...Array.from({ length: 10 }, () => message(9))])).toEqual([]);
  expect(found(twenty.slice(3).concat(Array.from({ length: 3 }, () => message(9, { recordedAt: '2026-05-10T00:00:00.000Z' }))))).toEqual([
    ['late', '15.0'],
  ]);
  expect(found([message(9, { kind: 'import', role: 'import', provider: '-', fields: {}, lines: { read: 100, rejected: 6 } })])).toEqual([
    ['rejected', '6.0'],
  ]);
});

it('rests on the messages at fault, little of much, whatever order they came in', () => {
  const many = Array.from({ length: 300 }, (_, i) => message(0, { subject: `order-${String(i).padStart(3, '0')}` }));
  const [one] = findingsOf(many);
  expect([one?.evidence.length, one?.evidenceCount, one?.evidence[0]]).toEqual([
    rules.evidenceRows,
    300,
    { stream: 'order-000', position: '0', values: { at: '2026-05-01T00:00:00.000Z', missing: 'buyer', times: '1', of: '1' } },
  ]);
  expect(findingsOf([...many].reverse())).toEqual(findingsOf(many));
});
