import { DirectorySourceStore, digestOfFile } from '#advance-data';
import { openLedger, type Ledger, type LedgerPlace } from '#runtime';
import path from 'node:path';
import { settleMonths } from './back';
import { dayOf, firstDay } from './days';
import { checkTruth } from './faults/check-truth';
import { PlantedFaults } from './faults/planted-faults';
import { RefusedLines, tellDocuments, type ToldTrade } from './front';
import { generatedDocuments } from './generated-documents';
import { actor } from './messages';
import { checkLaw } from './law-check';
import { setUpModels } from './models/set-up';
import { questionOf, reconcile } from './reconciliation';
import { withRejected } from './rejected-lines';
import { demoReport, FrontTally, type DemoReport, type FrontReport } from './report';
import { readRetailTrade } from './retail-trade';
import { begin, setUp } from './setup';
import { generatedTradeStart, horizonOf, settingsOf, type DemoRequest, type Horizon, type InputDigest } from './settings';
import { Stages } from './stage';
import type { Trade } from './trade';
import { beginVerification, type Verification } from './verification';

export interface DemoPlace extends LedgerPlace {
  /** One line about where the story stands; called often. */
  readonly progress?: (line: string) => void;
  readonly lockWaitMilliseconds?: number;
  /** Whether the reconciliation is held against what was planted. */
  readonly checkTruth?: boolean;
}

/** A story goes on from parcel to parcel and seldom comes back: most states that are kept longer would only make the heap larger. */
const cachedStreams = 3000;

const nanoseconds = (): bigint => process.hrtime.bigint();

const tradeOf = async (request: DemoRequest, inputs: readonly InputDigest[], ledger: Ledger, stages: Stages): Promise<Trade> => {
  const by = { rules: ledger.rules.current(), installationKey: ledger.installation.buyerKey, actor };
  if (request.orders.length > 0)
    return readRetailTrade(request, inputs, by, (lines) => {
      stages.tell(`reading ${String(lines)} lines`);
    });
  return generatedDocuments(
    { seed: request.seed, parcels: request.parcels, from: request.rebase ?? generatedTradeStart },
    { ...by, dispatchCountry: request.dispatch },
  );
};

/** The end of a day in UTC: everything of that day is known. */
const endOf = (day: string): string => `${day}T23:59:59.999Z`;

/** What the checks at the end need of a story that has been told. */
interface Told {
  readonly front: FrontReport;
  readonly refused: RefusedLines;
  readonly lastDay: string;
  readonly legalNow: string;
  /** Faults by the code that they must be found under. */
  readonly planted: Readonly<Record<string, number>>;
}

/** What of a trade is still needed once its goods are released. */
interface Declared extends Omit<Told, 'legalNow' | 'planted'>, ToldTrade {
  readonly horizon: Horizon;
  readonly faults: PlantedFaults;
}

/** From the settings to the release of the goods. The trade ends here: a shop's order files are most of what a demo holds in memory. */
const tellTrade = async (ledger: Ledger, request: DemoRequest, stages: Stages): Promise<Declared> => {
  const inputs = (await Promise.all(request.orders.map((file) => digestOfFile(file)))).map(({ name, sha256, bytes }) => ({
    name,
    sha256,
    bytes,
  }));
  const trade = await stages.run('reading', () => tradeOf(request, inputs, ledger, stages));
  const horizon = horizonOf(dayOf(trade.from), dayOf(trade.until), request.model);
  checkLaw(horizon, ledger.rules.current());
  await begin(ledger, settingsOf(request, inputs, horizon));
  const sources = new DirectorySourceStore(path.join(ledger.dataDirectory, 'sources'));
  for (const file of request.orders) await sources.keep(file);
  await stages.run('parties', async () => {
    await setUp(ledger, stages, horizon);
    await setUpModels({ ledger, stages }, request, trade, horizon);
  });
  const refused = new RefusedLines();
  const tally = new FrontTally();
  const faults = await stages.run(
    'faults',
    async () => new PlantedFaults(ledger.dataDirectory, trade, { request, rules: ledger.rules.current(), legalNow: horizon.legalNow }),
  );
  const left = await tellDocuments(
    { ledger, stages, request, refused, faults, firstDay: firstDay(horizon.firstMonth) },
    trade.documents(),
    tally,
  );
  return { front: tally.report(trade), refused, lastDay: dayOf(trade.until), horizon, faults, ...left };
};

const tell = async (ledger: Ledger, request: DemoRequest, stages: Stages): Promise<Told> => {
  const { horizon, late, backs, lastAcceptances, faults, ...told } = await tellTrade(ledger, request, stages);
  await settleMonths(
    { ledger, stages },
    { model: request.model, horizon, late, backs: backs.map((back) => lastAcceptances.marked(back, horizon.legalNow)), faults },
  );
  return { ...told, legalNow: horizon.legalNow, planted: await faults.finish(ledger) };
};

const check = async (
  ledger: Ledger,
  stages: Stages,
  verification: Verification,
  { front, refused, lastDay, legalNow, planted }: Told,
  isChecked: boolean,
): Promise<DemoReport> => {
  await stages.run('read models', () => ledger.catchUp());
  const reconciled = stages.run('reconciliation', () => reconcile(ledger, { now: endOf(legalNow), lastDay: endOf(lastDay) }));
  const proved = stages.run('verification', () => verification.finish());
  const [{ verified, told }, { now, lastDay: then }] = await Promise.all([proved, reconciled]);
  const { totals, bridges } = now;
  const question = questionOf(ledger.rules.current(), endOf(legalNow));
  const truth = isChecked ? { truth: await stages.run('truth', () => checkTruth(ledger.dataDirectory, ledger.views, question, now)) } : {};
  return demoReport({
    front,
    told,
    verified,
    reconciliation: { ...withRejected(totals, front.lines, refused), bridges },
    reconciliationOnLastDay: withRejected(then.totals, front.lines, refused),
    refused: stages.refused(),
    legalNow,
    planted,
    ...truth,
    seconds: stages.seconds,
  });
};

const tellAndCheck = async (ledger: Ledger, request: DemoRequest, stages: Stages, isChecked: boolean): Promise<DemoReport> => {
  const verification = beginVerification(ledger);
  try {
    return await check(ledger, stages, verification, await tell(ledger, request, stages), isChecked);
  } finally {
    await verification.abandon();
  }
};

/**
 * Runs the whole story on a data directory of its own, or takes it up where it was left: the same request on the same directory adds no
 * event and gives the same report. Rejects with DemoSettingsDifferError for other settings, DemoError where the directory holds another
 * ledger, and the errors of openLedger.
 */
export const runDemo = async (
  request: DemoRequest,
  { progress, checkTruth: isChecked = false, ...place }: DemoPlace,
): Promise<DemoReport> => {
  const ledger = await openLedger({
    ...place,
    installationSeed: String(request.seed),
    carryForwardRates: true,
    projectInThread: true,
    cachedStreams,
  });
  try {
    const stages = new Stages(nanoseconds, progress ?? (() => undefined));
    return await tellAndCheck(ledger, request, stages, isChecked);
  } finally {
    await ledger.close();
  }
};
