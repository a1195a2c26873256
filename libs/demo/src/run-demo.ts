import { DirectorySourceStore, digestOfFile } from '#advance-data';
import { Reconciliation } from '#reconciliation';
import { zoneOfAuthority } from '#rules';
import { openLedger, type Ledger } from '#runtime';
import path from 'node:path';
import { settleMonths } from './back';
import { dayOf } from './days';
import { announce, collect, move, RefusedLines, type Story } from './front';
import { generatedDocuments } from './generated-documents';
import { actor } from './messages';
import { checkLaw } from './law-check';
import type { Parcel } from './parcel';
import { withRejected } from './rejected-lines';
import { demoReport, type DemoReport } from './report';
import { readRetailTrade } from './retail-trade';
import { begin, setUp } from './setup';
import { generatedTradeStart, horizonOf, settingsOf, type DemoRequest, type InputDigest } from './settings';
import { DemoInputError, Stages } from './stage';
import type { Trade } from './trade';
import { verifyBeside } from './verification';

export interface DemoPlace {
  readonly dataDirectory: string;
  /** One line about where the story stands; called often. */
  readonly progress?: (line: string) => void;
  readonly lockWaitMilliseconds?: number;
}

const nanoseconds = (): bigint => process.hrtime.bigint();

const tradeOf = async (request: DemoRequest, inputs: readonly InputDigest[], ledger: Ledger, stages: Stages): Promise<Trade> => {
  const by = { rules: ledger.rules.current(), installationKey: ledger.installation.buyerKey, actor };
  if (request.orders.length > 0) return readRetailTrade(request, inputs, by, (lines) => { stages.tell(`reading ${String(lines)} lines`); });
  return generatedDocuments({ seed: request.seed, parcels: request.parcels, from: request.rebase ?? generatedTradeStart }, { ...by, dispatchCountry: request.dispatch });
};

/** The end of a day in UTC: everything of that day is known. */
const endOf = (day: string): string => `${day}T23:59:59.999Z`;

const reportOf = async (story: Story, parcels: readonly Parcel[], refused: RefusedLines, legalNow: string): Promise<DemoReport> => {
  const { ledger, stages, trade } = story;
  await stages.run('read models', () => ledger.catchUp());
  const reconciliation = new Reconciliation(ledger.views);
  const ruleBook = ledger.rules.current();
  const question = { ruleBook, zoneOf: (authority: string) => zoneOfAuthority(ruleBook, authority) ?? 'UTC' };
  const verification = stages.run('verification', () => verifyBeside(ledger, (line) => { stages.tell(line); }));
  const now = stages.run('reconciliation', () => reconciliation.reconcile({ ...question, asOf: endOf(legalNow) }));
  const then = now.then(() => stages.run('reconciliation', () => reconciliation.reconcile({ ...question, asOf: endOf(dayOf(trade.until)) })));
  const [{ verified, told }, { totals, bridges }, onLastDay] = await Promise.all([verification, now, then]);
  return demoReport({
    trade,
    parcels,
    told,
    verified,
    reconciliation: { ...withRejected(totals, trade, refused), bridges },
    reconciliationOnLastDay: withRejected(onLastDay.totals, trade, refused),
    refused: stages.refused(),
    legalNow,
    seconds: stages.seconds,
  });
};

/** Tells the story on an open ledger. See runDemo. */
export const tellStory = async (ledger: Ledger, request: DemoRequest, progress: (line: string) => void): Promise<DemoReport> => {
  const stages = new Stages(nanoseconds, progress);
  const inputs = (await Promise.all(request.orders.map((file) => digestOfFile(file)))).map(({ name, sha256, bytes }) => ({ name, sha256, bytes }));
  const trade = await stages.run('reading', () => tradeOf(request, inputs, ledger, stages));
  if (trade.from === '') throw new DemoInputError('NO_LINES', 'orders', `${request.orders.join(', ')}: no order in ${String(trade.lines.read)} lines; expected the Online Retail layout with its header`);
  const horizon = horizonOf(dayOf(trade.from), dayOf(trade.until));
  checkLaw(horizon, ledger.rules.current());
  await begin(ledger, settingsOf(request, inputs, horizon));
  const sources = new DirectorySourceStore(path.join(ledger.dataDirectory, 'sources'));
  for (const file of request.orders) await sources.keep(file);
  const story: Story = { ledger, stages, trade, request };
  await stages.run('parties', () => setUp(ledger, stages, horizon));
  const refused = new RefusedLines();
  const parcels = await announce(story, refused);
  await collect(story, parcels);
  await move(story, parcels);
  await settleMonths(story, parcels, horizon);
  return reportOf(story, parcels, refused, horizon.legalNow);
};

/**
 * Runs the whole story on a data directory of its own, or takes it up where it was left: the same request on the same directory adds no
 * event and gives the same report. Rejects with DemoSettingsDifferError for other settings, DemoError where the directory holds another
 * ledger, and the errors of openLedger.
 */
export const runDemo = async (request: DemoRequest, place: DemoPlace): Promise<DemoReport> => {
  const ledger = await openLedger({
    dataDirectory: place.dataDirectory,
    installationSeed: String(request.seed),
    carryForwardRates: true,
    projectInThread: true,
    ...(place.lockWaitMilliseconds === undefined ? {} : { lockWaitMilliseconds: place.lockWaitMilliseconds }),
  });
  try {
    return await tellStory(ledger, request, place.progress ?? (() => undefined));
  } finally {
    await ledger.close();
  }
};
