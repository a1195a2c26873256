import fc from 'fast-check';
import { amountTerm, normalTerm, questionOf } from './search-term';

/** The order of UTF-8 bytes, in which the databases keep texts. */
const before = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')) < 0;
const finds = (text: string, term: string): boolean =>
  (questionOf(text)?.ranges ?? []).some(({ from, before: end }) => !before(term, from) && before(term, end));

describe('a text that somebody looks for', () => {
  it('is the same name however it is spaced and written', () => {
    for (const typed of ['26fr-0000 0001', '26FR.0000/0001', ' 26fr00000001 ', '２６FR00000001'])
      expect(normalTerm(typed)).toBe('26FR00000001');
    expect(normalTerm('İ-é')).toBe('İÉ');
  });

  it('names nothing without a letter or digit', () => {
    for (const typed of ['', ' ', '--', '/']) expect(questionOf(typed)).toBeUndefined();
  });

  it('finds what is called so, and from three characters on what begins so', () => {
    expect([finds('O-1', 'O1'), finds('O-1', 'O12'), finds('O1', 'O12'), finds('O-12', 'O123'), finds('O-12', 'O1')]).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
    expect(finds('IM372', 'IM372\u{10FFFE}')).toBe(true);
  });

  it('is an amount where it reads as one: of each currency, or of the one that it names', () => {
    expect(amountTerm('12.30', 'EUR')).toBe(amountTerm('12.3', 'EUR'));
    for (const typed of ['12.3', '12.30', '12.30 EUR', 'eur 12.3'])
      expect([typed, finds(typed, amountTerm('12.30', 'EUR'))]).toEqual([typed, true]);
    expect([
      finds('12.3 EUR', amountTerm('12.30', 'GBP')),
      finds('12.3', amountTerm('12.30', 'GBP')),
      finds('12.3', amountTerm('12.31', 'EUR')),
      finds('EUR 1 GBP', amountTerm('1', 'EUR')),
    ]).toEqual([false, true, false, false]);
    expect([finds('100', amountTerm('100', 'JPY')), finds('100', amountTerm('100.50', 'EUR')), finds('100', '1005')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('is an amount however its thousands and decimals are told apart', () => {
    for (const typed of [
      '1234.5',
      '1,234.50',
      '1 234.50',
      '1\u{202F}234,50',
      "1'234.50",
      '1.234,50',
      '1234,5',
      'EUR1,234.50',
      '1.234,50eur',
      '１２３４.５',
    ])
      expect([typed, finds(typed, amountTerm('1234.50', 'EUR'))]).toEqual([typed, true]);
    expect([
      finds('1,234', amountTerm('1234', 'EUR')),
      finds('1,234', '1234X'),
      finds('1.234', amountTerm('1.234', 'KWD')),
      finds('1.234', amountTerm('1234', 'EUR')),
      finds('-1,234.50', amountTerm('-1234.50', 'EUR')),
      finds('12,34.50', amountTerm('1234.50', 'EUR')),
      finds('1,234 567.50', amountTerm('1234567.50', 'EUR')),
    ]).toEqual([true, true, true, false, true, false, false]);
  });

  it('is the beginning of a name where letters that are no currency, or that stand in one word, come before a number', () => {
    for (const [typed, name] of [
      ['INV1001', 'INV1001X'],
      ['inv 1001', 'INV1001X'],
      ['SEK1001', 'SEK1001X'],
    ] as const)
      expect([typed, finds(typed, name)]).toEqual([typed, true]);
    expect([finds('SEK1001', amountTerm('1001', 'SEK')), finds('SEK 1001', 'SEK1001X'), finds('SEK 1001', 'SEK1001')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('finds a name by every beginning of it, and never an amount by a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 12 }), (written, length) => {
        const term = normalTerm(written);
        fc.pre(term.length >= 3 && term.isWellFormed());
        const typed = Array.from(term).slice(0, Math.max(3, length)).join('');
        return finds(typed, term) && (/^\d+$/.test(typed) || !finds(typed, amountTerm(typed, 'EUR')));
      }),
    );
  });
});
