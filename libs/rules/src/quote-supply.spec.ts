import { formatMoney } from '#money';
import { type QuotableOrder, type SupplyQuote } from './assessment';
import { addDays } from './calendar';
import { quoteSupply } from './quote-supply';
import { shippedRuleBook } from './shipped-rule-book';

const book = shippedRuleBook();
const order = (more: Partial<QuotableOrder> = {}): QuotableOrder => ({
  destination: 'FR',
  dispatchedFrom: 'CN',
  currency: 'EUR',
  capturedOn: '2026-03-10',
  buyerType: 'consumer',
  transactionType: 'B2C',
  lines: [{ ref: '1', hsCode: '61091000', value: '100.00' }],
  ...more,
});
const value = (amount: string): Pick<QuotableOrder, 'lines'> => ({ lines: [{ ref: '1', hsCode: '61091000', value: amount }] });

const shown = (quote: SupplyQuote): string => {
  if (quote.kind === 'outside') return `outside: ${quote.reason}`;
  if (quote.kind === 'refused') return `refused: ${quote.code}`;
  return `${quote.regime} (${quote.reason}) ${quote.rows.map((r) => `${r.rate}% of ${formatMoney(r.taxable)} = ${formatMoney(r.vat)}`).join(', ')}`.trim();
};

describe('how the VAT of an order is collected', () => {
  it.each<readonly [what: string, order: QuotableOrder, outcome: string]>([
    ['EU within 150', order({ freight: '8.00' }), 'EU-IOSS (within_threshold) 20% of 108.00 = 21.60'],
    ['EU at 150 exactly', order(value('150.00')), 'EU-IOSS (within_threshold) 20% of 150.00 = 30.00'],
    ['EU a thousandth above', order(value('150.001')), 'STANDARD-IMPORT (above_threshold)'],
    ['GB at 135', order({ destination: 'GB', currency: 'GBP', ...value('135.00') }), 'UK-SUPPLY (within_threshold) 20% of 135.00 = 27.00'],
    ['GB above', order({ destination: 'GB', currency: 'GBP', ...value('135.01') }), 'STANDARD-IMPORT (above_threshold)'],
    [
      'GB business buyer',
      order({ destination: 'GB', currency: 'GBP', buyerType: 'business', transactionType: 'B2B' }),
      'UK-SUPPLY (reverse_charge) 0% of 100.00 = 0.00',
    ],
    ['EU business buyer', order({ buyerType: 'business', transactionType: 'B2B' }), 'STANDARD-IMPORT (business_buyer)'],
    ['a gift', order({ transactionType: 'gift' }), 'STANDARD-IMPORT (not_a_sale)'],
    ['spirits', order({ lines: [{ ref: '1', hsCode: '22083000', value: '20.00' }] }), 'STANDARD-IMPORT (excluded_goods)'],
    [
      'two rates',
      order({
        lines: [
          { ref: '1', hsCode: '61091000', value: '10.00' },
          { ref: '2', hsCode: '49019900', value: '20.00' },
        ],
        freight: '3.00',
      }),
      'EU-IOSS (within_threshold) 5.5% of 22.00 = 1.21, 20% of 11.00 = 2.20',
    ],
    [
      'goods without a code are at the standard rate',
      order({ lines: [{ ref: '1', value: '10.00' }] }),
      'EU-IOSS (within_threshold) 20% of 10.00 = 2.00',
    ],
    ['half-even (TV-51)', order({ destination: 'NL', ...value('12.50') }), 'EU-IOSS (within_threshold) 21% of 12.50 = 2.62'],
    [
      'the rate of the day: Finland in August 2024',
      order({ destination: 'FI', capturedOn: '2024-08-31' }),
      'EU-IOSS (within_threshold) 24% of 100.00 = 24.00',
    ],
    [
      'the rate of the day at the destination, an hour before the vendor has it',
      order({ destination: 'FI', capturedOn: '2024-08-31', consumedOn: '2024-09-01' }),
      'EU-IOSS (within_threshold) 25.5% of 100.00 = 25.50',
    ],
    ['and in September', order({ destination: 'FI', capturedOn: '2024-09-01' }), 'EU-IOSS (within_threshold) 25.5% of 100.00 = 25.50'],
    ['a discount counts', order({ ...value('155.00'), discount: '5.00' }), 'EU-IOSS (within_threshold) 20% of 150.00 = 30.00'],
    [
      'a discount above the goods reaches the freight',
      order({ ...value('9.00'), freight: '5.00', discount: '10.00' }),
      'EU-IOSS (within_threshold) 20% of 4.00 = 0.80',
    ],
    ['and leaves nothing, not less', order({ ...value('9.00'), discount: '10.00' }), 'EU-IOSS (within_threshold) 20% of 0.00 = 0.00'],
    [
      'a discount of a penny on goods of less',
      order({
        lines: [
          { ref: '1', hsCode: '49019900', value: '0.004' },
          { ref: '2', hsCode: '61091000', value: '0.003' },
          { ref: '3', hsCode: '61091000', value: '0.013' },
        ],
        discount: '0.01',
      }),
      'EU-IOSS (within_threshold) 5.5% of 0.00 = 0.00, 20% of 0.00 = 0.00',
    ],
    ['a line of a tenth of a penny', order({ lines: [{ ref: '1', value: '0.001' }] }), 'EU-IOSS (within_threshold) 20% of 0.00 = 0.00'],
    ['no rules', order({ destination: 'ZA' }), 'outside: no_rule_set'],
    ['before the scheme', order({ capturedOn: '2020-01-01' }), 'outside: no_rule_set'],
    ['unknown', { ...order(), destination: undefined } as unknown as QuotableOrder, 'outside: destination_unknown'],
    ['within the Union', order({ dispatchedFrom: 'DE' }), 'outside: no_import'],
    ['nothing sold', order({ lines: [] }), 'outside: no_goods'],
    ['no rate', order({ currency: 'USD', capturedOn: '2026-07-10' }), 'refused: EXCHANGE_RATE_MISSING'],
    ['no currency', order({ currency: 'XXY' }), 'refused: CURRENCY_UNKNOWN'],
    ['no number', order(value('1e9000000')), 'refused: VALUE_INVALID'],
  ])('%s', (_, given, outcome) => {
    expect(shown(quoteSupply(given, book))).toBe(outcome);
  });

  it.each([
    ['FI', '2025-01-01', '10', '14'],
    ['LT', '2026-01-01', '9', '5'],
    ['LV', '2022-01-01', '12', '5'],
    ['SK', '2025-01-01', '10', '5'],
    ['RO', '2025-08-01', '5', '11'],
    ['DE', '2024-01-01', '7', '7'],
  ])('knows the rate of books in %s before and from %s', (destination, from, before, after) => {
    const rateOn = (capturedOn: string): unknown => {
      const quote = quoteSupply(order({ destination, capturedOn, lines: [{ ref: '1', hsCode: '49019900', value: '10.00' }] }), book);
      return quote.kind === 'regime' ? quote.rows.map((r) => r.rate) : quote;
    };
    expect([rateOn(addDays(from, -1)), rateOn(from)]).toEqual([[before], [after]]);
  });

  it('knows that the first 5 % of Slovakia were not for books', () => {
    const quote = quoteSupply(
      order({ destination: 'SK', capturedOn: '2023-06-01', lines: [{ ref: '1', hsCode: '490199', value: '10.00' }] }),
      book,
    );
    expect(shown(quote)).toBe('EU-IOSS (within_threshold) 10% of 10.00 = 1.00');
  });

  it('tests the threshold with the rate of the day, else the last earlier one', () => {
    // 8 March 2026 is a Sunday.
    const quote = quoteSupply(order({ currency: 'GBP', capturedOn: '2026-03-08' }), book);
    expect(quote.kind === 'regime' ? quote.threshold?.exchangeRows.map((r) => r.id) : quote).toEqual(['ECB:GBP:2026-03-06']);
  });

  it('explains the rounding of a line only where it rounds', () => {
    const quote = quoteSupply(
      order({
        lines: [
          { ref: '1', value: '19.955' },
          { ref: '2', value: '1.00' },
        ],
      }),
      book,
    );
    expect(quote.kind === 'regime' ? quote.roundings.map((r) => `${r.ruleId} ${r.before} ${r.after}`) : quote).toEqual([
      'order.line 19.955 19.96',
      'EU-IOSS.supply-vat 4.192 4.19',
    ]);
  });
});
