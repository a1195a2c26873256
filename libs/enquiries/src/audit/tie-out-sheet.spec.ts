import { unitsOf } from '#reconciliation';
import { sheetOf } from './tie-out-sheet';

const head = {
  kind: 'return',
  authority: 'EU-IE',
  holder: 'V-IE-1',
  account: 'A',
  reference: 'R',
  period: '2026-03',
  currency: 'EUR',
  dueOn: '2026-04-30',
} as const;
const stage = (name: 'return' | 'charged' | 'settled', amount: string, next: readonly (readonly [by: string, amount: string])[] = []) => ({
  stage: name,
  amount: unitsOf(amount),
  source: name,
  next: next.map(([by, of]) => ({ by, amount: unitsOf(of) })),
});

describe('a tie-out sheet', () => {
  it('ties where every difference is exactly what its reasons come to', () => {
    const sheet = sheetOf(head, [
      stage('return', '20'),
      stage('charged', '20', [
        ['timing', '14.99'],
        ['offset', '0'],
      ]),
      stage('settled', '5.01'),
    ]);
    expect(sheet).toMatchObject({
      ties: true,
      steps: [
        { difference: '0', explained: [], unexplained: '0' },
        { difference: '14.99', explained: [{ by: 'timing', amount: '14.99' }], unexplained: '0' },
      ],
    });
    expect(sheet.stages).toEqual([
      expect.objectContaining({ stage: 'return', amount: '20' }),
      expect.objectContaining({ amount: '20' }),
      expect.objectContaining({ amount: '5.01' }),
    ]);
  });

  it.each([
    ['nothing explains a cent', '14.98', '0.01'],
    ['too much is explained', '15', '-0.01'],
  ])('does not tie where %s', (_, explained, unexplained) => {
    expect(sheetOf(head, [stage('charged', '20', [['timing', explained]]), stage('settled', '5.01')])).toMatchObject({
      ties: false,
      steps: [{ unexplained }],
    });
  });
});
