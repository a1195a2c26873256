import { type AccountPeriodEvent, accountEvents, accountPeriodStream } from '#accounts';
import { declarationDispatch, declarationEvents, declarationId, declarationStream, type LodgeDeclaration } from '#declarations';
import { commandIdOfMessage, type DomainEvent, EventCatalogue, type Recorded, streamFor } from '#event-catalogue';
import { effectDeclined, accept, CommandRunner, type Decider, MemoryCheckpoints, MemoryEventStore, ProcessRunner } from '#event-store';
import { rulesEvents, type RulesEvent, shippedRuleBook } from '#rules';
import { lodgeH1, lodgeH7 } from '../../../test/support/declarations/examples';
import { assessOnLodgement } from './assess-on-lodgement.process';
import { releaseOnCharge } from './release-on-charge.process';

const catalogue = new EventCatalogue([...rulesEvents, ...declarationEvents, ...accountEvents, effectDeclined]);
const store = new MemoryEventStore();
const runner = new CommandRunner(store, catalogue, () => '2026-08-01T00:00:00.000Z');

const settle = async (): Promise<void> => {
  const processes = [assessOnLodgement(shippedRuleBook()), releaseOnCharge()];
  // A new runner without checkpoints each time: everything is reacted to again from event 0.
  await new ProcessRunner(store, catalogue, runner, new MemoryCheckpoints(), { batch: 3 }).runUntilCaughtUp(processes);
};
const lodge = async (command: LodgeDeclaration, header: Partial<LodgeDeclaration['header']>): Promise<string> => {
  const lodged = { ...command, header: { ...command.header, ...header } };
  expect(await runner.run(declarationDispatch(lodged, { actor: 'R-1' }))).toMatchObject({ kind: 'accepted' });
  await settle();
  return declarationStream(lodged.header.authority, lodged.header.declarant, lodged.header.lrn);
};
/** Writes facts of other parts of the house as they are; their own deciders are tested there. */
const record = async (stream: string, category: string, event: AccountPeriodEvent | RulesEvent): Promise<void> => {
  const decider: Decider<DomainEvent, null, DomainEvent> = { category, initial: null, evolve: () => null, decide: (fact) => accept(fact) };
  const commandId = commandIdOfMessage({ book: 'GB', issuer: 'TEST', kind: category, reference: `${stream}/${event.type}`, version: '1' });
  expect(
    await runner.run({
      decider,
      stream,
      command: event,
      context: { commandId, actor: 'test', book: 'GB', effectiveAt: '2026-03-10T23:30:00.000Z' },
    }),
  ).toMatchObject({ kind: 'accepted' });
  await settle();
};
const read = async (stream: string): Promise<readonly Recorded[]> => {
  const events: Recorded[] = [];
  for await (const stored of store.read(stream)) events.push(catalogue.decode(stored));
  return events;
};
const typesIn = async (stream: string): Promise<readonly string[]> => (await read(stream)).map((e) => e.type);

describe('the way of a declaration', () => {
  it('is assessed and, where nothing is payable, released as of acceptance', async () => {
    const stream = await lodge(lodgeH7, { acceptedAt: '2026-06-30T09:30:00.000Z', acceptedOn: '2026-06-30' });
    const events = await read(stream);
    expect(events.map((e) => e.type)).toEqual([
      'DeclarationLodged',
      'DeclarationItemsRecorded',
      'DutyAssessed',
      'AssessmentLinesRecorded',
      'ReleaseGranted',
    ]);
    expect(events[4]?.data).toEqual({ releasedAt: '2026-06-30T09:30:00.000Z', releasedOn: '2026-06-30' });
    expect(events[4]?.metadata).toMatchObject({
      actor: 'process:release-on-charge',
      book: 'EU-FR',
      effectiveAt: '2026-06-30T09:30:00.000Z',
    });
  });

  it('is released when what is payable is charged', async () => {
    const stream = await lodge(lodgeH1, {});
    expect(await typesIn(stream)).toEqual(['DeclarationLodged', 'DeclarationItemsRecorded', 'DutyAssessed', 'AssessmentLinesRecorded']);
    const account = 'A'.repeat(26);
    const period = {
      account,
      authority: 'GB',
      holder: 'R-1',
      kind: 'deferment',
      currency: 'GBP',
      cycle: 'UK-DUTY',
      period: '2026-03',
      start: '2026-03-01',
      end: '2026-04-01',
      opening: '0.00',
      unapplied: '0.00',
    } as const;
    await record(accountPeriodStream('GB', account, '2026-03'), 'accountPeriod', { type: 'PeriodOpened', data: period });
    await record(accountPeriodStream('GB', account, '2026-03'), 'accountPeriod', {
      type: 'ChargePosted',
      data: {
        account,
        holder: 'R-1',
        charge: 'C'.repeat(26),
        kind: 'declaration',
        subject: declarationId('GB', 'R-1', lodgeH1.header.lrn),
        reference: lodgeH1.header.mrn,
        lines: [{ taxType: 'A00', beneficiary: 'GB', amount: '106.60' }],
        total: '106.60',
        currency: 'GBP',
        acceptedAt: lodgeH1.header.acceptedAt,
        postedOn: '2026-03-10',
        dueOn: '2026-04-15',
      },
    });
    const released = (await read(stream)).at(-1);
    expect(released).toMatchObject({
      type: 'ReleaseGranted',
      data: {
        releasedAt: lodgeH1.header.acceptedAt,
        releasedOn: '2026-03-10',
        charged: { account, charge: 'C'.repeat(26), period: '2026-03' },
      },
    });
  });

  it('stops at the refusal of an assessment: the goods are not released', async () => {
    const stream = await lodge(lodgeH7, { lrn: 'ABOVE', currency: 'USD', statedValue: { amount: '160', currency: 'EUR' } });
    expect(await typesIn(stream)).toEqual(['DeclarationLodged', 'DeclarationItemsRecorded', 'AssessmentRefused']);
  });

  it('follows the law that the log knew, also when all is reacted to again', async () => {
    const before = await lodge(lodgeH1, { lrn: 'BEFORE' });
    const rate: RulesEvent = {
      type: 'VatRatesPublished',
      data: { country: 'GB', source: 'test', rates: [{ category: 'standard', rate: '17.5', from: '2021-01-01' }] },
    };
    await record(streamFor({ category: 'ruleSet', book: '-', issuer: 'TEST', reference: 'vat/GB' }), 'ruleSet', rate);
    const later = await lodge(lodgeH1, { lrn: 'LATER' });
    const vat = async (stream: string): Promise<unknown> =>
      (await read(stream)).flatMap((e) => (e.type === 'AssessmentLinesRecorded' ? [e.data] : []))[0];
    expect(JSON.stringify(await vat(before))).toContain('vat:standard 20%');
    expect(JSON.stringify(await vat(later))).toContain('vat:standard 17.5%');
    const head = await store.head();
    await settle();
    expect(await store.head()).toBe(head);
  });
});
