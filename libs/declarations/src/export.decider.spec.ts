import { type Decision } from '#event-store';
import { type ExportEvent } from './export.events';
import { exportDecider, type ConfirmExit, type DeclareExport, type ExportCommand } from './export.decider';

const leave: DeclareExport = {
  type: 'DeclareExport',
  authority: 'EU-FR',
  declarant: 'CARRIER-1',
  lrn: 'RET-1',
  mrn: '26FR0000000000E001',
  exporter: 'CARRIER-1',
  destination: 'CN',
  items: [{ seq: 1, hsCode: '940550', description: 'lantern', quantity: 2, original: { mrn: '26FR00000000000017', seq: 1, quantity: 2 } }],
  acceptedAt: '2026-08-01T09:00:00.000Z',
  acceptedOn: '2026-08-01',
};
const left: ConfirmExit = { type: 'ConfirmExit', exitedOn: '2026-08-03', confirmation: 'EXIT-77' };
const when = (given: readonly ExportEvent[], command: ExportCommand): Decision<ExportEvent> =>
  exportDecider.decide(command, given.reduce(exportDecider.evolve, exportDecider.initial));
const after = (...commands: readonly ExportCommand[]): readonly ExportEvent[] =>
  commands.reduce<readonly ExportEvent[]>((events, command) => {
    const decision = when(events, command);
    return 'accepted' in decision ? [...events, ...decision.accepted] : events;
  }, []);
const refusal = (decision: Decision<ExportEvent>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : ['accepted'];

describe('an export', () => {
  it('is declared with the imports it takes back, and confirmed to have left', () => {
    const { type: _, ...data } = leave;
    expect(after(leave, left)).toEqual([
      { type: 'ExportDeclared', data },
      { type: 'ExitConfirmed', data: { exitedOn: '2026-08-03', confirmation: 'EXIT-77' } },
    ]);
  });
  it('is no news when it is told again, and refused with other content', () => {
    expect(when(after(leave), { ...leave, source: { line: 3, sha256: 'a'.repeat(64) } })).toEqual({ accepted: [] });
    expect(refusal(when(after(leave), { ...leave, destination: 'US' }))).toEqual(['DECLARATION_ALREADY_LODGED', 'mrn']);
    expect(when(after(leave, left), left)).toEqual({ accepted: [] });
    expect(refusal(when(after(leave, left), { ...left, exitedOn: '2026-08-04' }))).toEqual(['EXIT_ALREADY_CONFIRMED', 'exitedOn']);
  });
  it.each<[string, ExportCommand, string, string | undefined]>([
    ['an exit before acceptance', { ...left, exitedOn: '2026-07-31' }, 'DAY_INVALID', 'exitedOn'],
    ['an item number twice', { ...leave, mrn: 'OTHER', items: [...leave.items, ...leave.items] }, 'DECLARATION_ALREADY_LODGED', 'mrn'],
  ])('refuses %s', (_, command, code, field) => {
    expect(refusal(when(after(leave), command))).toEqual([code, field]);
  });
  it('refuses what contradicts itself', () => {
    expect(refusal(when([], left))[0]).toBe('DECLARATION_UNKNOWN');
    expect(refusal(when([], { ...leave, items: [...leave.items, ...leave.items] }))).toEqual(['ITEM_NUMBER_REPEATED', 'items[1].seq']);
    expect(refusal(when([], { ...leave, items: leave.items.map((it) => ({ ...it, quantity: 1 })) }))).toEqual([
      'COVERED_QUANTITY_DIFFERS',
      'items[0].original.quantity',
    ]);
    expect(refusal(when([], { ...leave, acceptedOn: '2026-02-30' }))).toEqual(['DAY_INVALID', 'acceptedOn']);
  });
});
