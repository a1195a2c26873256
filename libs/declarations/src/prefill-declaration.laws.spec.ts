import fc from 'fast-check';
import { Exact } from '#money';
import { declarationDecider } from './declarations.decider';
import { prefillDeclaration, type PrefillInput, type PrefillLine } from './prefill-declaration';

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 5000 }),
  price: fc.tuple(fc.nat(99_999), fc.nat(999)).map(([whole, parts]) => `${String(whole)}.${String(parts).padStart(3, '0')}`),
  class: fc.constantFrom('goods', 'goods', 'goods', 'freight', 'sample'),
  hsCode: fc.constantFrom('94055000', '94055090', '91052100', '39241000'),
  cancelled: fc.nat(3),
});
const orderOf = (
  lines: readonly { quantity: number; price: string; class: string; hsCode: string; cancelled: number }[],
  standard: boolean,
): PrefillInput => ({
  order: {
    seller: 'V-IE-1',
    orderNumber: '536365',
    buyerType: 'consumer',
    transactionType: 'B2C',
    dispatchCountry: 'CN',
    currency: 'GBP',
    freight: '0',
    insurance: '0',
    discount: '0',
  },
  lines: lines.map((l, i): PrefillLine => ({
    ordinal: i + 1,
    sku: 'S',
    quantity: l.quantity,
    unitPrice: l.price,
    class: l.class,
    hsCode: l.hsCode,
  })),
  cancelled: new Map(lines.map((l, i) => [i + 1, Math.min(l.cancelled, l.quantity)])),
  regime: standard ? { kind: 'STANDARD-IMPORT' } : { kind: 'EU-IOSS', schemeNumber: 'IM3720000014', suppliedOn: '2025-12-01' },
  parties: { declarant: 'R-1', debtor: 'R-1', accountHolder: 'R-1' },
  authority: 'EU-FR',
  jurisdiction: 'FR',
  zone: 'Europe/Paris',
  acceptedAt: '2025-12-08T12:00:00.000Z',
  lrn: 'L-1',
  mrn: 'M-1',
});

describe('the laws of prefilling', () => {
  it('no unit and no fraction of a penny of the dispatched goods appears, vanishes or is declared twice', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), fc.boolean(), (lines, standard) => {
        const input = orderOf(lines, standard);
        const dispatched = input.lines
          .map((l) => ({ ...l, units: l.quantity - (input.cancelled?.get(l.ordinal) ?? 0) }))
          .filter((l) => l.class === 'goods' && l.units > 0);
        const prefilled = prefillDeclaration(input);
        if (prefilled.kind === 'notDeclarable') {
          expect([prefilled.reason, dispatched.length]).toEqual(['NO_GOODS', 0]);
          return;
        }
        const { items } = prefilled.command;
        const covers = items.flatMap((item) => item.covers).sort((a, b) => a.ordinal - b.ordinal);
        expect(covers.map((c) => [c.ordinal, c.quantity])).toEqual(dispatched.map((l) => [l.ordinal, l.units]));
        const declaredValue = items.reduce((sum, item) => sum.plus(Exact.parse(item.goodsValue)), Exact.ZERO);
        const value = dispatched.reduce((sum, l) => sum.plus(Exact.parse(l.unitPrice).times(Exact.ofInteger(BigInt(l.units)))), Exact.ZERO);
        expect(declaredValue.toCanonicalText()).toBe(value.toCanonicalText());
        expect(new Set(items.map((item) => item.hsCode)).size).toBe(items.length);
        expect(declarationDecider.decide(prefilled.command, declarationDecider.initial)).toHaveProperty('accepted');
      }),
    );
  });
});
