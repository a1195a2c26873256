import { accountBreaks, asOf, viewsOf } from '../../../../test/support/reconciliation/ask';
import { amended, invalidated, summary } from '../../../../test/support/reconciliation/later-versions';
import {
  bankStatement,
  contested,
  credited,
  interest,
  nextPeriod,
  recovered,
  restReopened,
  reversed,
  settledShort,
  share,
  transferred,
  writtenOff,
} from '../../../../test/support/reconciliation/account-life';
import { declared, item, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { filed, granted, identified, periodOpened, received, settled } from '../../../../test/support/reconciliation/settlement';
import {
  standardHeader,
  standardLodged,
  standardParcel,
  statedParcel,
  wholeStory,
} from '../../../../test/support/reconciliation/whole-stories';
import { summaryStream } from '#declarations';
import { WhyNot } from '../matching/why-not';
import { Reconciliation } from '../reconcile';
import { reconciliationProjection } from '../views/reconciliation.projection';
import { summaryCaseKey } from './period-key';

const lateStatement: readonly StoryEvent[] = [...statedParcel, nextPeriod('24.00')];
const paidLate = settled('statement', '24.00');
const onTwentieth = (event: StoryEvent): StoryEvent =>
  event.type === 'PaymentAllocated' ? { ...event, data: { ...event.data, allocatedOn: '2026-06-20' } } : event;

describe('an account', () => {
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    ['whose exposure exceeds its share is B46', [...lateStatement, share('24.00', { overLimit: '4.00' })], '2026-06-10', ['B46 4 EUR']],
    [
      'is within its share again when it has paid',
      [
        ...lateStatement,
        share('24.00', { overLimit: '4.00' }),
        { ...settled('statement', '24.00'), data: { ...(settled('statement', '24.00').data as object), released: '24.00' } } as StoryEvent,
      ],
      '2026-06-15',
      [],
    ],
    ['whose guarantee expired with debts is B46', [...lateStatement, share('15.00', {}, '2026-06-08')], '2026-06-10', ['B46 15 EUR']],
    ['that paid late is B58', [...lateStatement, onTwentieth(paidLate)], '2026-06-25', ['B58 24 EUR']],
    ['that paid late with interest is not', [...lateStatement, onTwentieth(paidLate), interest('0.10')], '2026-07-02', []],
    [
      'that does not pay the interest is B54',
      [...lateStatement, onTwentieth(paidLate), interest('0.10')],
      '2026-07-15',
      ['B54 0.1 EUR', 'B62 0 EUR'],
    ],
    [
      'that recovered a part of what was written off owes no less for it',
      [...lateStatement, settled('statement', '4.00'), writtenOff('20.00'), recovered('5.00')],
      '2026-06-25',
      ['B54 5 EUR'],
    ],
    [
      'that paid but for what is tolerated is not behind',
      [...lateStatement, ...settledShort('statement', '23.80', '0.20')],
      '2026-06-25',
      [],
    ],
    [
      'is behind with what was tolerated beside a payment that was taken back',
      [...lateStatement, ...settledShort('statement', '23.80', '0.20'), reversed('23.80'), restReopened('0.20')],
      '2026-06-16',
      ['B59 24 EUR'],
    ],
    [
      'whose payment was taken back is B59',
      [...lateStatement, settled('statement', '24.00'), reversed('24.00')],
      '2026-06-16',
      ['B59 24 EUR'],
    ],
    [
      'that owes more than was taken back is behind with the rest',
      [...lateStatement, settled('statement', '9.00'), reversed('9.00')],
      '2026-06-20',
      ['B54 15 EUR', 'B59 9 EUR'],
    ],
    ['that opens with something else than it closed is B60', [...statedParcel, nextPeriod('20.00')], '2026-06-10', ['B60 4 EUR']],
    [
      'that has paid a part of what it disputes is B61 with the rest',
      [...lateStatement, contested('24.00'), settled('statement', '20.00')],
      '2026-06-15',
      ['B61 4 EUR'],
    ],
    ['that has paid what it disputed is not', [...lateStatement, contested('24.00'), settled('statement', '24.00')], '2026-06-15', []],
    ['that disputes a debt is B61, and not behind with it', [...lateStatement, contested('24.00')], '2026-06-20', ['B61 24 EUR']],
  ];
  it.each(rows)('%s', async (_what, story, day, expected) => {
    expect([...(await accountBreaks(story, day))].sort()).toEqual([...expected].sort());
  });
});

describe('a bank account', () => {
  it('whose statements do not follow on each other is B60', async () => {
    const chain = [bankStatement('1', '0.00', '5.00', '2026-06-01'), bankStatement('2', '5.00', '9.00', '2026-06-02')];
    expect(await accountBreaks(chain, '2026-06-10')).toEqual([]);
    expect(await accountBreaks([...chain, bankStatement('4', '7.00', '9.00', '2026-06-04')], '2026-06-10')).toEqual(['B60 2 EUR']);
  });
});

describe('a receipt', () => {
  const known = [granted(), received('B-1', '9.00'), identified('B-1')];
  const paidWhole = [...lateStatement, settled('statement', '24.00')];
  /** Another entry, whose payer gave it no name of its own. */
  const again = (amount: string, remittance = 'EU-FR-S00000001 ', entry = 'B-2'): readonly StoryEvent[] => [
    received(entry, amount),
    identified(entry),
    credited(entry, amount, { remittance }),
  ];
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], expected: readonly string[]])[] = [
    ['that repeats another is B57', [...known, credited('B-1', '9.00', { duplicateOf: '0'.repeat(26) })], ['B57 9 EUR']],
    ['that names a statement that another paid whole with the same amount is B57', [...paidWhole, ...again('24.00')], ['B57 24 EUR']],
    ['of another amount is B55', [...paidWhole, ...again('25.00')], ['B55 25 EUR']],
    [
      'that names another debt, or several, is B55',
      [...paidWhole, ...again('24.00', 'EU-FR-S00000002'), ...again('24.00', 'EU-FR-S00000001 EU-FR-S00000002', 'B-3')],
      ['B55 24 EUR', 'B55 24 EUR'],
    ],
    ['that names no debt is B55', [...paidWhole, ...again('24.00', 'thanks')], ['B55 24 EUR']],
    [
      'that brought something to the statement repeats nothing: what is left of it is B55',
      [...lateStatement, settled('statement', '14.00'), ...again('14.00'), settled('statement', '10.00', 'B-2')],
      ['B55 4 EUR'],
    ],
    [
      'on its way to the account that it is for is B55 with all of it',
      [...known, credited('B-1', '9.00'), transferred('9.00')],
      ['B55 9 EUR'],
    ],
    [
      'that a part of was taken back before, and the rest settles a debt of the account that it is for, is no break',
      [
        ...known,
        credited('B-1', '9.00'),
        reversed('2.00', { unapplied: '2.00', reopened: [] }),
        transferred('7.00'),
        identified('B-1'),
        credited('B-1', '7.00'),
        settled('return', '7.00'),
      ],
      [],
    ],
    ['of a prepaid account is its balance', [...known, credited('B-1', '9.00', { accountKind: 'cash' })], []],
    ['in another currency counts in the account’s', [...known, credited('B-1', '4.00'), settled('return', '4.00')], []],
  ];
  it.each(rows)('%s', async (_what, story, expected) => {
    expect(await accountBreaks(story, '2026-06-25')).toEqual(expected);
  });
  it('that takes back nobody knows what is B59', async () => {
    const entry = received('B-7', '-9.00');
    const booked = { ...entry, data: { ...(entry.data as object), reversal: true } } as StoryEvent;
    expect(await accountBreaks([booked], '2026-06-20')).toEqual(['B59 9 EUR']);
    expect(await accountBreaks([entry], '2026-06-20')).toEqual([]);
  });
});

describe('a return', () => {
  const unpaid = wholeStory.filter(({ type }) => type !== 'PaymentAllocated' && !type.startsWith('Receipt'));
  const allocation = settled('return', '4.00').data as { readonly account: string; readonly pairs: readonly object[] };
  const dispute = {
    ...contested('4.00'),
    data: { ...(contested('4.00').data as object), account: allocation.account, debt: allocation.pairs[0] },
  } as StoryEvent;
  it('in dispute is B61, and not behind with its payment', async () => {
    expect(await accountBreaks(unpaid, '2026-07-02')).toEqual(['B54 4 EUR']);
    const opened = {
      ...periodOpened(),
      stream: settled('return', '4.00').stream,
      data: { ...(periodOpened().data as object), account: allocation.account, holder: 'V-IE-1', kind: 'scheme' },
    } as StoryEvent;
    expect(await accountBreaks([opened, ...unpaid, dispute], '2026-07-02')).toEqual(['B61 4 EUR']);
  });
  it('that takes back more than credits explain is B78', async () => {
    const [head, charge] = filed('3.00', '20.00', {
      corrections: [{ country: 'FR', period: '2026-04', taxable: '-5.00', vat: '-1.00', adjustments: 1 }],
      rows: [{ country: 'FR', rateCategory: 'standard', rate: '20', taxable: '20.00', vat: '4.00', difference: '0.00', supplies: 1 }],
    });
    const story = [
      ...wholeStory.filter(({ type }) => type !== 'SchemeReturnFiled' && type !== 'ChargePosted' && type !== 'PaymentAllocated'),
      ...(head === undefined || charge === undefined ? [] : [head, charge]),
      settled('return', '3.00'),
    ];
    expect(await accountBreaks(story, '2026-06-16')).toEqual(['B78 1 EUR']);
  });
});

describe('a consolidated summary', () => {
  const ofMay = summaryCaseKey({ authority: 'EU-FR', declarant: 'R-1', accountHolder: 'R-1', reference: 'S-2026-05-01' });
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    ['in time and whole is no break', [summary('2026-05-01', '2026-06-01', '2026-06-05', '2026-06-10', 1)], '2026-06-20', []],
    ['that is late is B33', [summary('2026-05-01', '2026-06-01', '2026-06-12', '2026-06-10', 1)], '2026-06-20', ['B33 0 -']],
    [
      'with fewer declarations than there are is B33',
      [summary('2026-05-01', '2026-06-01', '2026-06-05', '2026-06-10', 0)],
      '2026-06-20',
      ['B33 0 -'],
    ],
    [
      'that is missing after another is B33',
      [summary('2026-04-08', '2026-05-08', '2026-05-09', '2026-05-10', 0)],
      '2026-06-20',
      ['B33 0 -'],
    ],
  ];
  it.each(rows)('%s', async (_what, summaries, day, expected) => {
    expect(await accountBreaks([...standardParcel, ...summaries], day)).toEqual(expected);
  });

  const weighed = (lrn: string, value: string, grossMass: string, more: object = {}): readonly StoryEvent[] =>
    declared(lrn, `P-${lrn}`, [{ ...item(1, value, []), grossMass }], { ...standardHeader, ...more });
  const three = [...weighed('A', '10.00', '1'), ...weighed('B', '20.00', '0.5'), ...weighed('C', '30.00', '0.25')];
  const may = (count: number, value: string, grossMass?: string): StoryEvent =>
    summary('2026-05-01', '2026-06-01', '2026-06-05', '2026-06-10', count, {
      goodsValue: [{ currency: 'EUR', value }],
      ...(grossMass === undefined ? {} : { grossMass }),
    });
  const caseOf = async (story: readonly StoryEvent[]) =>
    (await new Reconciliation(await viewsOf(story, [reconciliationProjection])).reconcile(asOf('2026-06-20'))).periods.find(
      ({ key }) => key === ofMay,
    );
  const told = async (story: readonly StoryEvent[]): Promise<readonly string[]> =>
    ((await caseOf(story))?.breaks ?? []).map(
      ({ subject, amount, currency, causedBy, why }) =>
        `${subject.split('/').slice(1).join('/')} ${amount} ${currency} ${why.distance}${causedBy === undefined ? '' : ' derived'}`,
    );

  it('matches by number, value and mass, each with its rule, tolerance, distance and that no other set does', async () => {
    const legs = ['summary S-2026-05-01', 'declarations accepted from 2026-05-01 to 2026-06-01'];
    const exact = { legs, tolerance: '0', distance: '0', score: 100, unique: true };
    expect(await caseOf([...three, may(3, '60', '1.75')])).toMatchObject({
      status: 'matched',
      matches: [
        { rule: 'summary-count@1', ...exact },
        { rule: 'summary-value@1', currency: 'EUR', ...exact },
        { rule: 'summary-mass@1', ...exact },
      ],
    });
    expect(
      (await caseOf([...three, ...declared('D', 'P-D', [item(1, '5.00', [])], standardHeader), may(4, '65', '1.75')]))?.matches?.map(
        ({ rule }) => rule,
      ),
    ).toEqual(['summary-count@1', 'summary-value@1']);
  });
  it('of another value or mass is B33, and says by how much', async () => {
    expect(await told([...three, may(3, '59.5', '1.75')])).toEqual(['value/EUR 0.5 EUR 0.5 EUR']);
    expect(await told([...three, may(3, '60', '2')])).toEqual(['mass 0 - 0.25 kg']);
    expect(await told([...three, may(2, '30', '1.5')])).toEqual([
      'declarations 0 - 1 declarations',
      'value/EUR 30 EUR 30 EUR derived',
      'mass 0 - 0.25 kg derived',
    ]);
  });
  it('that covers more than was declared is B33', async () => {
    expect(await told([...three, may(4, '60', '1.75')])).toEqual(['declarations 0 - 1 declarations']);
  });
  it('answers for what was declared when it was submitted, whatever is amended or invalidated later', async () => {
    const one = summary('2026-05-01', '2026-06-01', '2026-06-05', '2026-06-10', 1, { goodsValue: [{ currency: 'EUR', value: '200' }] });
    const dearer = amended(declared('L1', 'P1', [item(1, '250.00', [])], standardHeader), 2, '2026-06-08');
    expect(await told([...standardParcel, one, ...dearer])).toEqual([]);
    expect(await told([...standardParcel, one, invalidated('L1', '24.00', 'wrong_goods', '2026-06-08')])).toEqual([]);
    expect(
      await told([...standardParcel, ...amended(declared('L1', 'P1', [item(1, '250.00', [])], standardHeader), 2, '2026-06-01'), one]),
    ).toEqual(['value/EUR 50 EUR 50 EUR']);
    expect(await told([...standardParcel, ...amended(standardLodged, 2, '2026-06-05'), one])).toEqual([]);
    const lower = summary('2026-05-01', '2026-06-01', '2026-06-05', '2026-06-10', 1, { goodsValue: [{ currency: 'EUR', value: '250' }] });
    expect(await told([...standardParcel, lower])).toEqual(['value/EUR 50 EUR 50 EUR']);
    expect(await told([...standardParcel, lower, ...dearer])).toEqual([]);
  });
  it('answers for the declarations of its own declarant', async () => {
    expect(
      await told([...three, ...declared('X', 'P-X', [item(1, '5.00', [])], { ...standardHeader, declarant: 'R-2' }), may(3, '60', '1.75')]),
    ).toEqual([]);
  });

  it('is told apart from one of another declarant for the same holder under the same reference, whichever came first', async () => {
    const late = summary('2026-05-01', '2026-06-01', '2026-06-12', '2026-06-10', 0, { declarant: 'R-2' });
    const others = { authority: 'EU-FR', declarant: 'R-2', accountHolder: 'R-1', reference: 'S-2026-05-01' };
    const otherStream = { ...late, stream: summaryStream('EU-FR', 'R-2', 'S-2026-05-01') };
    const told = async (story: readonly StoryEvent[]) =>
      (await new Reconciliation(await viewsOf(story, [reconciliationProjection])).reconcile(asOf('2026-06-20'))).periods
        .filter(({ key }) => key.startsWith('summary-'))
        .map(({ key, breaks }) => [key, breaks.map(({ subject }) => subject)]);
    const apart = [
      [ofMay, []],
      [summaryCaseKey(others), [`${summaryCaseKey(others)}/day`]],
    ];
    expect(summaryCaseKey(others)).toBe(otherStream.stream);
    expect(await told([...three, may(3, '60'), otherStream])).toEqual(apart);
    expect(await told([...three, otherStream, may(3, '60')])).toEqual(apart);
  });
  it('that is missing after one of another declarant is a case of its own', async () => {
    const first = summary('2026-04-08', '2026-05-08', '2026-05-09', '2026-05-10', 0, { declarant: 'R-2' });
    const declaredBy = (lrn: string) => declared(lrn, `P-${lrn}`, [item(1, '5.00', [])], { ...standardHeader, declarant: 'R-2' });
    const { periods } = await new Reconciliation(await viewsOf([...declaredBy('X'), first], [reconciliationProjection])).reconcile(
      asOf('2026-06-20'),
    );
    const key = summaryCaseKey({ authority: 'EU-FR', declarant: 'R-2', accountHolder: 'R-1', reference: 'S-2026-04-08' });
    expect(periods.map((one) => one.key).filter((one) => one.startsWith('summary-'))).toEqual([key, `${key}/after`]);
  });

  const leftOut = async (story: readonly StoryEvent[]) => {
    const views = await viewsOf(story, [reconciliationProjection]);
    return (await new WhyNot(views, new Reconciliation(views)).ask(asOf('2026-06-20'), ofMay))?.missing ?? [];
  };
  it('says which declaration it left out, and of others how far they are from it', async () => {
    const [missing] = await leftOut([...three, may(2, '40', '1.25')]);
    expect(missing?.candidates.map(({ name, score, failing }) => [name, score, failing?.sentence])).toEqual([
      ['declaration 26FRB', 100, undefined],
      ['declaration 26FRA', 0, 'declaration 26FRA: amount differs by 10, tolerance 0; expected 20 EUR, found 10 EUR.'],
      ['declaration 26FRC', 0, 'declaration 26FRC: amount differs by 10, tolerance 0; expected 20 EUR, found 30 EUR.'],
    ]);
  });
  it('says which several it left out by value and mass, and whether no others come to them', async () => {
    const [missing] = await leftOut([...three, may(1, '20', '0.5')]);
    expect(missing?.together).toMatchObject({
      unique: true,
      complete: true,
      searched: 3,
      sets: [
        {
          rule: 'several-together@1',
          amount: '40',
          currency: 'EUR',
          tolerance: '0',
          distance: '0',
          score: 100,
          sentence: 'declaration 26FRA (10), declaration 26FRC (30): together exactly 40 EUR and 1.25 kg.',
        },
      ],
    });
    const twice = [...three, ...weighed('D', '10.00', '1')];
    expect((await leftOut([...twice, may(2, '30', '1.5')]))[0]?.together).toMatchObject({ unique: false, sets: [{}, {}] });
    // The same value with another mass is another set.
    expect((await leftOut([...three, ...weighed('D', '10.00', '9'), may(2, '30', '9.5')]))[0]?.together).toMatchObject({
      unique: true,
      sets: [{}],
    });
  });
  it('looks for no more than four, and for nothing where it lacks nothing', async () => {
    const many = Array.from({ length: 6 }, (_, i) => weighed(`N${String(i)}`, '10.00', '1')).flat();
    expect((await leftOut([...many, may(1, '10', '1')]))[0]?.unsearchable).toBe(
      '5 declarations of summary S-2026-05-01 are lacking: sets of at most 4 are looked for',
    );
    expect(await leftOut([...three, may(3, '60', '1.75')])).toEqual([]);
  });
});
