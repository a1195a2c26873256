import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import path from 'node:path';
import { longTest } from '../support/long/long-test';
import { documentOf, tidewaiter } from '../support/long/program';

/** What the demonstration says of the faults that it planted, and of its own log. */
interface Checked {
  readonly planted: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  readonly reconciliation: { readonly breaks: Readonly<Record<string, unknown>> };
  readonly verification: { readonly findingCount: number };
  readonly truth: {
    readonly planted: number;
    readonly recall: string;
    readonly precision: string;
    readonly misses: readonly unknown[];
    readonly strangers: readonly unknown[];
    readonly otherAmounts: readonly unknown[];
    readonly unexplained: readonly unknown[];
    readonly notPlanted: readonly { readonly code: string }[];
  };
}

/** Codes that need a log which somebody else wrote: libs/reconciliation tells such logs to itself (parcel-breaks.spec, refunds.spec). */
const neverPlanted = ['B48', 'B73', 'B74'];

/**
 * Every fault that is planted is found under its one root, and no other root is reported: on a trade of all models, which has a place for
 * every kind, and on those of one model. Without faults there is no break at all.
 */
longTest(async ({ small, seed, random, directory, note }) => {
  const told = async (parcels: number, model: string, noise: string, of: number): Promise<Checked> => {
    const data = path.join(directory, `${model}-${String(parcels)}-${noise}`);
    const ended = await tidewaiter(data, [
      'demo',
      '--parcels',
      String(parcels),
      '--model',
      model,
      '--noise',
      noise,
      '--seed',
      String(of),
      '--check-truth',
    ]);
    // Where it finds differences it names them, and ends with 1.
    const checked = documentOf<Checked>(ended, ended.code === 1 ? 1 : 0);
    const { truth, planted, verification } = checked;
    note(
      `${model}, ${String(parcels)} parcels, noise ${noise}, seed ${String(of)}: ${String(truth.planted)} faults of ${String(Object.keys(planted).length)} codes, recall ${truth.recall}, precision ${truth.precision}`,
    );
    deepStrictEqual([truth.misses, truth.strangers, truth.otherAmounts, truth.unexplained], [[], [], [], []]);
    deepStrictEqual([truth.recall, truth.precision, verification.findingCount], ['1.0000', '1.0000', 0]);
    return checked;
  };
  const other = (): number => Math.trunc(random.below(1_000_000));
  const all = await told(small ? 3_000 : 100_000, 'all', small ? '0.05' : '0.02', seed);
  deepStrictEqual(all.truth.notPlanted.map(({ code }) => code).sort(), neverPlanted);
  for (const model of ['vendor', 'intermediary', 'consumer']) await told(small ? 600 : 5_000, model, '0.1', other());
  const calm = await told(small ? 600 : 5_000, 'all', '0', other());
  deepStrictEqual(calm.reconciliation.breaks, {});
  strictEqual(calm.truth.planted, 0);
});
