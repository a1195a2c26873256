import { chart, exportFormats } from '#journal';
import { book, oneOf, optional, record, reference } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { listQuery, viewpoint } from '../http/page-cursor';

/** Which entries count: of one book, effective by a moment, known at a position of the log. */
const moment = { book: optional(book), ...viewpoint };

export class TrialBalanceQuery extends bodyOf(record(moment)) {}
export class EntriesQuery extends bodyOf(
  listQuery({ ...moment, stream: optional(reference), account: optional(oneOf(...chart.map(({ number }) => number))) }),
) {}
export class JournalExportQuery extends bodyOf(record({ ...moment, format: oneOf(...exportFormats) })) {}
