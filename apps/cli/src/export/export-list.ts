import path from 'node:path';
import { zoneOfAuthority } from '#declarations';
import { datasetNamed, writeExport, type ExportFormat, type ExportManifest } from '#export';
import type { EventStore } from '#event-store';
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
const withViewsOf = <T>(
  context: CommandContext,
  log: OpenLog,
  { projections, study }: Source,
  moment: AskedMoment,
  work: (views: ReadModel, store: EventStore) => Promise<T>,
): Promise<T> => {
  const present = (views: ReadModel): Promise<T> => work(views, log.store);
  if (study === true) return withStudyViews(context, log, present);
  return projections === undefined ? withViews(context, log, present) : withViewsAt(context, log, projections, moment, work);
};

const askedOf = async (
  log: OpenLog,
  views: ReadModel,
  store: EventStore,
  source: Source,
  moment: AskedMoment,
  filters: AskedRows['filters'],
): Promise<AskedRows> => {
  const ruleBook = await (await rulesOf(log)).at(moment.knownAt);
  const now = throughOption('--as-of')(log.legalNow);
  const asOf = moment.asOf ?? now;
  return {
    views,
    log: { ...log, store },
    filters,
    ruleBook,
    today: asOf.slice(0, 10),
    knownAt: moment.knownAt,
    ...(moment.asOf === undefined && source.judged !== true ? {} : { asOf }),
    question: { ruleBook, zoneOf: (authority) => zoneOfAuthority(ruleBook, authority) ?? 'utc', asOf, knownAt: moment.knownAt },
  };
};

/** Writes what a query shows to a file, with its manifest beside it. */
export const exportList = (context: CommandContext, { of, format, out, filter, ...options }: ListToExport): Promise<ExportManifest> => {
  const [source, filters] = [sourceOf(of), filtersOf(of, filter)];
  return withLog(context, async (log) => {
    const moment = await momentOf(log, options);
    return withViewsOf(context, log, source, moment, async (views, store) => {
      const question = await askedOf(log, views, store, source, moment, filters);
      return writeExport({
        dataset: datasetNamed(of),
        format,
        items: source.rows(question),
        file: path.resolve(out),
        filters,
        knownAt: moment.knownAt,
        ...(question.asOf === undefined ? {} : { asOf: question.asOf }),
        onProgress: (rows) => {
          context.output.progress(`${String(rows)} rows`);
        },
      });
    });
  });
};
