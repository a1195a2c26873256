import { supplyTaxChannel, type SupplyTaxFacts } from './supply-tax-channel';

const ioss: SupplyTaxFacts = { taxType: 'B00', scheme: 'EU-IOSS', correctableUntil: '2029-08-31', buyerRefunded: true, on: '2026-08-10' };
const channelOf = (more: Partial<SupplyTaxFacts>): string => {
  const found = supplyTaxChannel({ ...ioss, ...more });
  return `${found.channel} ${'rule' in found ? found.rule : found.reason}`;
};

describe('the tax of returned goods', () => {
  it.each<[string, Partial<SupplyTaxFacts>, string]>([
    ['VAT under IOSS goes by a later return (TV-65)', {}, 'laterReturn correction_of_supply'],
    ['duty on the same goods goes by claim (TV-65)', { taxType: 'A00' }, 'claim paid_at_import'],
    ['British supply VAT goes by the quarter of the credit', { scheme: 'UK-SUPPLY' }, 'laterReturn correction_of_supply'],
    ['the last day of the correction', { on: '2029-08-31' }, 'laterReturn correction_of_supply'],
    ['the day after it', { on: '2029-09-01' }, 'claim return_not_correctable'],
    ['not before the buyer has his money', { buyerRefunded: false }, 'none BUYER_NOT_REFUNDED'],
    ['never what a claim holds', { heldBy: 'claim' }, 'none ALREADY_CLAIMED'],
    ['never what an offset holds', { heldBy: 'offset' }, 'none ALREADY_CLAIMED'],
    ['never what is corrected', { heldBy: 'correction' }, 'none ALREADY_CORRECTED'],
    ['duty that is claimed is not claimed again', { taxType: 'A00', heldBy: 'claim' }, 'none ALREADY_CLAIMED'],
  ])('%s', (_, facts, expected) => {
    expect(channelOf(facts)).toBe(expected);
  });

  it('VAT paid at import goes by claim', () => {
    expect(supplyTaxChannel({ taxType: 'B00', buyerRefunded: false, on: '2026-08-10' })).toMatchObject({
      channel: 'claim',
      rule: 'paid_at_import',
    });
  });
});
