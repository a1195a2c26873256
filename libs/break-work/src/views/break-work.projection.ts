import { idOf } from '#event-catalogue';
import { projection } from '#read-model';
import { breakWorkTable } from './break-work.tables';

/** What was done about breaks. No row is ever read or changed here. */
export const breakWorkProjection = projection({
  name: 'break-work',
  version: 1,
  categories: ['break'],
  tables: [breakWorkTable],
  apply: (events, rows) => {
    for (const { stream, revision, position, metadata, type, data } of events)
      rows.put(breakWorkTable, { break_id: idOf(stream), revision: Number(revision), position, at: metadata.effectiveAt, type, data });
  },
});
