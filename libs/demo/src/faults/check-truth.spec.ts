import { breakId } from '#break-work';
import type { Break, BreakCode } from '#reconciliation';
import { compared, formatTruthCheck, FoundBreaks, holds } from './check-truth';
import type { PlantedFault } from './truth';

const planted = (code: BreakCode, subject: string, more: Partial<PlantedFault> = {}): PlantedFault => ({
  fault: `${code}/1`,
  name: 'a fault',
  code,
  subject,
  break: breakId(code, subject),
  of: { order: '1' },
  plantedAt: '2026-06-01',
  ...more,
});
const found = (code: BreakCode, subject: string, more: Partial<Break> = {}): Break => ({
  id: breakId(code, subject),
  code,
  subject,
  severity: 'S1',
  whoActs: 'vendor',
  amount: '10',
  currency: 'EUR',
  since: '2026-06-01T00:00:00.000Z',
  dueBy: '2026-06-11',
  rule: 'reconciliation@1',
  why: { criterion: 'c', expected: 'e', found: 'f', distance: 'd', sentence: 'c: expected e, found f; the difference is d.' },
  ...more,
});
const check = (faults: readonly PlantedFault[], cases: Readonly<Record<string, readonly Break[]>>) => {
  const all = new FoundBreaks();
  for (const [key, breaks] of Object.entries(cases)) all.take(key, breaks);
  return compared('2026-12-01T23:59:59.999Z', { planted: faults, notPlanted: [] }, all);
};

describe('what the reconciliation made of planted faults', () => {
  it('holds when each is found under its root and nothing else is', () => {
    const explained = found('B20', 'consignment-1', { causedBy: { caseKey: 'order-1', code: 'B08' } });
    const answer = check([planted('B08', 'order-1', { amount: '10', currency: 'EUR' })], {
      'order-1': [found('B08', 'order-1'), explained],
    });
    expect([answer.recall, answer.precision, holds(answer)]).toEqual(['1.0000', '1.0000', true]);
  });

  it('names a fault that was not found, and a root that nobody planted', () => {
    const answer = check([planted('B08', 'order-1'), planted('B01', 'order-2')], {
      'order-1': [found('B08', 'order-1')],
      'order-3': [found('B01', 'order-3')],
    });
    expect([answer.recall, answer.precision, holds(answer)]).toEqual(['0.5000', '0.5000', false]);
    expect([answer.misses.map(({ subject }) => subject), answer.strangers.map(({ subject }) => subject)]).toEqual([
      ['order-2'],
      ['order-3'],
    ]);
    expect(formatTruthCheck(answer)).toContain('stranger: B01 order-3: c: expected e, found f; the difference is d.');
  });

  it('does not take one code for another', () => {
    expect(check([planted('B08', 'order-1')], { 'order-1': [found('B09', 'order-1')] })).toMatchObject({
      recall: '0.0000',
      precision: '0.0000',
    });
  });

  it('counts a root that two cases have as a stranger', () => {
    expect(
      check([planted('B08', 'order-1')], { 'order-1': [found('B08', 'order-1')], 'order-2': [found('B08', 'order-1')] }),
    ).toMatchObject({ recall: '1.0000', precision: '0.5000' });
  });

  it('expects no break of a fault that heals', () => {
    expect(check([planted('B20', 'consignment-1', { heals: true })], {})).toMatchObject({ planted: 0, recall: '1.0000' });
  });

  it('names another amount at stake, and a break whose root is not there', () => {
    const answer = check([planted('B08', 'order-1', { amount: '9', currency: 'EUR' })], {
      'order-1': [found('B08', 'order-1'), found('B54', 'order-1/return', { causedBy: { caseKey: 'return-1', code: 'B54' } })],
    });
    expect([answer.otherAmounts.length, answer.unexplained.map(({ code }) => code), holds(answer)]).toEqual([1, ['B54'], false]);
  });
});
