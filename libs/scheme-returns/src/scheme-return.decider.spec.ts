import { shippedRuleBook } from '#rules';
import { computeReturn } from './compute-return';
import { schemeReturnDecider, type FileReturn } from './scheme-return.decider';
import { schemeReturnFiled, type SchemeReturnEvent } from './scheme-returns.events';

const result = computeReturn(
  shippedRuleBook(),
  { scheme: 'EU-IOSS', schemeNumber: 'IM3720000015', holder: 'V-IE-1', authority: 'EU-IE', period: '2026-01', filedOn: '2026-02-10' },
  [],
);
if ('rejected' in result) throw new RangeError(result.rejected.code);
const { figures } = result.computed;
const file: FileReturn = { type: 'FileReturn', figures, outstanding: [] };
const filed: SchemeReturnEvent = { type: 'SchemeReturnFiled', data: figures };
const when = (given: readonly SchemeReturnEvent[], command: FileReturn) =>
  schemeReturnDecider.decide(command, given.reduce(schemeReturnDecider.evolve, schemeReturnDecider.initial));

describe('filing a return', () => {
  it('is done once per number and period; a nil return too', () => {
    expect(when([], file)).toEqual({ accepted: [filed] });
    expect(() => schemeReturnFiled.data.parse(figures, 'figures')).not.toThrow();
  });
  it('again with the same content, on whatever day, changes nothing', () => {
    expect(when([filed], { ...file, figures: { ...figures, filedOn: '2026-02-12' } })).toEqual({ accepted: [] });
  });
  it('again with other content is refused: a late fact is a correction in a later return', () => {
    expect(when([filed], { ...file, figures: { ...figures, supplies: 1 } })).toMatchObject({
      rejected: { code: 'RETURN_ALREADY_FILED', field: 'period' },
    });
  });
  it('waits for the end of the period and for the oldest outstanding return', () => {
    expect(when([], { ...file, figures: { ...figures, filedOn: '2026-01-31' } })).toMatchObject({
      rejected: { code: 'PERIOD_NOT_ENDED', details: { end: '2026-02-01' } },
    });
    expect(when([], { ...file, outstanding: ['2025-12', '2025-11'] })).toMatchObject({
      rejected: { code: 'PERIOD_OUTSTANDING', details: { period: '2025-11' } },
    });
  });
  it('is refused beyond what one event can say', () => {
    const rows = Array.from({ length: 201 }, () => ({
      country: 'FR',
      rateCategory: 'standard',
      rate: '20',
      taxable: '1.00',
      vat: '0.20',
      difference: '0.00',
      supplies: 1,
    }));
    expect(when([], { ...file, figures: { ...figures, rows } })).toMatchObject({ rejected: { code: 'RETURN_TOO_LARGE', field: 'rows' } });
  });
});
