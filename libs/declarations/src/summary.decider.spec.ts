import { type Decision } from '#event-store';
import { lodgeH7 } from '../../../test/support/declarations/examples';
import { after, assessNow, stateOf } from './declarations.examples';
import { type SummaryEvent } from './summary.events';
import { summaryId } from './declarations.streams';
import { type LodgeDeclaration } from './lodge-declaration';
import { coveredExport, coveredImport, type CoveredDeclaration, type SubmitSummary, summaryDecider } from './summary.decider';
import { supplementaryGaps } from './supplementary-gaps';

const parcel = (n: number): LodgeDeclaration => ({
  ...lodgeH7,
  header: { ...lodgeH7.header, lrn: `L-${String(n)}`, mrn: `26FR${String(n).padStart(14, '0')}` },
});
const covered = (n: number): CoveredDeclaration => coveredImport(stateOf(after(parcel(n), assessNow)));
const summary = (declarations: readonly CoveredDeclaration[], more: Partial<SubmitSummary> = {}): SubmitSummary => ({
  type: 'SubmitSummary',
  authority: 'EU-FR',
  declarant: 'CARRIER-1',
  accountHolder: 'CARRIER-1',
  direction: 'entry',
  summaryReference: 'SUM-2026-07',
  from: '2026-07-01',
  to: '2026-08-01',
  submittedOn: '2026-08-05',
  dueOn: '2026-08-10',
  currency: 'EUR',
  declarations,
  ...more,
});
const when = (given: readonly SummaryEvent[], command: SubmitSummary): Decision<SummaryEvent> =>
  summaryDecider.decide(command, given.reduce(summaryDecider.evolve, summaryDecider.initial));
const accepted = (decision: Decision<SummaryEvent>): readonly SummaryEvent[] => {
  if ('rejected' in decision) throw new Error(decision.rejected.message);
  return decision.accepted;
};
const refusal = (decision: Decision<SummaryEvent>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : ['accepted'];
const two = [covered(2), covered(1)];

describe('a summary declaration', () => {
  it('adds up what its declarations made payable and lists them with their items', () => {
    const [submitted, listed] = accepted(when([], summary(two)));
    expect(submitted).toMatchObject({
      type: 'SummaryDeclarationSubmitted',
      data: {
        summary: summaryId('EU-FR', 'CARRIER-1', 'SUM-2026-07'),
        declarationCount: 2,
        itemCount: 4,
        goodsValue: [{ currency: 'EUR', value: '149.9' }],
        totals: [
          { taxType: 'A00', beneficiary: 'EU', payable: '12.00' },
          { taxType: 'B00', beneficiary: 'FR', payable: '0.00' },
        ],
      },
    });
    expect(listed).toEqual({
      type: 'SummaryDeclarationsListed',
      data: {
        declarations: [
          { mrn: '26FR00000000000001', version: 1, items: 2 },
          { mrn: '26FR00000000000002', version: 1, items: 2 },
        ],
      },
    });
  });
  it('has one digest for the same facts in any order, and another one for any other fact', () => {
    const digest = (declarations: readonly CoveredDeclaration[]): string => {
      const [submitted] = accepted(when([], summary(declarations)));
      return submitted?.type === 'SummaryDeclarationSubmitted' ? submitted.data.declarationsDigest : '';
    };
    expect(digest([...two].reverse())).toBe(digest(two));
    const dearer = { ...parcel(1), items: parcel(1).items.map((item) => ({ ...item, goodsValue: '10.00' })), controls: {} };
    expect(digest([covered(2), coveredImport(stateOf(after(dearer, assessNow)))])).not.toBe(digest(two));
    expect(digest([covered(2), coveredImport(stateOf(after(parcel(1))))])).not.toBe(digest(two));
  });
  it('tells its mass where every item of every declaration does', () => {
    const heavy = (n: number): CoveredDeclaration =>
      coveredImport(stateOf(after({ ...parcel(n), items: parcel(n).items.map((item) => ({ ...item, grossMass: '0.25' })) }, assessNow)));
    const told = (declarations: readonly CoveredDeclaration[]): unknown => accepted(when([], summary(declarations)))[0]?.data;
    expect(told([heavy(1), heavy(2)])).toMatchObject({ grossMass: '1' });
    const light = coveredImport(
      stateOf(after({ ...parcel(2), items: parcel(2).items.map(({ grossMass: _, ...item }) => item) }, assessNow)),
    );
    expect(told([heavy(1), light])).not.toHaveProperty('grossMass');
  });
  it('is the same where it was submitted before summaries told their mass', () => {
    const given = accepted(when([], summary(two))).map((event): SummaryEvent => {
      if (event.type !== 'SummaryDeclarationSubmitted') return event;
      const { grossMass: _, ...data } = event.data;
      return { ...event, data };
    });
    expect(when(given, summary(two))).toEqual({ accepted: [] });
  });
  it('is divided into lists of at most 500', () => {
    const [one] = two;
    const many = Array.from({ length: 1201 }, (_, i) => ({ ...(one as CoveredDeclaration), mrn: `26FR${String(i).padStart(14, '0')}` }));
    expect(
      accepted(when([], summary(many))).map((event) =>
        event.type === 'SummaryDeclarationsListed' ? event.data.declarations.length : 'header',
      ),
    ).toEqual(['header', 500, 500, 201]);
    const endless = Array.from({ length: 12000 }, (_, i) => ({
      ...(one as CoveredDeclaration),
      mrn: `26FR${String(i).padStart(14, '0')}`,
    }));
    expect(refusal(when([], summary(endless)))).toEqual(['SUMMARY_TOO_LARGE', 'declarations']);
  });
  it('may be of exits, and of nothing', () => {
    const leaving = coveredExport({
      authority: 'EU-FR',
      declarant: 'CARRIER-1',
      lrn: 'E-1',
      mrn: '26FR0000000000E001',
      exporter: 'CARRIER-1',
      destination: 'CN',
      items: [{ seq: 1, hsCode: '940550', description: 'lantern', quantity: 1 }],
      acceptedAt: '2026-07-05T09:00:00.000Z',
      acceptedOn: '2026-07-05',
    });
    expect(accepted(when([], summary([leaving], { direction: 'exit' })))).toMatchObject([
      { data: { direction: 'exit', declarationCount: 1, itemCount: 1, totals: [] } },
      {},
    ]);
    expect(accepted(when([], summary([])))).toHaveLength(1);
  });
  it('is taken once; the same again is no news', () => {
    const given = accepted(when([], summary(two)));
    expect(when(given, summary(two))).toEqual({ accepted: [] });
    expect(refusal(when(given, summary(two.slice(1))))).toEqual(['SUMMARY_ALREADY_SUBMITTED', 'summaryReference']);
  });
  it.each<[string, SubmitSummary, string, string]>([
    ['a declaration twice', summary([...two, ...two]), 'DECLARATION_REPEATED', 'declarations[2].mrn'],
    ['a declaration of another period', summary(two, { to: '2026-07-02' }), 'OUTSIDE_PERIOD', 'declarations[0]'],
    ['a period that ends before it begins', summary(two, { to: '2026-07-01' }), 'DAY_INVALID', 'to'],
    ['a day that does not exist', summary(two, { dueOn: '2026-02-30' }), 'DAY_INVALID', 'dueOn'],
    ['another count than it has', summary(two, { controls: { itemCount: 5 } }), 'ITEM_COUNT_DIFFERS', 'itemCount'],
    ['a currency that does not exist', summary(two, { currency: 'XXQ' }), 'CURRENCY_UNKNOWN', 'currency'],
    ['another currency than its declarations are assessed in', summary(two, { currency: 'GBP' }), 'SUMMARY_CURRENCY_DIFFERS', 'currency'],
    ['one with fewer digits', summary(two, { currency: 'JPY' }), 'SUMMARY_CURRENCY_DIFFERS', 'currency'],
  ])('refuses %s', (_, command, code, field) => {
    expect(refusal(when([], command))).toEqual([code, field]);
  });
});

describe('supplementary gaps', () => {
  const duty = (mrn: string, acceptedOn = '2026-07-02'): { mrn: string; acceptedOn: string; dueOn: string } => ({
    mrn,
    acceptedOn,
    dueOn: '2026-08-10',
  });
  const submitted = (summaryReference: string, submittedOn: string, ...mrns: readonly string[]) => ({
    summaryReference,
    submittedOn,
    mrns,
    from: '2026-07-01',
    to: '2026-08-01',
    dueOn: '2026-08-10',
  });
  it('are what no summary covers when its day has passed, what was covered late, and what was covered twice', () => {
    const summaries = [
      submitted('S-1', '2026-08-10', 'A', 'B'),
      submitted('S-2', '2026-08-11', 'B', 'C'),
      submitted('S-3', '2026-08-30', 'D'),
    ];
    const duties = [duty('D'), duty('A'), duty('B'), duty('C', '2026-07-01')];
    expect(supplementaryGaps(duties, summaries, '2026-08-20')).toEqual({
      missing: [duty('D')],
      late: [{ ...duty('C', '2026-07-01'), summaryReference: 'S-2', submittedOn: '2026-08-11' }],
      repeated: [{ mrn: 'B', summaryReferences: ['S-1', 'S-2'] }],
    });
    expect(supplementaryGaps(duties, summaries, '2026-08-10').missing).toEqual([]);
    expect(supplementaryGaps(duties, summaries, '2026-08-30').late.map(({ mrn }) => mrn)).toEqual(['C', 'D']);
  });
});
