import fc from 'fast-check';
import { orderStream } from '#advance-data';
import { breakId, breakStream, breakWorkDecider, handMatchDecider, matchStream, pairOf } from '#break-work';
import { commandIdOfMessage } from '#event-catalogue';
import { evidenceRequestDecider, evidenceRequestId, evidenceRequestStream } from '#evidence-requests';
import { PostgresReadModel, ProjectionRunner, type ReadModel } from '#read-model';
import { returnCaseDecider, returnCaseStream } from '#returns';
import { ledgerCatalogue, studyProjections } from '#runtime';
import { historyOf, told } from '../invariants/histories/history';
import type { World } from '../invariants/histories/world';
import { happens, type SmallStory } from '../invariants/small-story';
import { dropSchema, newSchema, postgresUrl } from './schema-of-each-test';

/** A history and its rows in both engines. */
export interface TwoEngines {
  readonly world: World;
  readonly sqlite: ReadModel;
  readonly postgres: PostgresReadModel;
  readonly schema: string;
  readonly dispose: () => Promise<void>;
}

const trade: SmallStory = {
  fates: (['FR', 'GB', 'DE', 'US', 'FR'] as const).map((destination, i) => ({
    destination,
    day: ['2026-05-20', '2026-06-21', '2026-06-05', '2026-06-21', '2026-06-30'][i] ?? '2026-05-20',
    lines: [
      { quantity: 1 + i, cents: 999 + 700 * i, description: 'TEACUP' },
      { quantity: 2, cents: 1250, description: 'BIRTHDAY CARD' },
    ],
    mistaken: i === 2,
  })),
  steps: [],
};

/** Orders on their way, returns of a scheme, goods that come back: what histories of accounts have little of. */
const tellTrade = async (world: World): Promise<void> => {
  for (const kind of ['order', 'pay', 'advise', 'declare', 'return'] as const)
    for (let fate = 0; fate < trade.fates.length; fate += 1)
      if (kind !== 'return' || fate < 2) await happens(world.ledger, trade, { kind, fate }, () => undefined);
  await world.ledger.settle();
  for (const period of ['2026-05', '2026-06'])
    await happens(world.ledger, trade, { kind: 'file', scheme: 'EU-IOSS', period }, () => undefined);
  const report = {
    reporter: 'CARRIER-1',
    returnReference: 'RET-1 é𝄞',
    reportedAt: '2026-07-20T10:00:00.000Z',
    ground: 'withdrawn',
    original: { mrn: '26FR00000000000000', seller: 'V-IE-1' },
    lines: [{ quantity: 2 }],
  } as const;
  const context = {
    commandId: commandIdOfMessage({ book: '-', issuer: 'TEST', kind: 'return', reference: 'RET-1', version: '1' }),
    requestHash: 'ab'.repeat(32),
    actor: 'test',
    book: '-',
    effectiveAt: report.reportedAt,
  };
  await world.ledger.send({
    decider: returnCaseDecider,
    stream: returnCaseStream(report.reporter, report.returnReference),
    command: { type: 'ReportReturn', report },
    context,
  });
  const subject = returnCaseStream(report.reporter, report.returnReference);
  const about = {
    break: breakId('B79', subject),
    of: { code: 'B79', subject, caseKey: subject, amount: '0', since: report.reportedAt, dueBy: '2026-07-30' },
  };
  const assigning = {
    ...context,
    commandId: commandIdOfMessage({ book: '-', issuer: 'TEST', kind: 'break', reference: 'RET-1', version: '1' }),
  };
  await world.ledger.send({
    decider: breakWorkDecider,
    stream: breakStream(about.break),
    command: { type: 'AssignBreak', ...about, to: 'CLERK-1', by: 'CLERK-1', on: '2026-07-21' },
    context: assigning,
  });
  const order = orderStream('V-IE-1', 'ORDER-1');
  const named = (kind: string) => ({
    ...context,
    commandId: commandIdOfMessage({ book: '-', issuer: 'TEST', kind, reference: 'RET-1', version: '1' }),
  });
  const pair = pairOf(order, subject);
  await world.ledger.send({
    decider: handMatchDecider,
    stream: matchStream(pair.match),
    command: { type: 'BreakMatch', ...pair, reason: 'another buyer', by: 'CLERK-1', on: '2026-07-21' },
    context: named('match'),
  });
  const request = evidenceRequestId('EU-IE', 'E-1');
  const asked = {
    request,
    kind: 'proofOfPayment',
    subject: order,
    authority: 'EU-IE',
    requestReference: 'E-1',
    party: 'PSP-1',
    requestedBy: 'CLERK-1',
    requestedOn: '2026-07-21',
    dueOn: '2026-07-31',
    retentionYears: 10,
  } as const;
  await world.ledger.send({
    decider: evidenceRequestDecider,
    stream: evidenceRequestStream(request),
    command: { type: 'RequestEvidence', ...asked },
    context: named('evidence'),
  });
  await world.ledger.settle();
  await world.follow();
};

/** Tells a history, always the same one, and builds its rows in both engines, in stretches of other lengths. */
export const inTwoEngines = async (seed: number, steps: number, batch = 150): Promise<TwoEngines> => {
  const [history = []] = fc.sample(historyOf(steps), { seed, numRuns: 1 });
  const world = await told(history);
  await tellTrade(world);
  await world.ledger.catchUp();
  const schema = newSchema();
  const postgres = await PostgresReadModel.open({ url: postgresUrl, schema, installation: 'test', projections: studyProjections });
  const runner = new ProjectionRunner(world.ledger.store, ledgerCatalogue, postgres, { batch });
  await runner.catchUp();
  for (const { projection, fault } of await runner.status())
    if (fault !== undefined) throw new Error(`${projection} stopped`, { cause: fault.cause });
  const dispose = async (): Promise<void> => {
    await postgres.close();
    await dropSchema(schema);
    await world.ledger.dispose();
  };
  return { world, sqlite: world.ledger.views, postgres, schema, dispose };
};
