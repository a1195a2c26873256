import { type ReadModel, type Row, type SqlParameter } from '#read-model';
import { manualEntries } from './manual-entries.tables';

export type ManualEntryRow = Row<typeof manualEntries>;
export const manualHows = ['fourEyes', 'onePerson', 'byHand'] as const;
export type ManualHow = (typeof manualHows)[number];

/** Which entries; `person` asked for it or agreed to it. Moments RFC 3339 UTC, from included. */
export interface ManualEntryQuestion {
  readonly book?: string;
  readonly event?: string;
  readonly how?: ManualHow;
  readonly person?: string;
  readonly from?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly after?: string;
  readonly limit: number;
}

/** Manual entries in the order of the log. */
export const findManualEntries = async (
  views: ReadModel,
  { book, event, how, person, from, asOf, knownAt, after, limit }: ManualEntryQuestion,
): Promise<readonly ManualEntryRow[]> => {
  const given: readonly (readonly [condition: string, ...values: (SqlParameter | undefined)[]])[] = [
    ['book = ?', book],
    ['event = ?', event],
    ['how = ?', how],
    ['(requested_by = ? OR approved_by = ?)', person, person],
    ['at >= ?', from],
    ['at <= ?', asOf],
    ['position <= ?', knownAt],
    ['position > ?', after],
  ];
  const asked = given.filter(([, value]) => value !== undefined);
  const where = asked.length === 0 ? '' : `WHERE ${asked.map(([condition]) => condition).join(' AND ')}`;
  return views.select(manualEntries, `${where} ORDER BY position LIMIT ?`, [
    ...asked.flatMap(([, ...values]) => values.filter((value) => value !== undefined)),
    limit,
  ]);
};
