import { type Decision } from '#event-store';
import { RuleBook, shippedRuleBook } from '#rules';
import { lodgeH1, lodgeH7 } from '../../../test/support/declarations/examples';
import { type DeclarationCommand, declarationDecider } from './declarations.decider';
import { dutyOf } from './declarations.examples';
import { type DeclarationEvent, type DeclaredItem } from './declarations.events';
import { type LodgeDeclaration } from './lodge-declaration';
import { digestOf } from './record-assessment';

const ruleBook = shippedRuleBook();
const lawless = new RuleBook({ ...ruleBook.tables, vatRates: new Map() });
const assessNow: DeclarationCommand = { type: 'Assess', ruleBook };

const when = (given: readonly DeclarationEvent[], command: DeclarationCommand): Decision<DeclarationEvent> =>
  declarationDecider.decide(command, given.reduce(declarationDecider.evolve, declarationDecider.initial));
const accepted = (decision: Decision<DeclarationEvent>): readonly DeclarationEvent[] => {
  if ('rejected' in decision) throw new Error(`${decision.rejected.code} ${decision.rejected.field ?? ''}`);
  return decision.accepted;
};
const refusal = (decision: Decision<DeclarationEvent>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : ['accepted'];
/** A story: each command is decided on what the ones before it left. */
const after = (...commands: readonly DeclarationCommand[]): readonly DeclarationEvent[] =>
  commands.reduce<readonly DeclarationEvent[]>((events, c) => [...events, ...accepted(when(events, c))], []);
const types = (events: readonly DeclarationEvent[]): readonly string[] => events.map((e) => e.type);

const [firstItem] = lodgeH1.items;
const manyItems = (count: number, more: Partial<DeclaredItem> = {}): LodgeDeclaration => ({
  ...lodgeH1,
  items: Array.from({ length: count }, (_, i) => ({ ...(firstItem as DeclaredItem), covers: [], ...more, seq: i + 1 })),
});
const withHeader = (lodge: LodgeDeclaration, header: Partial<LodgeDeclaration['header']>): LodgeDeclaration => ({
  ...lodge,
  header: { ...lodge.header, ...header },
});
const withItem = (lodge: LodgeDeclaration, item: Partial<DeclaredItem>): LodgeDeclaration => ({
  ...lodge,
  items: lodge.items.map((it, i) => (i === 0 ? { ...it, ...item } : it)),
});

describe('lodging', () => {
  it('records the header and the items', () => {
    const [lodged, items] = accepted(when([], lodgeH7));
    expect(lodged).toMatchObject({
      type: 'DeclarationLodged',
      data: { lrn: 'CC123456785IE', version: 1, itemCount: 2, acceptedOn: '2026-07-02' },
    });
    expect(items).toEqual({ type: 'DeclarationItemsRecorded', data: { items: lodgeH7.items } });
  });
  it('divides many items into events of at most 100', () => {
    expect(types(accepted(when([], manyItems(999))))).toEqual([
      'DeclarationLodged',
      ...Array.from({ length: 10 }, () => 'DeclarationItemsRecorded'),
    ]);
  });
  it('divides long items into events below 64 kB', () => {
    const covers = Array.from({ length: 100 }, (_, i) => ({ seller: 'V-IE-1', orderNumber: 'O'.repeat(100), ordinal: i + 1, quantity: 1 }));
    const events = accepted(when([], manyItems(6, { quantity: 100, covers })));
    expect(events).toHaveLength(3);
    for (const event of events) expect(Buffer.byteLength(JSON.stringify(event.data))).toBeLessThan(60 * 1024);
  });
  it('says nothing new when the same declaration comes again, from wherever', () => {
    expect(when(after(lodgeH7), lodgeH7)).toEqual({ accepted: [] });
    expect(when(after(lodgeH7), withHeader(lodgeH7, { source: { line: 7, sha256: 'a'.repeat(64) } }))).toEqual({ accepted: [] });
  });
  it('refuses other content under the same reference and names the field', () => {
    expect(refusal(when(after(lodgeH7), withHeader(lodgeH7, { freight: '6.00' })))).toEqual(['DECLARATION_ALREADY_LODGED', 'freight']);
    expect(refusal(when(after(lodgeH7), withItem(lodgeH7, { goodsValue: '9.95' })))).toEqual(['DECLARATION_ALREADY_LODGED', 'items[0]']);
    expect(refusal(when(after(lodgeH7), { ...lodgeH7, items: lodgeH7.items.slice(0, 1) }))).toEqual([
      'DECLARATION_ALREADY_LODGED',
      'itemCount',
    ]);
  });

  const long = 'O'.repeat(200);
  const tooLong = Array.from({ length: 400 }, (_, i) => ({ seller: 'V-IE-1', orderNumber: long, ordinal: i + 1, quantity: 1 }));
  it.each<[string, LodgeDeclaration, string, string]>([
    ['no items', { ...lodgeH7, items: [] }, 'DECLARATION_WITHOUT_ITEMS', 'items'],
    ['a thousand items', manyItems(1000), 'DECLARATION_TOO_LARGE', 'items'],
    ['an item beyond the size of an event', manyItems(1, { quantity: 400, covers: tooLong }), 'DECLARATION_TOO_LARGE', 'items[0].covers'],
    ['items beyond the size of an append', manyItems(999, { description: 'x'.repeat(490) }), 'DECLARATION_TOO_LARGE', 'items'],
    ['an item number twice', { ...lodgeH7, items: lodgeH7.items.map((it) => ({ ...it, seq: 1 })) }, 'ITEM_NUMBER_REPEATED', 'items[1].seq'],
    ['eight digits in H7', withItem(lodgeH7, { hsCode: '94055000' }), 'COMMODITY_CODE_LENGTH', 'items[0].hsCode'],
    ['six digits in H1', withItem(lodgeH1, { hsCode: '392410' }), 'COMMODITY_CODE_LENGTH', 'items[0].hsCode'],
    [
      'an H1 item without origin',
      {
        ...lodgeH1,
        items: lodgeH1.items.map((it): DeclaredItem => {
          const { seq, hsCode, description, goodsValue, quantity, additionalProcedures, covers } = it;
          return { seq, hsCode, description, goodsValue, quantity, additionalProcedures, covers };
        }),
      },
      'ORIGIN_MISSING',
      'items[0].origin',
    ],
    ['a negative value', withItem(lodgeH7, { goodsValue: '-1' }), 'AMOUNT_NEGATIVE', 'items[0].goodsValue'],
    [
      'a negative stated value',
      withHeader(lodgeH7, { statedValue: { amount: '-1', currency: 'EUR' } }),
      'AMOUNT_NEGATIVE',
      'statedValue.amount',
    ],
    ['units that differ from the ordered ones', withItem(lodgeH7, { quantity: 6 }), 'COVERED_QUANTITY_DIFFERS', 'items[0].covers'],
    [
      'an IOSS number without F48',
      withItem(lodgeH7, { additionalProcedures: ['C07'] }),
      'SCHEME_PROCEDURE_DIFFERS',
      'items[0].additionalProcedures',
    ],
    [
      'F49 without an authorisation',
      withItem(lodgeH1, { additionalProcedures: ['F49'] }),
      'SCHEME_PROCEDURE_DIFFERS',
      'items[0].additionalProcedures',
    ],
    [
      'F48 without an IOSS number',
      withItem(lodgeH1, { additionalProcedures: ['F48'] }),
      'SCHEME_PROCEDURE_DIFFERS',
      'items[0].additionalProcedures',
    ],
    [
      '1RV under an IOSS number',
      withItem(lodgeH7, { additionalProcedures: ['F48', '1RV'] }),
      'SCHEME_PROCEDURE_DIFFERS',
      'items[0].additionalProcedures',
    ],
    ['a number without its scheme', withHeader(lodgeH1, { schemeNumber: 'GB123456789' }), 'SCHEME_INCOMPLETE', 'scheme'],
    ['a scheme without its number', withHeader(lodgeH1, { scheme: 'UK-SUPPLY' }), 'SCHEME_INCOMPLETE', 'schemeNumber'],
    ['a day of supply that does not exist', withHeader(lodgeH7, { suppliedOn: '2026-06-31' }), 'DAY_INVALID', 'suppliedOn'],
    ['a moment that does not exist', withHeader(lodgeH7, { acceptedAt: '2026-06-31T00:00:00.000Z' }), 'DAY_INVALID', 'acceptedAt'],
    [
      'the legal day of another zone',
      withHeader({ ...lodgeH7, zone: 'Pacific/Apia' }, { acceptedAt: '2026-07-02T12:30:00.000Z' }),
      'LEGAL_DAY_DIFFERS',
      'acceptedOn',
    ],
    ['a wrong count of items', { ...lodgeH7, controls: { itemCount: 3 } }, 'ITEM_COUNT_DIFFERS', 'totals.itemCount'],
    ['a wrong sum', { ...lodgeH7, controls: { goodsValue: '74.94' } }, 'GOODS_VALUE_DIFFERS', 'totals.goodsValue'],
    [
      'an unknown currency of the stated value',
      withHeader(lodgeH7, { statedValue: { amount: '1', currency: 'XXQ' } }),
      'CURRENCY_UNKNOWN',
      'statedValue.currency',
    ],
  ])('refuses %s', (_, command, code, field) => {
    expect(refusal(when([], command))).toEqual([code, field]);
  });
});

describe('assessment', () => {
  it('records totals, relief, the return that carries the VAT, pinned tables and lines under their digest', () => {
    const [duty, lines] = accepted(when(after(lodgeH7), assessNow));
    expect(duty).toMatchObject({
      type: 'DutyAssessed',
      data: {
        authority: 'EU-FR',
        mrn: '26FR00000000000017',
        version: 1,
        assessedAt: '2026-07-02T09:30:00.000Z',
        accountHolder: 'CARRIER-1',
        currency: 'EUR',
        totals: [
          {
            taxType: 'A00',
            beneficiary: 'EU',
            assessed: '6.00',
            relieved: '0.00',
            accountedElsewhere: '0.00',
            secured: '0.00',
            payable: '6.00',
          },
          {
            taxType: 'B00',
            beneficiary: 'FR',
            assessed: '17.19',
            relieved: '0.00',
            accountedElsewhere: '17.19',
            secured: '0.00',
            payable: '0.00',
          },
        ],
        relief: [],
        accountedIn: { scheme: 'EU-IOSS', schemeNumber: 'IM3720000014', period: '2026-06' },
        payable: '6.00',
        exchangeRows: [],
        lineCount: 4,
      },
    });
    if (duty?.type !== 'DutyAssessed' || lines?.type !== 'AssessmentLinesRecorded') throw new Error('no assessment');
    expect(duty.data.linesDigest).toBe(digestOf(lines.data.lines));
    expect(lines.data.lines.map((l) => [l.seq, l.taxType, l.rate, l.base, duty.data.tables[l.table]?.id])).toEqual([
      [1, 'A00', '3.00 EUR/hs6', '1', 'low-value/EU'],
      [1, 'B00', 'vat:standard 20%', '56.28', 'tariff/FR/B00/all'],
      [2, 'A00', '3.00 EUR/hs6', '1', 'low-value/EU'],
      [2, 'B00', 'vat:standard 20%', '29.67', 'tariff/FR/B00/all'],
    ]);
  });
  it('records relief by kind: before July 2026 the duty of a low-value parcel is forgone', () => {
    const [duty] = accepted(
      when(after(withHeader(lodgeH7, { acceptedAt: '2026-06-30T09:30:00.000Z', acceptedOn: '2026-06-30' })), assessNow),
    );
    if (duty?.type !== 'DutyAssessed') throw new Error('no assessment');
    expect(duty.data.payable).toBe('0.00');
    expect(duty.data.relief).toEqual([
      { kind: 'forgone', taxType: 'A00', amount: duty.data.totals.find((t) => t.taxType === 'A00')?.relieved },
    ]);
  });
  it('is made once for a version', () => {
    expect(refusal(when(after(lodgeH7, assessNow), assessNow))[0]).toBe('DECLARATION_ALREADY_ASSESSED');
    expect(refusal(when([], assessNow))[0]).toBe('DECLARATION_UNKNOWN');
  });
  it('records why there is none, once, and is made when the law is published after all', () => {
    const refused = accepted(when(after(lodgeH7), { type: 'Assess', ruleBook: lawless }));
    expect(refused).toEqual([
      {
        type: 'AssessmentRefused',
        data: { version: 1, code: 'VAT_RATE_MISSING', field: 'items.1', message: expect.any(String) as string },
      },
    ]);
    const events = after(lodgeH7, { type: 'Assess', ruleBook: lawless });
    expect(when(events, { type: 'Assess', ruleBook: lawless })).toEqual({ accepted: [] });
    expect(types(accepted(when(events, assessNow)))).toEqual(['DutyAssessed', 'AssessmentLinesRecorded']);
  });
  it('refuses H7 above the threshold: the data set exists for low value only', () => {
    const coat = withItem(withHeader(lodgeH7, { statedValue: { amount: '160', currency: 'EUR' } }), { goodsValue: '160.00' });
    expect(accepted(when(after({ ...coat, items: coat.items.slice(0, 1), controls: {} }), assessNow))).toMatchObject([
      { type: 'AssessmentRefused', data: { code: 'DATASET_NOT_ALLOWED' } },
    ]);
  });
  it('of 999 items stays within the size of an append', () => {
    const events = accepted(when(after(manyItems(999)), assessNow));
    expect(types(events)).toEqual(['DutyAssessed', ...Array.from({ length: 14 }, () => 'AssessmentLinesRecorded')]);
    expect(events.reduce((sum, e) => sum + Buffer.byteLength(JSON.stringify(e.data)), 0)).toBeLessThan(512 * 1024);
  });
});

describe('release', () => {
  const free = withHeader(lodgeH7, { acceptedAt: '2026-06-30T09:30:00.000Z', acceptedOn: '2026-06-30' });
  it('is granted as of acceptance where nothing is payable', () => {
    expect(accepted(when(after(free, assessNow), { type: 'GrantRelease' }))).toEqual([
      { type: 'ReleaseGranted', data: { releasedAt: '2026-06-30T09:30:00.000Z', releasedOn: '2026-06-30' } },
    ]);
  });
  it('needs a charge where something is payable', () => {
    expect(refusal(when(after(lodgeH7, assessNow), { type: 'GrantRelease' }))[0]).toBe('RELEASE_NEEDS_CHARGE');
    const at = { releasedAt: '2026-07-03T08:00:00.000Z', releasedOn: '2026-07-03' };
    const charged = { account: 'A'.repeat(26), charge: 'C'.repeat(26), period: '2026-07' };
    expect(accepted(when(after(lodgeH7, assessNow), { type: 'GrantRelease', charged, at }))).toEqual([
      { type: 'ReleaseGranted', data: { ...at, charged } },
    ]);
  });
  it('of what is provisional is granted against security that covers it, and the debt is charged once it is final', () => {
    const provisional = after(withHeader(lodgeH7, { provisional: true }), assessNow);
    const security = { reference: 'GRN-7', amount: dutyOf(provisional).payable, currency: 'EUR', acceptedBy: 'OFFICER-1' };
    expect(accepted(when(provisional, { type: 'GrantRelease', security }))).toMatchObject([{ type: 'ReleaseGranted', data: { security } }]);
    for (const less of [
      { ...security, amount: '0.01' },
      { ...security, currency: 'GBP' },
    ])
      expect(refusal(when(provisional, { type: 'GrantRelease', security: less }))[0]).toBe('RELEASE_NEEDS_CHARGE');
    expect(refusal(when(after(lodgeH7, assessNow), { type: 'GrantRelease', security }))[0]).toBe('RELEASE_NEEDS_CHARGE');
  });
  it('comes after assessment and once', () => {
    expect(refusal(when([], { type: 'GrantRelease' }))[0]).toBe('DECLARATION_UNKNOWN');
    expect(refusal(when(after(lodgeH7), { type: 'GrantRelease' }))[0]).toBe('DECLARATION_NOT_ASSESSED');
    expect(refusal(when(after(lodgeH7, { type: 'Assess', ruleBook: lawless }), { type: 'GrantRelease' }))[0]).toBe(
      'DECLARATION_NOT_ASSESSED',
    );
    expect(refusal(when(after(free, assessNow, { type: 'GrantRelease' }), { type: 'GrantRelease' }))[0]).toBe(
      'DECLARATION_ALREADY_RELEASED',
    );
  });
});
