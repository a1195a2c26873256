import { EventCatalogue } from '#event-catalogue';
import { CommandRunner, MemoryEventStore, type CommandOutcome } from '#event-store';
import { type GrantSchemeNumber } from './collectors.commands';
import { collectorDecider } from './collectors.decider';
import { collectorEvents, schemeNumberEvents, type SchemeNumberEvent } from './collectors.events';
import { collectorStream, schemeNumberStream } from './collectors.streams';
import { grantSchemeNumber } from './grant-scheme-number';
import { schemeNumberDecider, type SchemeNumberCommand } from './scheme-number.decider';

const command: GrantSchemeNumber = {
  type: 'GrantSchemeNumber',
  scheme: 'EU-IOSS',
  schemeNumber: 'IM3720000014',
  authority: 'EU-IE',
  validFrom: '2026-01-01',
};
const context = (n: number) => ({
  commandId: `00000000-0000-5000-8000-${String(n).padStart(12, '0')}`,
  actor: 'officer',
  book: '-',
  effectiveAt: '2026-01-01T00:00:00.000Z',
});
const shown = (outcome: CommandOutcome): unknown =>
  outcome.kind === 'rejected'
    ? outcome.rejection.code
    : outcome.kind === 'accepted'
      ? [...outcome.events.map(({ type }) => type), outcome.replayed]
      : outcome.kind;

describe('a number that an authority grants', () => {
  const store = new MemoryEventStore();
  const catalogue = new EventCatalogue([...collectorEvents, ...schemeNumberEvents]);
  const runner = new CommandRunner(store, catalogue, () => '2026-01-01T00:00:00.000Z');
  const grant = async (n: number, collector: string, more: Partial<GrantSchemeNumber> = {}) =>
    shown(await grantSchemeNumber({ store, catalogue, runner }, collector, { ...command, ...more }, context(n)));
  const typesOf = async (stream: string): Promise<readonly string[]> => {
    const types: string[] = [];
    for await (const { type } of store.read(stream)) types.push(type);
    return types;
  };
  beforeAll(async () => {
    for (const [i, collector] of ['V-1', 'V-2'].entries())
      await runner.run({
        decider: collectorDecider,
        stream: collectorStream(collector),
        command: {
          type: 'RegisterCollector',
          collector: { collector, name: collector, establishedIn: 'IE', roles: ['vendor'], registeredOn: '2026-01-01' },
        },
        context: context(90 + i),
      });
  });

  it('is reserved, then granted; the same request again repeats the first answer', async () => {
    expect(await grant(1, 'V-1')).toEqual(['SchemeNumberGranted', false]);
    expect(await grant(1, 'V-1')).toEqual(['SchemeNumberGranted', true]);
    expect(await typesOf(schemeNumberStream('EU-IOSS', 'IM3720000014'))).toEqual(['SchemeNumberReserved']);
  });
  it('is refused to a second collector, on whatever days', async () => {
    expect(await grant(2, 'V-2')).toBe('SCHEME_NUMBER_HELD_BY_ANOTHER');
    expect(await grant(3, 'V-2', { validFrom: '2030-01-01' })).toBe('SCHEME_NUMBER_HELD_BY_ANOTHER');
    expect(await typesOf(collectorStream('V-2'))).toEqual(['CollectorRegistered']);
  });
  it('is not reserved for a grant that is refused anyway', async () => {
    expect(await grant(4, 'V-9', { schemeNumber: 'IM3720000022' })).toBe('COLLECTOR_UNKNOWN');
    expect(await grant(5, 'V-2', { schemeNumber: 'IM3720000022', validTo: '2025-01-01' })).toBe('DAY_RANGE_INVALID');
    expect(await typesOf(schemeNumberStream('EU-IOSS', 'IM3720000022'))).toEqual([]);
    expect(await grant(4, 'V-2', { schemeNumber: 'IM3720000022' })).toEqual(['SchemeNumberGranted', false]);
  });
  it('goes to another collector once it is released', async () => {
    const release: SchemeNumberCommand = {
      type: 'ReleaseSchemeNumber',
      scheme: 'EU-IOSS',
      schemeNumber: 'IM3720000014',
      collector: 'V-1',
      releasedFrom: '2026-06-01',
      reason: 'business sold as a going concern',
    };
    const outcome = await runner.run({
      decider: schemeNumberDecider,
      stream: schemeNumberStream('EU-IOSS', 'IM3720000014'),
      command: release,
      context: context(6),
    });
    expect(shown(outcome)).toEqual(['SchemeNumberReleased', false]);
    expect(await grant(7, 'V-2', { validFrom: '2026-05-31' })).toBe('SCHEME_NUMBER_HELD_BY_ANOTHER');
    expect(await grant(8, 'V-2', { validFrom: '2026-06-01' })).toEqual(['SchemeNumberGranted', false]);
  });
});

describe('the stream of a number', () => {
  const named = { scheme: 'EU-IOSS', schemeNumber: 'IM3720000014', collector: 'V-1' } as const;
  const reserved: SchemeNumberEvent = { type: 'SchemeNumberReserved', data: { ...named, reservedFrom: '2026-01-01' } };
  const released: SchemeNumberEvent = { type: 'SchemeNumberReleased', data: { ...named, releasedFrom: '2026-06-01', reason: 'sold' } };
  const reserve: SchemeNumberCommand = { type: 'ReserveSchemeNumber', ...named, reservedFrom: '2026-01-01' };
  const release: SchemeNumberCommand = { type: 'ReleaseSchemeNumber', ...named, releasedFrom: '2026-06-01', reason: 'sold' };
  it.each<readonly [what: string, given: readonly SchemeNumberEvent[], command: SchemeNumberCommand, outcome: unknown]>([
    ['its own number', [reserved], { ...reserve, reservedFrom: '2028-01-01' }, []],
    ['a malformed number', [], { ...reserve, schemeNumber: 'IM1' }, 'SCHEME_NUMBER_MALFORMED'],
    ['a day that does not exist', [], { ...reserve, reservedFrom: '2026-02-30' }, 'DAY_RANGE_INVALID'],
    ['a release by another', [reserved], { ...release, collector: 'V-2' }, 'SCHEME_NUMBER_NOT_GRANTED'],
    ['a release again', [reserved, released], release, []],
    ['a release before it was held', [reserved], { ...release, releasedFrom: '2025-12-31' }, 'DAY_RANGE_INVALID'],
  ])('answers %s', (_, given, asked, outcome) => {
    const decision = schemeNumberDecider.decide(asked, given.reduce(schemeNumberDecider.evolve, schemeNumberDecider.initial));
    expect('rejected' in decision ? decision.rejected.code : decision.accepted).toEqual(outcome);
  });
});
