import { Exact } from './exact';
import { signOf } from './sign';

describe('the sign of a decimal text', () => {
  it.each([
    ['0', 0],
    ['0.00', 0],
    ['0.000000000001', 1],
    ['10', 1],
    ['-0.50', -1],
    ['-100', -1],
  ])('of %s is %s, as that of the number', (text, sign) => {
    expect(signOf(text)).toBe(sign);
    expect(Exact.parse(text).compare(Exact.ZERO)).toBe(sign);
  });
});
