import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { categoryOf } from '#event-catalogue';
import { SqliteReadModel, type LoggedEvent, type ReadModel } from '#read-model';
import {
  CaseIndex,
  caseIndexProjection,
  nothingTouched,
  reconciliationProjection,
  touch,
  type Bridge,
  type BridgeFigure,
  type CaseFilter,
  type DimensionFilter,
  type ReconciliationLaw,
  type Snapshot,
} from '#reconciliation';
import { shippedRuleBook } from '#rules';
import { startThread } from '#threads';
import { CaseLog, chapterOf, countryOf, months, numberOf, officeEvents, parcelEvents, sellerOf, today } from './case-trade';
import type { Figure } from './figure';
import type { KeepAsked, KeptCases } from './keep-cases.worker';
import { quantile, timed } from './limits';

/** Of 200 the 99th of a hundred would be the second worst: an accident of the machine. */
const samples = 1000;
const arrivals = { seconds: 10, parcelsPerSecond: 1000, batches: 100 } as const;

interface Bench {
  readonly index: CaseIndex;
  readonly law: ReconciliationLaw;
}

const apply = async (views: ReadModel, events: readonly LoggedEvent[]): Promise<void> => {
  const wanted = events.filter(({ stream }) => reconciliationProjection.categories?.includes(categoryOf(stream)) === true);
  const [fault] = await views.apply([
    { projection: reconciliationProjection, events: wanted, through: events.at(-1)?.position ?? ('' as never) },
  ]);
  if (fault !== undefined) throw fault.cause;
};

/** The rows of so many parcels, by the product's own projection. */
const fill = async (views: ReadModel, log: CaseLog, cases: number): Promise<void> => {
  await views.rebuild(async (fresh) => {
    await apply(fresh, officeEvents(log));
    for (let i = 0; i < cases; i += 200)
      await apply(fresh, Array.from({ length: Math.min(200, cases - i) }, (_, j) => parcelEvents(log, i + j)).flat());
  });
};

/** Milliseconds of each of many questions. */
const taken = async (ask: (i: number) => Promise<unknown>): Promise<readonly number[]> => {
  const milliseconds: number[] = [];
  for (let i = 0; i < samples; i += 1) milliseconds.push(1000 * (await timed(() => ask(i))));
  return milliseconds;
};

const monthOf = (i: number): string => months[i % months.length] ?? '2026-01';
/** Filters as users combine them: the common and the rare, one and several. */
const filters: readonly ((i: number) => CaseFilter)[] = [
  () => ({}),
  () => ({ status: 'broken' }),
  (i) => ({ status: 'matched', month: monthOf(i) }),
  (i) => ({ code: ['B01', 'B20', 'B23', 'B54'][i % 4] ?? 'B01' }),
  (i) => ({ code: 'B20', month: monthOf(i) }),
  (i) => ({ seller: sellerOf(i), status: 'inTransit' }),
  (i) => ({ schemeNumber: numberOf(i), month: monthOf(i) }),
  (i) => ({ country: countryOf(i), month: monthOf(i), status: 'broken' }),
  (i) => ({ chapter: chapterOf(i), month: monthOf(i) }),
  (i) => ({ model: 'intermediary', country: countryOf(i), code: 'B54' }),
];
const windows: readonly ((i: number) => DimensionFilter)[] = [
  (i) => ({ month: monthOf(i) }),
  (i) => ({ month: monthOf(i), country: countryOf(i) }),
  (i) => ({ month: monthOf(i), seller: sellerOf(i) }),
  (i) => ({ month: monthOf(i), chapter: chapterOf(i) }),
  (i) => ({ month: monthOf(i), schemeNumber: numberOf(i) }),
];

const pages = ({ index, law }: Bench, at: Snapshot): Promise<readonly number[]> =>
  taken(async (i) => {
    const filter = filters[i % filters.length]?.(i) ?? {};
    const page = await index.list(at, law, filter, { limit: 100 });
    const { cases } = await index.totalsOf(filter);
    if (Math.min(cases, 100) !== page.cases.length)
      throw new Error(`${String(page.cases.length)} cases of ${String(cases)} on the first page of ${JSON.stringify(filter)}`);
  });

const bridges = ({ index, law }: Bench, at: Snapshot): Promise<readonly number[]> =>
  taken((i) => index.bridges(at, law, windows[i % windows.length]?.(i) ?? {}));

/** The cases behind figures of the bridge, of each month and of all, each figure in turn. */
const drillDowns = async (
  { index, law }: Bench,
  at: Snapshot,
  figuresOf: (bridge: Bridge) => readonly BridgeFigure[],
): Promise<readonly number[]> => {
  const filters = [{}, ...months.map((month) => ({ month }))];
  const figures = (
    await Promise.all(
      filters.map(async (filter) =>
        (await index.bridges(at, law, filter)).flatMap((bridge) => figuresOf(bridge).map((behind): CaseFilter => ({ ...filter, behind }))),
      ),
    )
  ).flat();
  // Behind figures of returns and statements are no parcels.
  const counted = await Promise.all(figures.map(async (filter) => ({ filter, ...(await index.totalsOf(filter)) })));
  const ofParcels = counted.filter(({ cases }) => cases > 0);
  return taken(async (i) => {
    const { filter, cases } = ofParcels[(i * 17) % ofParcels.length] ?? { filter: {}, cases: 0 };
    const page = await index.list(at, law, filter, { limit: 100 });
    await index.totalsOf(filter);
    if (Math.min(cases, 100) !== page.cases.length)
      throw new Error(`${String(page.cases.length)} cases of ${String(cases)} behind ${JSON.stringify(filter)}`);
  });
};
const reasons = ({ book, currency, steps }: Bridge): readonly BridgeFigure[] =>
  steps.flatMap(({ from, to, because }) => Object.keys(because).map((reason) => ({ book, currency, from, to, reason })));
type Stage = keyof Bridge['rows'];
const stages = ({ book, currency, rows, byTaxType = {} }: Bridge): readonly BridgeFigure[] => [
  ...Object.keys(rows).map((stage) => ({ book, currency, stage: stage as Stage })),
  ...Object.entries(byTaxType).flatMap(([taxType, taxed]) =>
    Object.keys(taxed).map((stage) => ({ book, currency, stage: stage as Stage, taxType })),
  ),
];

/** How long after its events are applied the index has each batch of parcels, in milliseconds, while they arrive steadily. */
const lags = async (
  views: ReadModel,
  log: CaseLog,
  keeper: Worker,
  first: number,
): Promise<{ readonly lags: readonly number[]; readonly late: number }> => {
  const waiting: { readonly position: string; readonly since: number }[] = [];
  const found: number[] = [];
  let [touched, idle] = [nothingTouched(), true];
  const ask = (): void => {
    if (!idle || touched.subjects.size === 0) return;
    keeper.postMessage({ position: waiting.at(-1)?.position ?? '', touched } satisfies KeepAsked);
    [touched, idle] = [nothingTouched(), false];
  };
  keeper.on('message', (position: string) => {
    while ((waiting[0]?.position ?? '~') <= position) found.push(performance.now() - (waiting.shift()?.since ?? 0));
    idle = true;
    ask();
  });
  const each = arrivals.parcelsPerSecond / (arrivals.batches / arrivals.seconds);
  const arriving = Array.from({ length: arrivals.batches }, (_, batch) =>
    Array.from({ length: each }, (__, i) => parcelEvents(log, first + batch * each + i, '2026-08')).flat(),
  );
  const began = performance.now();
  let late = 0;
  for (const [batch, events] of arriving.entries()) {
    const dueAt = began + (batch * 1000 * arrivals.seconds) / arrivals.batches;
    await sleep(Math.max(0, dueAt - performance.now()));
    late = Math.max(late, performance.now() - dueAt);
    const since = performance.now();
    await apply(views, events);
    for (const event of events) touch(touched, event);
    waiting.push({ position: events.at(-1)?.position ?? '', since });
    ask();
  }
  while (waiting.length > 0) await sleep(20);
  return { lags: found, late };
};

/** Questions to so many cases, on an embedded store: rows by the product's projection, cases by its evaluation. */
export const caseFigures = async (directory: string, cases: number): Promise<readonly Figure[]> => {
  const folder = (name: string): string => {
    mkdirSync(join(directory, name));
    return join(directory, name);
  };
  const [views, log, law] = [
    SqliteReadModel.open(folder('views'), [reconciliationProjection]),
    new CaseLog(),
    { ruleBook: shippedRuleBook() },
  ];
  const filling = await timed(() => fill(views, log, cases));
  const at: Snapshot = { position: log.position, moment: today };
  // The index is built and kept in a thread of its own, as by a server.
  const keeper = startThread(join(__dirname, 'keep-cases.worker.js'), {
    views: join(directory, 'views'),
    index: folder('index'),
    moment: today,
  } satisfies KeptCases);
  const building = await timed(async () => {
    keeper.postMessage({ position: at.position } satisfies KeepAsked);
    await once(keeper, 'message');
  });
  const model = SqliteReadModel.openReader(join(directory, 'index'), [caseIndexProjection]);
  const bench: Bench = { law, index: new CaseIndex(views, model) };
  // A server asks itself these when its index is there.
  for (const filter of [{}, { status: 'broken' }] as const) await bench.index.list(at, law, filter, { limit: 100 });
  const [page, bridge, drill, stageDrill] = [
    await pages(bench, at),
    await bridges(bench, at),
    await drillDowns(bench, at, reasons),
    await drillDowns(bench, at, stages),
  ];
  const report = 1000 * (await timed(() => bench.index.report(at, law)));
  await model.close();
  const { lags: lag, late } = await lags(views, log, keeper, cases);
  keeper.postMessage(undefined);
  await once(keeper, 'exit');
  await views.close();
  const p99 = (name: string, values: readonly number[], goal: number, details: Readonly<Record<string, number>> = {}): Figure => ({
    name,
    unit: 'ms, p99',
    value: quantile(values, 0.99),
    goal,
    better: 'less',
    details: { p50: quantile(values, 0.5), most: Math.max(...values), ...details },
  });
  return [
    {
      name: `cases indexed, of ${String(cases)}`,
      unit: 'cases/s',
      value: cases / building,
      goal: 4000,
      better: 'more',
      details: { seconds: building, 'seconds for their rows': filling },
    },
    p99('a filtered page of 100 cases with totals', page, 50),
    p99('the bridge of a month', bridge, 500, { 'whole report': report }),
    p99('the cases behind a difference of it', drill, 50),
    p99('the cases behind a stage or tax of it', stageDrill, 50),
    p99('lag at 1,000 parcels/s', lag, 1000, { 'parcels late by': late }),
  ];
};
