import { canonicalJson } from '#event-catalogue';
import { RuleBook, shippedRuleBook } from '#rules';
import { lodgeH1 } from '../../../test/support/declarations/examples';
import { type DeclarationCommand, declarationDecider } from './declarations.decider';
import { type DeclarationEvent } from './declarations.events';
import { explainAssessment } from './explain-assessment';

const ruleBook = shippedRuleBook();
const after = (...commands: readonly DeclarationCommand[]): readonly DeclarationEvent[] =>
  commands.reduce<readonly DeclarationEvent[]>((events, command) => {
    const decision = declarationDecider.decide(command, events.reduce(declarationDecider.evolve, declarationDecider.initial));
    return 'accepted' in decision ? [...events, ...decision.accepted] : events;
  }, []);
const assessed = after(lodgeH1, { type: 'Assess', ruleBook });
const explained = (
  events: readonly DeclarationEvent[],
  book = ruleBook,
): Extract<ReturnType<typeof explainAssessment>, { kind: 'explained' }> => {
  const explanation = explainAssessment(events, book);
  if (explanation.kind !== 'explained') throw new Error(explanation.kind);
  return explanation;
};

describe('explainAssessment', () => {
  it('gives every line with its rounding step, and the same figures as the events', () => {
    const { equal, differences, computed, mrn } = explained(assessed);
    expect({ mrn, equal, differences }).toEqual({ mrn: '26GB000000000042R1', equal: true, differences: [] });
    expect(computed.lines.map((line) => line.rounding?.before)).toEqual(['18.45', '65.19', '2.05', '20.91']);
  });
  it('rests on lines whose keys are in canonical order, as they are stored', () => {
    for (const event of assessed)
      if (event.type === 'AssessmentLinesRecorded') expect(JSON.stringify(event.data.lines)).toBe(canonicalJson(event.data.lines));
  });
  it('names a figure that was changed in an event, and the digest that it breaks', () => {
    const forged = assessed.map((event): DeclarationEvent =>
      event.type === 'AssessmentLinesRecorded'
        ? { ...event, data: { lines: event.data.lines.map((l, i) => (i === 1 ? { ...l, payable: '65.18' } : l)) } }
        : event,
    );
    expect(explained(forged).differences.map((d) => [d.field, d.stored])).toEqual([
      ['lines[1].payable', '"65.18"'],
      ['duty.linesDigest', expect.any(String)],
    ]);
  });
  it('names a table that is not the one pinned', () => {
    const table = [...ruleBook.tables.vatRates].find(([id]) => id === 'vat/GB')?.[1];
    const row = [...(table?.rows.values() ?? [])].find((r) => r.category === 'standard');
    if (table === undefined || row === undefined) throw new Error('no VAT table of GB');
    const raised = new RuleBook({
      ...ruleBook.tables,
      vatRates: new Map([...ruleBook.tables.vatRates, ['vat/GB', table.with([[row.id, { ...row, rate: '21' }]])]]),
    });
    const fields = explained(assessed, raised).differences.map((d) => d.field);
    expect(fields).toEqual(
      expect.arrayContaining(['duty.tables', 'duty.totals', 'lines[1].rate', 'lines[1].assessed', 'lines[3].payable']),
    );
  });
  it('explains a refusal by the same refusal, and says when the law would assess it now', () => {
    const lawless = new RuleBook({ ...ruleBook.tables, vatRates: new Map() });
    const refused = after(lodgeH1, { type: 'Assess', ruleBook: lawless });
    expect(explainAssessment(refused, lawless)).toMatchObject({ kind: 'refused', code: 'VAT_RATE_MISSING', equal: true });
    expect(explainAssessment(refused, ruleBook)).toMatchObject({
      kind: 'refused',
      equal: false,
      differences: [{ field: 'code', stored: 'VAT_RATE_MISSING', computed: 'assessed' }],
    });
  });
  it('has nothing to say before there is an assessment', () => {
    expect(explainAssessment([], ruleBook)).toEqual({ kind: 'notLodged' });
    expect(explainAssessment(after(lodgeH1), ruleBook)).toEqual({ kind: 'notAssessed' });
  });
});
