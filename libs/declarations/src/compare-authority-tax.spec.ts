import { compareAuthorityTax, type TaxDifference } from './compare-authority-tax';
import { after, assessNow, britishImport, item, rate, stateOf } from './declarations.examples';
import { type AuthorityTaxRecordedData } from './assessment.events';
import { type DeclaredItem } from './declarations.events';

type Line = AuthorityTaxRecordedData['lines'][number];
const compared = (items: readonly DeclaredItem[], lines: readonly Line[]) => {
  const { assessment, header } = stateOf(after(britishImport(...items), assessNow));
  if (assessment?.kind !== 'assessed') throw new Error('no assessment');
  return compareAuthorityTax(
    { currency: assessment.duty.currency, acceptedOn: header.acceptedOn, lines: assessment.lines },
    { currency: 'GBP', lines },
  );
};
const shown = ({ seq, taxType, figure, ours, theirs, difference, reason }: TaxDifference): string =>
  `${String(seq)} ${taxType} ${figure} ${ours} ${theirs} ${difference} ${reason}`;
const line = (taxType: string, base: string, percent: string, assessed: string, more: Partial<Line> = {}): Line => ({
  seq: 1,
  taxType,
  base,
  rate: percent,
  deducted: '0.00',
  assessed,
  payable: assessed,
  ...more,
});
const thousand = [item(1, '1000', rate('A00', '2.00'))];

describe('the authority’s tax beside ours', () => {
  it('has no difference where both say the same (TV-02)', () => {
    expect(compared(thousand, [line('A00', '1000.00', '2.00', '20.00'), line('B00', '1020.00', '20.00', '204.00')])).toEqual({
      currency: 'GBP',
      differences: [],
      ours: '224.00',
      theirs: '224.00',
      difference: '0.00',
    });
  });
  it('differs by item and tax type, in what is payable before all', () => {
    const { differences, difference } = compared(thousand, [
      line('A00', '1000.00', '3.00', '30.00'),
      line('A20', '1000.00', '1.00', '10.00'),
    ]);
    expect(differences.map(shown)).toEqual([
      '1 A00 payable 20.00 30.00 10.00 amount',
      '1 A20 payable 0.00 10.00 10.00 missing_here',
      '1 B00 payable 204.00 0.00 -204.00 missing_there',
    ]);
    expect(differences.map(({ distance }) => distance)).toEqual([1000n, 1000n, 20400n]);
    expect(difference).toBe('-184.00');
  });
  it('knows what is only cut off from what is computed otherwise (TV-04: 473.106)', () => {
    const items = [item(1, '2000', { taxType: 'A00', amount: '40.00' }, { taxType: 'B00', amount: '473.11' })];
    const duty = line('A00', '2000.00', '2.00', '40.00');
    expect(compared(items, [duty, line('B00', '2365.53', '20.00', '473.10')]).differences.map(shown)).toEqual([
      '1 B00 payable 473.11 473.10 -0.01 rounding',
    ]);
    expect(compared(items, [duty, line('B00', '2365.48', '20.00', '473.09')]).differences.map(shown)).toEqual([
      '1 B00 payable 473.11 473.09 -0.02 amount',
    ]);
  });
  it('counts what is deducted as relief, and believes relief that is shown as nothing assessed', () => {
    const relieved = [
      item(1, '1000', rate('A00', '16.00', { relief: 'conditional' }), rate('B00', '0'), rate('MDC', '16.00', { security: true })),
    ];
    const security = { seq: 1, taxType: 'MDC', assessed: '160.00', payable: '0' };
    expect(compared(relieved, [line('A00', '1000.00', '16.00', '0.00', { deducted: '160.00' }), security]).differences).toEqual([]);
    expect(compared(relieved, [line('A00', '1000.00', '0.00', '0.00'), security]).differences).toEqual([]);
    expect(
      compared(relieved, [
        line('A00', '1000.00', '16.00', '0.00', { deducted: '150.00' }),
        { ...security, assessed: '150.00' },
      ]).differences.map(shown),
    ).toEqual(['1 A00 assessed 160.00 150.00 -10.00 amount', '1 MDC secured 160.00 150.00 -10.00 amount']);
  });
  it('is of one currency', () => {
    expect(() => compareAuthorityTax({ currency: 'GBP', acceptedOn: '2026-03-10', lines: [] }, { currency: 'EUR', lines: [] })).toThrow(
      RangeError,
    );
  });
});
