import path from 'node:path';
import { zoneOfAuthority } from '#declarations';
import type { Position } from '#event-store';
import { datasetNamed, writeExport, type ExportFormat, type ExportManifest } from '#export';
import type { ReadModel } from '#read-model';
import { ledgerProjections, PastViews } from '#runtime';
import { throughOption, type KnownAt } from '../options';
import { positionKnownAt, rulesOf, withLog, withStudyViews, withViews, type OpenLog } from '../reading';
import type { CommandContext } from '../shell';
import type { AskedRows, Source } from './source';
import { filtersOf, sourceOf, type ExportedName } from './sources';

export interface ListToExport {
  readonly of: ExportedName;
  readonly format: ExportFormat;
  readonly out: string;
  readonly filter: readonly string[];
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
}

interface Moment {
  readonly asOf?: string;
  readonly knownAt: Position;
}

/** Read models of the moment: the present ones where any moment is a filter, or where it is now. */
const withViewsOf = async <T>(context: CommandContext, log: OpenLog, { projections, study }: Source, moment: Moment, isNow: boolean, work: (views: ReadModel) => Promise<T>): Promise<T> => {
  if (study === true) return withStudyViews(context, log, work);
  if (projections === undefined || isNow) return withViews(context, log, work);
  context.output.progress('building the read models ...');
  const past = new PastViews(log.store, log.catalogue, ledgerProjections);
  try {
    return await work((await past.hold(projections, moment)).views);
  } finally {
    await past.close();
  }
};

const askedOf = async (log: OpenLog, views: ReadModel, source: Source, moment: Moment, filters: AskedRows['filters']): Promise<AskedRows> => {
  const ruleBook = await (await rulesOf(log)).at(moment.knownAt);
  const asOf = moment.asOf ?? throughOption('--as-of')(log.legalNow);
  return {
    ...{ views, filters, ruleBook, today: asOf.slice(0, 10), knownAt: moment.knownAt },
    ...(moment.asOf === undefined && source.judged !== true ? {} : { asOf }),
    question: { ruleBook, zoneOf: (authority) => zoneOfAuthority(ruleBook, authority) ?? 'utc', asOf, knownAt: moment.knownAt },
  };
};

/** Writes what a query shows to a file, with its manifest beside it. */
export const exportList = (context: CommandContext, { of, format, out, filter, asOf, knownAt }: ListToExport): Promise<ExportManifest> => {
  const [source, filters] = [sourceOf(of), filtersOf(of, filter)];
  return withLog(context, async (log) => {
    const head = await log.store.head();
    const asked = knownAt === undefined ? head : ((await positionKnownAt(log, knownAt)) as Position);
    const moment: Moment = { knownAt: asked < head ? asked : head, ...(asOf === undefined ? {} : { asOf }) };
    return withViewsOf(context, log, source, moment, asOf === undefined && asked >= head, async (views) => {
      const question = await askedOf(log, views, source, moment, filters);
      return writeExport({
        ...{ dataset: datasetNamed(of), format, items: source.rows(question), file: path.resolve(out), filters, knownAt: moment.knownAt },
        ...(question.asOf === undefined ? {} : { asOf: question.asOf }),
        onProgress: (rows) => { context.output.progress(`${String(rows)} rows`); },
      });
    });
  });
};
