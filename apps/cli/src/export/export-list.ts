import path from 'node:path';
import { zoneOfAuthority } from '#declarations';
import { datasetNamed, writeExport, type ExportFormat, type ExportManifest } from '#export';
import type { ReadModel } from '#read-model';
import { throughOption } from '../options';
import { rulesOf, withLog, withStudyViews, withViews, type OpenLog } from '../reading';
import { momentOf, withViewsAt, type AskedMoment, type MomentOptions } from '../reading-at';
import type { CommandContext } from '../shell';
import type { AskedRows, Source } from './source';
import { filtersOf, sourceOf, type ExportedName } from './sources';

export interface ListToExport extends MomentOptions {
  readonly of: ExportedName;
  readonly format: ExportFormat;
  readonly out: string;
  readonly filter: readonly string[];
}

/** Where the rows are read: the present read models where any moment is a filter of theirs. */
const withViewsOf = <T>(context: CommandContext, log: OpenLog, { projections, study }: Source, moment: AskedMoment, work: (views: ReadModel) => Promise<T>): Promise<T> => {
  if (study === true) return withStudyViews(context, log, work);
  return projections === undefined ? withViews(context, log, work) : withViewsAt(context, log, projections, moment, work);
};

const askedOf = async (log: OpenLog, views: ReadModel, source: Source, moment: AskedMoment, filters: AskedRows['filters']): Promise<AskedRows> => {
  const ruleBook = await (await rulesOf(log)).at(moment.knownAt);
  const asOf = moment.asOf ?? throughOption('--as-of')(log.legalNow);
  return {
    ...{ views, filters, ruleBook, today: asOf.slice(0, 10), knownAt: moment.knownAt },
    ...(moment.asOf === undefined && source.judged !== true ? {} : { asOf }),
    question: { ruleBook, zoneOf: (authority) => zoneOfAuthority(ruleBook, authority) ?? 'utc', asOf, knownAt: moment.knownAt },
  };
};

/** Writes what a query shows to a file, with its manifest beside it. */
export const exportList = (context: CommandContext, { of, format, out, filter, ...options }: ListToExport): Promise<ExportManifest> => {
  const [source, filters] = [sourceOf(of), filtersOf(of, filter)];
  return withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    return withViewsOf(context, log, source, moment, async (views) => {
      const question = await askedOf(log, views, source, moment, filters);
      return writeExport({
        ...{ dataset: datasetNamed(of), format, items: source.rows(question), file: path.resolve(out), filters, knownAt: moment.knownAt },
        ...(question.asOf === undefined ? {} : { asOf: question.asOf }),
        onProgress: (rows) => { context.output.progress(`${String(rows)} rows`); },
      });
    });
  });
};
