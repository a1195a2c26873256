import fc from 'fast-check';
import { add, compare, formatMoney, LARGEST_MINOR, type Money, moneyOf, negate, parseMoney, subtract, sum } from './money';

const eur = (text: string): Money => parseMoney(text, 'EUR');

describe('money is read from canonical text only', () => {
  it.each([
    ['12.50', 'EUR', 1250n],
    ['-12.50', 'EUR', -1250n],
    ['0.00', 'EUR', 0n],
    ['3', 'JPY', 3n],
    ['0.125', 'KWD', 125n],
    ['9999999999999999.99', 'EUR', LARGEST_MINOR],
  ])('%s %s', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency });
  });

  it.each([
    ['12.5', 'EUR', 'AMOUNT_WRONG_SCALE'],
    ['12.500', 'EUR', 'AMOUNT_WRONG_SCALE'],
    ['12', 'EUR', 'AMOUNT_WRONG_SCALE'],
    ['3.0', 'JPY', 'AMOUNT_WRONG_SCALE'],
    ['-0.00', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['+1.00', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['01.00', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['1e2', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['1e9000000', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    [' 1.00', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['1.00\n', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['1,00', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['１.00', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['', 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['9'.repeat(1_000_000), 'EUR', 'AMOUNT_NOT_CANONICAL'],
    ['10000000000000000.00', 'EUR', 'AMOUNT_TOO_LARGE'],
    ['1.00', 'XXY', 'UNKNOWN_CURRENCY'],
  ])('%.30s %s is refused: %s', (text, currency, code) => {
    expect(() => parseMoney(text, currency)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('is written as it was read', () => {
    fc.assert(
      fc.property(fc.bigInt(-LARGEST_MINOR, LARGEST_MINOR), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
        expect(parseMoney(formatMoney({ minor, currency }), currency)).toEqual({ minor, currency });
      }),
    );
  });
});

describe('money adds up within one currency', () => {
  it('adds, subtracts, negates, compares', () => {
    expect(formatMoney(add(eur('1.10'), eur('-0.20')))).toBe('0.90');
    expect(formatMoney(subtract(eur('1.10'), eur('2.00')))).toBe('-0.90');
    expect(formatMoney(negate(eur('0.05')))).toBe('-0.05');
    expect(compare(eur('1.00'), eur('2.00'))).toBe(-1);
    expect(formatMoney(sum([], 'EUR'))).toBe('0.00');
  });

  it('refuses to mix currencies and to leave the range', () => {
    expect(() => add(eur('1.00'), parseMoney('1', 'JPY'))).toThrow('EUR and JPY do not add up');
    expect(() => add(moneyOf(LARGEST_MINOR, 'EUR'), eur('0.01'))).toThrow('not below 10^18');
  });
});
