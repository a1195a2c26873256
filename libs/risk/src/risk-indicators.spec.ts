import fc from 'fast-check';
import { orderStream } from '#advance-data';
import { type LoggedEvent, SqliteReadModel } from '#read-model';
import { reconciliationProjection } from '#reconciliation';
import { shippedRuleBook } from '#rules';
import { nth } from '../../../test/support/reconciliation/ask';
import { amended, invalidated } from '../../../test/support/reconciliation/later-versions';
import { goodsBack } from '../../../test/support/reconciliation/goods-back';
import {
  advised,
  arrived,
  cancelled,
  declared,
  item,
  order,
  orderLine,
  payment,
  seller,
  type StoryEvent,
  supply,
} from '../../../test/support/reconciliation/story';
import { type Finding } from './finding';
import { grouped } from './grouped';
import { type IndicatorCode, indicatorCodes } from './indicator-catalogue';
import { limitsOf } from './limits';
import { RiskIndicators, type RiskQuestion } from './risk-indicators';
import { defaultRiskRules as rules } from './risk-rules';
import { riskProjection } from './views/risk.projection';
import { sized } from '../../../test/support/size';

const limitOf = limitsOf(shippedRuleBook());
const at = (day: string, more: Partial<RiskQuestion> = {}): RiskQuestion => ({ asOf: `${day}T23:59:59.999Z`, limitOf, ...more });

/** An event of a story; what no parcel waits for has its own type. */
type Event = Pick<StoryEvent, 'stream' | 'at' | 'type'> & { readonly data: object; readonly recordedAt?: string };

const told = async (story: readonly Event[]): Promise<RiskIndicators> => {
  const views = SqliteReadModel.openScratch(':memory:', [reconciliationProjection, riskProjection]);
  const events = story.map((event, i): LoggedEvent => ({
    type: event.type,
    data: event.data,
    stream: event.stream,
    revision: BigInt(i),
    position: nth(i),
    metadata: {
      v: '1',
      schemaVersion: '1',
      commandId: String(i),
      index: '0',
      actor: 'test',
      book: '-',
      recordedAt: event.recordedAt ?? event.at,
      effectiveAt: event.at,
      prev: '',
      hash: '',
    },
  }));
  for (const projection of [reconciliationProjection, riskProjection]) {
    const own = events.filter(({ stream }) => projection.categories?.includes(stream.split('-')[0] ?? '') === true);
    const [fault] = await views.apply([{ projection, events: own, through: nth(events.length) }]);
    if (fault !== undefined) throw fault.cause;
  }
  return new RiskIndicators(views);
};
const found = async (story: readonly Event[], code: IndicatorCode, question = at('2026-12-31')): Promise<readonly Finding[]> =>
  (await told(story)).findings(question, code);
const figures = async (...asked: Parameters<typeof found>): Promise<readonly string[]> =>
  (await found(...asked)).map(({ figure }) => `${figure.value} ${figure.unit}`);

const buyer = 'b'.repeat(64);
const bought = (number: string, hour: string, price: string, more: Parameters<typeof order>[2] = {}): readonly Event[] =>
  order(number, [orderLine(1, 1, price)], { buyer, orderedAt: `2026-05-01T${hour}:00:00.000Z`, ...more });
const tv60 = [...bought('1', '00', '60.00'), ...bought('2', '12', '60.00'), ...bought('3', '23', '60.00')];
const inParcels = [
  ...order('1', [orderLine(1, 1, '80.00'), orderLine(2, 1, '90.00')]),
  advised('A', ['1']),
  advised('B', ['1']),
  ...declared('LA', 'A', [item(1, '80.00', [{ order: '1', ordinal: 1, quantity: 1 }])]),
  ...declared('LB', 'B', [item(1, '90.00', [{ order: '1', ordinal: 2, quantity: 1 }])]),
];
const paid = (declaredAt: string) => [
  ...order('1', [orderLine(1, 2, '50.00')]),
  payment('1', '120.00'),
  supply('1', '100.00', '20.00'),
  advised('A', ['1']),
  ...declared('LA', 'A', [item(1, declaredAt, [{ order: '1', ordinal: 1, quantity: 2 }])]),
];

describe('indicators over the facts of a log', () => {
  it('find TV-60: three parcels of 60.00 of one buyer and seller within 24 hours', async () => {
    const [one, ...more] = await found(tv60, 'R01', at('2026-12-31', { knownAt: nth(99) }));
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      subject: { id: `${buyer} ${seller}` },
      figure: { value: '30.00', unit: 'EUR' },
      threshold: { value: '150.00' },
      evidenceCount: 3,
      asOf: '2026-12-31T23:59:59.999Z',
      knownAt: nth(99),
    });
    expect(one?.evidence.map(({ position }) => position)).toEqual([nth(0), nth(2), nth(4)]);
  });

  it('take the value that the checkout tested', async () => {
    const tested = [supply('1', '40.00', '8.00'), supply('2', '40.00', '8.00')];
    expect(await figures([...tv60, ...tested], 'R01')).toEqual([]);
  });

  it('know later what was told later, and only what was effective', async () => {
    expect(await figures(tv60, 'R01', at('2026-12-31', { knownAt: nth(3) }))).toEqual([]);
    expect(await figures(tv60, 'R01', at('2026-04-30'))).toEqual([]);
  });

  it('find orders in parcels that arrived on one day', async () => {
    const parcels = [advised('A', ['1']), arrived('A'), advised('B', ['2']), arrived('B')];
    const [one, other] = [bought('1', '00', '90.00'), bought('2', '00', '90.00', { orderedAt: '2026-05-07T00:00:00.000Z' })];
    expect(await figures([...one, ...other], 'R01')).toEqual([]);
    expect(await figures([...one, ...other, ...parcels], 'R01')).toEqual(['30.00 EUR']);
  });

  it('find one order in several parcels, until a declaration of them is taken back', async () => {
    expect(await figures(inParcels, 'R02')).toEqual(['20.00 EUR']);
    expect(await figures([...inParcels, invalidated('LB', '0.00', 'wrong_goods', '2026-05-20')], 'R02')).toEqual([]);
    expect(await figures([...inParcels, advised('C', ['1'])], 'R02')).toEqual([]);
  });

  it('judge a parcel by the price of its goods less discount', async () => {
    const discounted = (a: string, b: string, off: string): readonly Event[] => [
      ...order('1', [orderLine(1, 1, a), orderLine(2, 1, b)]),
      advised('A', ['1']),
      advised('B', ['1']),
      ...declared('LA', 'A', [item(1, a, [{ order: '1', ordinal: 1, quantity: 1 }])], { discount: off }),
      ...declared('LB', 'B', [item(1, b, [{ order: '1', ordinal: 2, quantity: 1 }])]),
    ];
    expect(await figures(discounted('160.00', '90.00', '15.00'), 'R02')).toEqual(['85.00 EUR']);
    expect(await figures(discounted('80.00', '75.00', '5.00'), 'R02')).toEqual([]);
  });

  it('compare what was declared with what was paid, without the VAT of the scheme', async () => {
    expect(await figures(paid('100.00'), 'R04')).toEqual([]);
    expect(await figures(paid('90.00'), 'R04')).toEqual([]);
    expect(await figures(paid('89.99'), 'R04')).toEqual(['89.99 %']);
    expect(await figures([...paid('50.00'), cancelled('1', [{ ordinal: 1, quantity: 1 }])], 'R04')).toEqual([]);
  });

  it('compare what was declared with what the provider proved, rather than with what was reported', async () => {
    const told = { request: 'R'.repeat(26), kind: 'proofOfPayment', subject: orderStream(seller, '1') } as const;
    const transaction = { psp: 'P-1', transactionId: 'T-1' };
    const proven: StoryEvent = {
      type: 'TransactionPaymentProven',
      stream: `evidenceRequest-${told.request}`,
      at: '2026-06-01T10:00:00.000Z',
      data: {
        ...told,
        transaction,
        amount: '200.00',
        currency: 'EUR',
        capturedAt: '2026-05-01T10:00:00.000Z',
        document: 'a'.repeat(64),
        provenBy: 'P-1',
        provenOn: '2026-06-01',
      },
    };
    expect(await figures([...paid('100.00'), proven], 'R04')).toEqual(['55.56 %']);
    expect(await figures([...paid('100.00'), proven], 'R04', at('2026-05-31'))).toEqual([]);
  });

  it('compare items with their peers, without versions that count no more', async () => {
    const peers = Array.from({ length: 45 }, (_, i) =>
      declared(`P${String(i)}`, `P${String(i)}`, [{ ...item(1, '10.00', []), quantity: 1 }]),
    ).flat();
    const low = declared('LOW', 'LOW', [{ ...item(1, '1.00', []), quantity: 1 }]);
    expect(await figures([...peers, ...low], 'R05')).toEqual(['1 EUR/unit']);
    expect(await figures([...peers, ...low, invalidated('LOW', '0.00', 'wrong_goods', '2026-05-20')], 'R05')).toEqual([]);
    expect(await figures([...peers, ...low, invalidated('LOW', '0.00', 'wrong_goods', '2026-05-20')], 'R05', at('2026-05-19'))).toEqual([
      '1 EUR/unit',
    ]);
  });

  it('read the latest version of a declaration', async () => {
    const vague = declared('LA', 'A', [{ ...item(1, '10.00', []), quantity: 1 }]);
    expect(await figures(vague, 'R07')).toEqual(['1 items']);
    const plain = declared('LA', 'A', [{ ...item(1, '10.00', []), quantity: 1, description: 'cotton shirts' }]);
    expect(await figures([...vague, ...amended(plain, 2, '2026-05-12')], 'R07')).toEqual([]);
  });

  it('find consumers behind an import for a business, and gifts of a seller by trade', async () => {
    const orders = Array.from({ length: 6 }, (_, i) => order(`O${String(i)}`, [orderLine(1, 1, '9.00')])).flat();
    const items = orders
      .filter(({ type }) => type === 'OrderRecorded')
      .map((_, i) => item(i + 1, '9.00', [{ order: `O${String(i)}`, ordinal: 1, quantity: 1 }]));
    expect(await figures([...orders, ...declared('LA', 'A', items, { buyerType: 'business', transactionType: 'B2B' })], 'R09')).toEqual([
      '6 orders',
    ]);
    expect(await figures([...orders, ...declared('LA', 'A', items)], 'R09')).toEqual([]);
    expect(await figures([...orders, ...declared('LA', 'A', items, { transactionType: 'gift' })], 'R11')).toEqual(['1 declarations']);
  });

  it('say how good the data of a provider is', async () => {
    const late = (number: string) => ({ ...advised(number, ['1']), recordedAt: '2026-05-09T10:00:00.001Z' });
    const intime = { ...arrived('A'), recordedAt: '2026-05-10T10:00:00.000Z' };
    const risk = await told([
      ...bought('1', '00', '60.00', { platform: 'M-1' }),
      late('A'),
      advised('B', []),
      intime,
      { ...arrived('B'), recordedAt: '2026-05-10T10:00:00.001Z' },
    ]);
    const rows = await risk.quality(at('2026-12-31'));
    expect(rows.map(({ provider, role, kind, messages, timed, late: late_ }) => [provider, role, kind, messages, timed, late_])).toEqual([
      ['C-1', 'carrier', 'manifest', 2, 2, 1],
      ['C-1', 'carrier', 'status', 2, 2, 1],
      ['M-1', 'platform', 'order', 1, 1, 0],
      [seller, 'seller', 'order', 1, 1, 0],
      [seller, 'seller', 'orderLines', 1, 0, 0],
    ]);
    expect(rows[0]?.fields).toMatchObject({ orders: { of: 2, missing: 1 }, grossMass: { of: 2, missing: 2 } });
    expect(rows[4]?.fields).toMatchObject({ hsCode: { of: 1, missing: 0 }, origin: { of: 1, missing: 1 } });
    expect(await risk.quality(at('2026-12-31'), { provider: 'C-1', month: '2026-06' })).toEqual([]);
    expect(await risk.quality(at('2026-12-31'), { provider: 'M-1' })).toHaveLength(1);
  });

  it('count lines of imports that were rejected', async () => {
    const stream = `importRun-${'0'.repeat(26)}`;
    const run = [
      {
        stream,
        at: '2026-05-01T00:00:00.000Z',
        type: 'ImportStarted',
        data: { kind: 'orders', format: 'csv', inputs: [], settings: [], startedAt: '2026-05-01T00:00:00.000Z' },
      },
      {
        stream,
        at: '2026-05-01T00:00:00.000Z',
        type: 'ImportCompleted',
        data: { read: 100, accepted: 90, rejected: 10, verdicts: '0'.repeat(64) },
      },
    ] as unknown as readonly Event[];
    expect(await figures(run, 'R13')).toEqual(['10.0 %']);
  });

  it('are listed in pages that belong together', async () => {
    const risk = await told([...tv60, ...inParcels]);
    const all = await risk.list(at('2026-12-31'), {}, { limit: 100 });
    expect(all.next).toBeUndefined();
    const ids: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await risk.list(at('2026-12-31'), {}, { limit: 1, ...(after === undefined ? {} : { after }) });
      ids.push(...page.findings.map(({ id }) => id));
      after = page.next;
      more = after !== undefined;
    }
    expect(ids).toEqual(all.findings.map(({ id }) => id));
    expect(new Set(all.findings.map(({ code }) => code))).toEqual(new Set(['R01', 'R02', 'R07']));
    expect((await risk.list(at('2026-12-31'), { subject: `${buyer} ${seller}` }, { limit: 9 })).findings.map(({ code }) => code)).toEqual([
      'R01',
    ]);
  });
});

/** Streams of everything that an indicator reads. What one stream says comes in its own order; streams come as they like. */
const everything: readonly Event[] = [
  ...tv60,
  supply('1', '60.00', '12.00'),
  payment('1', '40.00'),
  advised('A', ['1', '2']),
  arrived('A'),
  advised('B', ['3']),
  ...declared('LA', 'A', [item(1, '10.00', [{ order: '1', ordinal: 1, quantity: 1 }])]),
  ...amended(declared('LA', 'A', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 1 }])]), 2, '2026-05-12'),
  ...declared('LB', 'B', [item(1, '60.00', [{ order: '3', ordinal: 1, quantity: 1 }])], { transactionType: 'gift' }),
  ...declared('LC', 'C', []),
  invalidated('LC', '0.00', 'wrong_goods', '2026-05-20'),
  ...order('9', [orderLine(1, 2, '50.00')]),
  payment('9', '120.00'),
  supply('9', '100.00', '20.00'),
  advised('I', ['9']),
  ...declared('LI', 'I', [item(1, '50.00', [{ order: '9', ordinal: 1, quantity: 2 }])]),
  goodsBack({ carrier: 'C-1', consignmentNumber: 'A' }),
];
const strict = {
  ...rules,
  dataQuality: { ...rules.dataQuality, messages: 1 },
  giftOrC2c: { commercialOrders: 1 },
  schemeNumberSpread: { ...rules.schemeNumberSpread, senders: 1 },
  clusterIdentity: { days: 30, orders: 2 },
};

it('finds the same whatever order the streams came in', async () => {
  const withoutPlaces = async (story: readonly Event[]): Promise<string> => {
    const risk = await told(story);
    const all = await Promise.all(indicatorCodes.map((code) => risk.findings(at('2026-12-31', { rules: strict }), code)));
    return JSON.stringify([all, await risk.quality(at('2026-12-31', { rules: strict }))], (name, value: unknown) =>
      name === 'position' ? undefined : value,
    );
  };
  const expected = await withoutPlaces(everything);
  for (const code of ['R01', 'R03', 'R04', 'R07', 'R10', 'R11', 'R13'])
    expect([code, expected.includes(`"${code}"`)]).toEqual([code, true]);
  const streams = [...grouped(everything, ({ stream }) => stream).values()];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: streams.length - 1 }), { minLength: 40, maxLength: 40 }), async (picks) => {
      const rest = streams.map((own) => [...own]);
      const story = picks.flatMap((pick) => rest[pick]?.shift() ?? []);
      expect(await withoutPlaces([...story, ...rest.reverse().flat()])).toBe(expected);
    }),
    { numRuns: sized(10, 40) },
  );
});

it('words every finding as a question', async () => {
  const risk = await told(everything);
  for (const code of indicatorCodes)
    for (const { sentence } of await risk.findings(at('2026-12-31', { rules: strict }), code)) {
      expect(sentence).toMatch(/: worth a look\.$/);
      expect(sentence).not.toMatch(/fraud|evad|evasion|guilt|cheat|false|illegal|suspect|suspicious|abuse|fake|crim|offen/i);
    }
});
