import { idOf } from '#event-catalogue';
import { comparePositions, positionOf } from '#event-store';
import { type LoggedEvent, SqliteReadModel } from '#read-model';
import { shippedRuleBook } from '#rules';
import { lodgeH1, lodgeH7 } from '../../../../test/support/declarations/examples';
import { type DeclarationCommand, declarationDecider } from '../declarations.decider';
import { type DeclarationEvent } from '../declarations.events';
import { declarationStream } from '../declarations.streams';
import { type LodgeDeclaration } from '../lodge-declaration';
import { findDeclarations } from './declaration-queries';
import { declarationsProjection } from './declarations.projection';

const log: LoggedEvent[] = [];
/** Decides and logs, as the runner would. */
const tell = (lodge: LodgeDeclaration, header: Partial<LodgeDeclaration['header']>, ...more: readonly DeclarationCommand[]): string => {
  const lodged = { ...lodge, header: { ...lodge.header, ...header } };
  const stream = declarationStream(lodged.header.authority, lodged.header.declarant, lodged.header.lrn);
  let state = declarationDecider.initial;
  let revision = 0n;
  for (const command of [lodged, ...more]) {
    const decision = declarationDecider.decide(command, state);
    for (const event of 'accepted' in decision ? decision.accepted : []) {
      state = declarationDecider.evolve(state, event);
      log.push({
        ...(event satisfies DeclarationEvent),
        stream,
        revision: revision++,
        position: positionOf(log.length + 1),
        metadata: {} as LoggedEvent['metadata'],
      });
    }
  }
  return idOf(stream);
};
const assess: DeclarationCommand = { type: 'Assess', ruleBook: shippedRuleBook() };
const h7 = tell(lodgeH7, {}, assess);
const h1 = tell(lodgeH1, {}, assess, {
  type: 'GrantRelease',
  charged: { account: 'A'.repeat(26), charge: 'C'.repeat(26), period: '2026-07' },
});
const waiting = tell(lodgeH7, {
  lrn: 'WAITING',
  mrn: '26FR00000000000018',
  acceptedAt: '2026-07-03T09:30:00.000Z',
  acceptedOn: '2026-07-03',
});
const coat: LodgeDeclaration = {
  ...lodgeH7,
  items: lodgeH7.items.slice(0, 1).map((item) => ({ ...item, goodsValue: '160.00' })),
  controls: {},
};
const refused = tell(
  coat,
  { lrn: 'DEAR', mrn: '26FR00000000000019', acceptedAt: '2026-07-03T09:30:00.000Z', acceptedOn: '2026-07-03' },
  assess,
);

const views = SqliteReadModel.openScratch(':memory:', [declarationsProjection]);
beforeAll(async () => {
  const through =
    log
      .map((e) => e.position)
      .sort(comparePositions)
      .at(-1) ?? positionOf(0);
  expect(await views.apply([{ projection: declarationsProjection, events: log, through }])).toEqual([]);
});
afterAll(() => views.close());

describe('the list of declarations', () => {
  it('says how far each has come, in order of acceptance', async () => {
    const { declarations } = await findDeclarations(views);
    const sameMoment = [waiting, refused].sort();
    expect(declarations.map((d) => d.declaration)).toEqual([h1, h7, ...sameMoment]);
    const status = new Map(declarations.map((d) => [d.declaration, [d.status, d.payable, d.refusal, d.released_at, d.release_category]]));
    expect(status.get(h1)).toEqual(['released', '106.60', undefined, '2026-03-10T23:30:00.000Z', '4']);
    expect(status.get(h7)).toEqual(['assessed', '6.00', undefined, undefined, '3']);
    expect(status.get(waiting)).toEqual(['lodged', undefined, undefined, undefined, undefined]);
    expect(status.get(refused)).toEqual(['refused', undefined, 'DATASET_NOT_ALLOWED', undefined, undefined]);
  });
  it('finds one by its numbers', async () => {
    expect((await findDeclarations(views, { mrn: '26GB000000000042R1' })).declarations.map((d) => d.lrn)).toEqual(['R1-2026-000042']);
    expect((await findDeclarations(views, { lrn: 'WAITING' })).declarations.map((d) => d.declaration)).toEqual([waiting]);
  });
  it('shows a party only what names it', async () => {
    const seen = async (...parties: readonly string[]): Promise<number> => (await findDeclarations(views, { parties })).declarations.length;
    expect([
      await seen('R-1'),
      await seen('CARRIER-1'),
      await seen('V-IE-1'),
      await seen('R-1', 'V-IE-1'),
      await seen('V-XX-9'),
      await seen(),
    ]).toEqual([1, 3, 4, 4, 0, 0]);
    expect((await findDeclarations(views, { parties: ['R-1'], lrn: 'WAITING' })).declarations).toEqual([]);
  });
  it('shows the version that counts, and what holds or ends a declaration', async () => {
    const own: LoggedEvent[] = [];
    const told = log.splice(0);
    const at = (lrn: string) => ({ lrn, mrn: `26GB-${lrn}` });
    const amend = {
      type: 'AmendDeclaration',
      header: { ...lodgeH1.header, ...at('AMENDED') },
      items: lodgeH1.items.slice(0, 1),
      zone: lodgeH1.zone,
      amendedAt: '2026-03-12T09:00:00.000Z',
      reason: 'item',
      requestedBy: 'R-1',
    } as const;
    const charged = { account: 'A'.repeat(26), charge: 'C'.repeat(26), period: '2026-03' };
    tell(lodgeH1, at('AMENDED'), assess, { type: 'GrantRelease', charged }, amend);
    tell(lodgeH1, at('HELD'), assess, { type: 'HoldRelease', reason: 'GUARANTEE_EXCEEDED' });
    const evidence = [{ kind: 'CommercialInvoice', document: 'a'.repeat(64), receivedOn: '2026-03-12' }];
    tell(lodgeH1, at('ENDED'), assess, {
      type: 'InvalidateDeclaration',
      ground: 'duplicate',
      appliedOn: '2026-03-12',
      invalidatedOn: '2026-03-13',
      requestedBy: 'R-1',
      approvedBy: 'OFFICER-1',
      evidence,
    });
    own.push(...log.splice(0, log.length, ...told));
    const fresh = SqliteReadModel.openScratch(':memory:', [declarationsProjection]);
    expect(await fresh.apply([{ projection: declarationsProjection, events: own, through: positionOf(own.length + 1) }])).toEqual([]);
    const { declarations } = await findDeclarations(fresh);
    await fresh.close();
    expect(
      new Map(declarations.map((d) => [d.lrn, [d.status, d.version, d.item_count, d.amended_at, d.held_for, d.invalidated_on]])),
    ).toEqual(
      new Map([
        ['AMENDED', ['released', 2, 1, '2026-03-12T09:00:00.000Z', undefined, undefined]],
        ['HELD', ['held', 1, 2, undefined, 'GUARANTEE_EXCEEDED', undefined]],
        ['ENDED', ['invalidated', 1, 2, undefined, undefined, '2026-03-13']],
      ]),
    );
  });
  it('goes on page by page', async () => {
    for (const question of [{}, { parties: ['V-IE-1', 'R-1'] }]) {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await findDeclarations(views, { ...question, limit: 1, ...(after === undefined ? {} : { after }) });
        found.push(...page.declarations.map((d) => d.declaration));
        after = page.next;
      } while (after !== undefined);
      expect(found).toEqual([h1, h7, ...[waiting, refused].sort()]);
    }
  });
});
