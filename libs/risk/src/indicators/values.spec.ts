import { unitsOf } from '#reconciliation';
import { nearestRank, percentText } from '../exact-figures';
import { type PeerGroup, type PeerItem } from '../facts';
import { defaultRiskRules as rules } from '../risk-rules';
import { declaredAs, limitOf } from './examples';
import { ThresholdBunching } from './threshold-bunching';
import { underInvoicePayment } from './under-invoice-payment';
import { underInvoicePeer } from './under-invoice-peer';

describe('R04', () => {
  it.each([
    ['90', '100', []],
    ['89.99', '100', ['89.99']],
    ['45', '100', ['45.00']],
    ['0', '100', ['0.00']],
    ['10', '0', []],
  ] as const)('declared %s of %s paid: %j', (declared, captured, expected) => {
    const given = {
      key: 'order-1',
      names: 'order 1',
      from: '2026-05-01',
      to: '2026-05-09',
      currency: 'EUR',
      declared: unitsOf(declared),
      captured: unitsOf(captured),
      evidence: [],
    };
    expect(underInvoicePayment(given, rules).map(({ figure }) => figure.value)).toEqual(expected);
  });
});

describe('R05', () => {
  const group: PeerGroup = { hs6: '610910', origin: 'CN', month: '2026-05', currency: 'EUR', measure: 'unit' };
  const peer = (i: number, value: string, per = '1'): PeerItem => ({
    stream: `declaration-${String(i)}`,
    position: String(i),
    seq: 1,
    value,
    per,
  });
  const usual = (count: number): readonly PeerItem[] => Array.from({ length: count }, (_, i) => peer(i, '30', '3'));

  it('compares values by the unit, exactly', () => {
    // A third of 29.999999999999 is less than the tenth that the others have, by less than any float tells.
    expect(underInvoicePeer(group, [...usual(50), peer(90, '3.000000000003', '0.3')], rules)).toEqual([]);
    expect(
      underInvoicePeer(group, [...usual(50), peer(90, '2')], rules).map(({ subject, figure, threshold }) => [
        subject.id,
        figure.value,
        figure.unit,
        threshold.value,
      ]),
    ).toEqual([['declaration-90', '2', 'EUR/unit', '10']]);
  });
  it('lets values be that are low and not far from the others', () => {
    expect(underInvoicePeer(group, [...usual(50), peer(90, '6')], rules)).toEqual([]);
  });
  it('says nothing of few', () => {
    expect(underInvoicePeer(group, [...usual(38), peer(90, '1')], rules)).toEqual([]);
  });
});

describe('R06', () => {
  const found = (values: readonly string[]) => {
    const bunching = new ThresholdBunching('V-1', rules, limitOf);
    values.forEach((value, i) => {
      bunching.add(declaredAs(String(i), value));
    });
    return bunching.findings().map(({ figure, threshold, evidenceCount }) => [figure.value, threshold.value, evidenceCount]);
  };
  const times = (count: number, value: string): readonly string[] => Array.from({ length: count }, () => value);
  it.each([
    [[...times(25, '149.00'), ...times(3, '140.00'), ...times(4, '155.00')], [['25', '7', 25]]],
    [[...times(25, '149.00'), ...times(15, '140.00'), ...times(10, '155.00')], []],
    [times(19, '149.00'), []],
    [[...times(20, '150.00'), ...times(20, '142.50')], []],
    [[...times(20, '142.51'), ...times(900, '20.00')], [['20', '0', 20]]],
  ] as const)('case %#', (values, expected) => {
    expect(found(values)).toEqual(expected);
  });
  it('takes the price of the goods less discount', () => {
    const bunching = new ThresholdBunching('V-1', rules, limitOf);
    for (let i = 0; i < 20; i += 1) bunching.add(declaredAs(String(i), '160.00', { discount: '12.00' }));
    expect(bunching.findings().map(({ figure, evidence }) => [figure.value, evidence[0]?.values['declared']])).toEqual([['20', '148.00']]);
  });
  it('keeps little evidence of much', () => {
    const bunching = new ThresholdBunching('V-1', rules, limitOf);
    for (let i = 0; i < 500; i += 1) {
      bunching.add(declaredAs(String(i).padStart(3, '0'), '149.00'));
    }
    const [one] = bunching.findings();
    expect([one?.evidence.length, one?.evidenceCount, one?.evidence[0]?.stream]).toEqual([rules.evidenceRows, 500, 'declaration-000']);
  });
});

describe('exact figures', () => {
  it('rounds a share that is shown half to even', () => {
    expect([percentText(1n, 3n), percentText(2n, 3n), percentText(1n, 16n, 1), percentText(3n, 16n, 1), percentText(1n, 1n, 0)]).toEqual([
      '33.3',
      '66.7',
      '6.2',
      '18.8',
      '100',
    ]);
  });
  it('takes a percentile by nearest rank', () => {
    expect([
      nearestRank([1, 2, 3, 4], 50),
      nearestRank([1, 2, 3, 4], 5),
      nearestRank(
        Array.from({ length: 40 }, (_, i) => i),
        5,
      ),
      nearestRank<number>([], 5),
    ]).toEqual([2, 1, 1, undefined]);
  });
});
