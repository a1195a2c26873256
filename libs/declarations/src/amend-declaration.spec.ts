import { evolveRuleBook, measureId, RuleBook } from '#rules';
import {
  accepted,
  after,
  amendedTo,
  assessNow,
  britishImport,
  charged,
  dutyOf,
  item,
  rate,
  refusal,
  ruleBook,
  specific,
  stateOf,
  types,
  when,
} from './declarations.examples';
import { type DeclaredItem } from './declarations.events';
import { type DutyAssessedData } from './assessment.events';
import { type DeclarationCommand } from './declarations.decider';
import { explainAssessment } from './explain-assessment';
import { isLowValue, releaseCategoryOf } from './release-category';
import { lodgeH7 } from '../../../test/support/declarations/examples';

const lodged = britishImport(item(1, '1000', rate('A00', '2.00')));
const lower = amendedTo(lodged, [item(1, '998', rate('A00', '2.00'))]);
const release: DeclarationCommand = { type: 'GrantRelease', charged };

describe('an amendment', () => {
  it('is a version with whole items, and acceptance stays what it was', () => {
    const [amended, items] = accepted(when(after(lodged, assessNow), lower));
    expect(amended).toMatchObject({
      type: 'DeclarationAmended',
      data: {
        version: 2,
        acceptedAt: lodged.header.acceptedAt,
        acceptedOn: '2026-03-10',
        amendedAt: lower.amendedAt,
        amendedOn: '2026-03-12',
        reason: 'value',
        requestedBy: 'R-1',
        itemCount: 1,
      },
    });
    expect(items).toEqual({ type: 'DeclarationItemsRecorded', data: { items: lower.items } });
    expect(stateOf(after(lodged, assessNow, lower))).toMatchObject({ header: { version: 2 }, items: lower.items, before: { version: 1 } });
  });
  it('says nothing new when it is sent again, and may name its version', () => {
    expect(when(after(lodged, lower), lower)).toEqual({ accepted: [] });
    expect(when(after(lodged, lower), { ...lower, version: 2 })).toEqual({ accepted: [] });
    expect(types(accepted(when(after(lodged), { ...lower, version: 2 })))).toEqual(['DeclarationAmended', 'DeclarationItemsRecorded']);
    expect(refusal(when(after(lodged), { ...lower, version: 3 }))).toEqual(['VERSION_DIFFERS', 'version']);
    expect(refusal(when(after(lodged, lower), amendedTo(lodged, lodged.items, { version: 2 })))).toEqual(['VERSION_DIFFERS', 'version']);
  });
  it.each(['declarant', 'mrn', 'accountHolder', 'lrn'] as const)('does not change the %s', (field) => {
    expect(refusal(when(after(lodged), { ...lower, header: { ...lodged.header, [field]: 'OTHER' } }))).toEqual([
      'AMENDMENT_NOT_ALLOWED',
      field,
    ]);
  });
  it('is checked like a first version', () => {
    expect(refusal(when(after(lodged), amendedTo(lodged, [])))).toEqual(['DECLARATION_WITHOUT_ITEMS', 'items']);
    expect(refusal(when(after(lodged), amendedTo(lodged, [item(1, '998', { taxType: 'A00' })])))).toEqual([
      'STATED_TAX_INVALID',
      'items[0].statedTaxes[0]',
    ]);
    expect(refusal(when(after(lodged), { ...lower, amendedAt: '2026-03-01T00:00:00.000Z' }))).toEqual(['DAY_INVALID', 'amendedAt']);
    expect(refusal(when(after(lodged), { ...lower, reason: 'reassessed' }))).toEqual(['AMENDMENT_NOT_ALLOWED', 'reason']);
    expect(refusal(when([], lower))[0]).toBe('DECLARATION_UNKNOWN');
  });
  it('of released goods is possible for three years from acceptance', () => {
    const given = after(lodged, assessNow, release);
    expect(types(accepted(when(given, { ...lower, amendedAt: '2029-03-10T12:00:00.000Z' })))[0]).toBe('DeclarationAmended');
    expect(refusal(when(given, { ...lower, amendedAt: '2029-03-11T12:00:00.000Z' }))).toEqual(['WINDOW_CLOSED', 'amendedAt']);
    expect(types(accepted(when(after(lodged, assessNow), { ...lower, amendedAt: '2029-03-11T12:00:00.000Z' })))[0]).toBe(
      'DeclarationAmended',
    );
    expect(refusal(when(given, { ...lower, windows: [] }))).toEqual(['GROUND_UNKNOWN', 'reason']);
  });
  it('needs its own assessment before release', () => {
    expect(refusal(when(after(lodged, assessNow, lower), release))).toEqual(['DECLARATION_NOT_ASSESSED', undefined]);
    expect(types(after(lodged, assessNow, lower, assessNow, release)).at(-1)).toBe('ReleaseGranted');
  });
});

/** What changed, shortly: tax type, beneficiary and the signed payable; securities with an s. */
const changed = ({ changes }: DutyAssessedData): readonly string[] =>
  changes === undefined
    ? ['none']
    : [
        ...changes.totals.map((t) => `${t.taxType} ${t.payable}${t.secured === '0.00' ? '' : ` s${t.secured}`}`),
        `${String(changes.from)} ${changes.payable}`,
      ];
const versions = (...each: readonly (readonly DeclaredItem[])[]): readonly DutyAssessedData[] => {
  const [first = []] = each;
  const declaration = britishImport(...first);
  const commands = each
    .slice(1)
    .flatMap((items, i): readonly DeclarationCommand[] => [
      amendedTo(declaration, items, { amendedAt: `2026-03-1${String(i + 2)}T10:00:00.000Z` }),
      assessNow,
    ]);
  return after(declaration, assessNow, ...commands).flatMap((event) => (event.type === 'DutyAssessed' ? [event.data] : []));
};

describe('the assessment of a later version', () => {
  it('TV-03: 1000 becomes 998 before release', () => {
    const [first, second] = versions([item(1, '1000', rate('A00', '2.00'))], [item(1, '998', rate('A00', '2.00'))]);
    expect(first?.totals.map((t) => t.payable)).toEqual(['20.00', '204.00']);
    expect(first?.changes).toBeUndefined();
    expect(second?.totals.map((t) => t.payable)).toEqual(['19.96', '203.59']);
    expect(second && changed(second)).toEqual(['A00 -0.04', 'B00 -0.41', '1 -0.45']);
    expect(second).toMatchObject({ version: 2, assessedAt: '2026-03-12T10:00:00.000Z', changes: { from: 1, reason: 'amended' } });
  });
  it('TV-06: a quota rate, another one, then two items', () => {
    const [first, second, third] = versions(
      [item(1, '1400', rate('A00', '5.20'))],
      [item(1, '1400', rate('A00', '5.80'))],
      [item(1, '280', rate('A00', '5.80')), item(2, '1120', rate('A00', '14.00'))],
    );
    expect([first, second, third].map((duty) => duty?.payable)).toEqual(['367.36', '377.44', '487.64']);
    expect(second && changed(second)).toEqual(['A00 8.40', 'B00 1.68', '1 10.08']);
    expect(third && changed(third)).toEqual(['A00 91.84', 'B00 18.36', '2 110.20']);
  });
  it('TV-08: an item is removed, the others keep their numbers', () => {
    const two = rate('A00', '2.00');
    const [first, second] = versions(
      [item(1, '1000', two), item(2, '100', two), item(3, '100', two)],
      [item(1, '1000', two), item(3, '100', two)],
    );
    expect([first?.payable, second?.payable]).toEqual(['268.80', '246.40']);
    expect(second && changed(second)).toEqual(['A00 -2.00', 'B00 -20.40', '1 -22.40']);
  });
  it('TV-09: a quota that is exhausted divides an item', () => {
    const [first, second] = versions(
      [item(1, '250', rate('A00', '22.40'))],
      [item(1, '50', rate('A00', '22.40')), item(2, '200', specific('A00', '216.00'))],
    );
    expect(first?.totals.map((t) => t.payable)).toEqual(['56.00', '61.20']);
    expect(second?.totals.map((t) => t.payable)).toEqual(['227.20', '95.44']);
    expect(second && changed(second)).toEqual(['A00 171.20', 'B00 34.24', '1 205.44']);
  });
  it('TV-10: a value goes down and only the duty changes', () => {
    const zeroRated = [rate('A00', '6.00'), rate('B00', '0')];
    const [, second] = versions([item(1, '1000', ...zeroRated)], [item(1, '999', ...zeroRated)]);
    expect(second && changed(second)).toEqual(['A00 -0.06', '1 -0.06']);
  });
  it('TV-11, TV-12, TV-17: what is only secured is told as such and changes as such', () => {
    const preference = [rate('A00', '0'), rate('B00', '0'), rate('MDP', '12.00', { security: true })];
    const document = [rate('A00', '16.00', { relief: 'conditional' }), rate('B00', '0'), rate('MDC', '16.00', { security: true })];
    const processing = [rate('A00', '10.00', { relief: 'conditional' }), rate('B00', '0'), rate('IPR', '10.00', { security: true })];
    const [first, second, third] = versions(
      [item(1, '6500', ...preference)],
      [item(1, '1000', ...document)],
      [item(1, '2500', ...processing)],
    );
    expect(
      [first, second, third].map((duty) => [
        duty?.payable,
        ...(duty?.totals.filter((t) => t.secured !== '0.00').map((t) => `${t.taxType} ${t.secured}`) ?? []),
      ]),
    ).toEqual([
      ['0.00', 'MDP 780.00'],
      ['0.00', 'MDC 160.00'],
      ['0.00', 'IPR 250.00'],
    ]);
    expect(second && changed(second)).toEqual(['A00 0.00', 'MDC 0.00 s160.00', 'MDP 0.00 s-780.00', '1 0.00']);
    expect(second?.changes?.relief).toEqual([{ kind: 'conditional', taxType: 'A00', amount: '160.00' }]);
    expect(third?.changes?.relief).toEqual([{ kind: 'conditional', taxType: 'A00', amount: '90.00' }]);
  });
  it('tells the charge that the release told', () => {
    expect(dutyOf(after(lodged, assessNow, release, lower, assessNow)).charged).toEqual(charged);
    expect(dutyOf(after(lodged, assessNow, lower, assessNow)).charged).toBeUndefined();
  });
  it('changes all where no version before was assessed', () => {
    const lawless = new RuleBook({ ...ruleBook.tables, vatRates: new Map() });
    const duty = dutyOf(after(lodged, { type: 'Assess', ruleBook: lawless }, lower, assessNow));
    expect(duty.changes).toEqual({ from: 1, totals: duty.totals, relief: [], payable: duty.payable, reason: 'amended' });
  });
  it('is final after a provisional one', () => {
    const provisional = { ...lodged, header: { ...lodged.header, provisional: true } };
    const full = amendedTo(lodged, [item(1, '1100', rate('A00', '2.00'))]);
    const [first, final] = [dutyOf(after(provisional, assessNow)), dutyOf(after(provisional, assessNow, full, assessNow))];
    expect([first.provisional, final.provisional, final.changes?.reason, final.changes?.payable]).toEqual([
      true,
      undefined,
      'final',
      '22.40',
    ]);
    expect(refusal(when(after(lodged), { ...lower, header: provisional.header }))).toEqual(['AMENDMENT_NOT_ALLOWED', 'provisional']);
  });
  it('is explained like a first one', () => {
    const explained = explainAssessment(after(lodged, assessNow, release, lower, assessNow), ruleBook);
    expect(explained).toMatchObject({ kind: 'explained', version: 2, equal: true });
  });
});

describe('a re-assessment', () => {
  const byTariff = britishImport(item(1, '1000'));
  const at = { at: '2026-05-04T09:00:00.000Z', on: '2026-05-04', requestedBy: 'HMRC' };
  const row = { codePrefix: '42029900', origin: 'CN', from: '2026-01-01', publishedAt: '2025-12-01', expression: '1%' };
  const source = 'a special measure';
  const special = evolveRuleBook(ruleBook, {
    type: 'MeasuresPublished',
    data: { jurisdiction: 'GB', taxType: 'A00', source, measures: [row] },
  });
  const measure = measureId({ ...row, jurisdiction: 'GB', taxType: 'A00' });
  const annulled = evolveRuleBook(special, {
    type: 'MeasureAnnulled',
    data: { jurisdiction: 'GB', taxType: 'A00', measureId: measure, voidFrom: '2026-01-01', reason: 'annulled by a court' },
  });
  it('is a version of the same data where the law as known now gives other amounts', () => {
    const given = after(byTariff, { type: 'Assess', ruleBook: special }, release, { type: 'Reassess', ruleBook: annulled, ...at });
    expect(given.slice(-2)).toMatchObject([
      { type: 'DeclarationAmended', data: { version: 2, reason: 'reassessed', amendedOn: '2026-05-04' } },
      { type: 'DeclarationItemsRecorded', data: { items: byTariff.items } },
    ]);
    const duty = dutyOf([...given, ...accepted(when(given, { type: 'Assess', ruleBook: annulled }))]);
    expect(duty).toMatchObject({ version: 2, charged, changes: { from: 1, reason: 'reassessed' } });
    expect(duty.totals.map((total) => total.payable)).toEqual(dutyOf(after(byTariff, assessNow)).totals.map((total) => total.payable));
    expect(duty.changes?.totals[0]?.payable).toBe('10.00');
  });
  it('is no news where the law gives the same', () => {
    expect(when(after(byTariff, assessNow), { type: 'Reassess', ruleBook, ...at })).toEqual({ accepted: [] });
    expect(refusal(when(after(byTariff), { type: 'Reassess', ruleBook, ...at }))[0]).toBe('DECLARATION_NOT_ASSESSED');
    const lawless = new RuleBook({ ...ruleBook.tables, vatRates: new Map() });
    expect(refusal(when(after(byTariff, assessNow), { type: 'Reassess', ruleBook: lawless, ...at }))).toEqual([
      'REASSESSMENT_REFUSED',
      'items.1',
    ]);
  });
});

describe('the category of immediate release', () => {
  it('follows from low value and from what is payable', () => {
    const before = { ...lodgeH7, header: { ...lodgeH7.header, acceptedAt: '2026-06-30T09:30:00.000Z', acceptedOn: '2026-06-30' } };
    const categories = [before, lodgeH7, lodged].map((declaration) => {
      const events = after(declaration, assessNow);
      const { header, items } = stateOf(events);
      return releaseCategoryOf(dutyOf(events), isLowValue(header.dataset, items));
    });
    expect(categories).toEqual(['2', '3', '4']);
    const documents = { ...dutyOf(after(before, assessNow)), releaseCategory: '1' } as const;
    expect(releaseCategoryOf(documents, true)).toBe('1');
  });
});
