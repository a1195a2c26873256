import { present } from '#event-catalogue';
import { type LoggedEvent, partitionOfText, projection, type Row } from '#read-model';
import { manualEntries } from './manual-entries.tables';

/** As many processes as may work on it at once. */
const partitions = 4;
/** Categories in which people decide. */
const categories = [
  'accountPeriod',
  'receipt',
  'beneficiary',
  'guarantee',
  'refundClaim',
  'declaration',
  'break',
  'match',
  'evidenceRequest',
] as const;

/** What was asked, agreed or done by hand: who, what, when. No row is ever read or changed here, so no order of events can matter. */
export const manualEntriesProjection = projection({
  name: 'manual-entries',
  version: 2,
  categories,
  tables: [manualEntries],
  partitions: { count: partitions, partitionOf: ({ stream }) => partitionOfText(stream, partitions) },
  apply: (events, rows) => {
    for (const event of events) {
      const row = rowOf(event);
      if (row !== undefined) rows.put(manualEntries, row);
    }
  },
});

type Data = Readonly<Record<string, unknown>>;
const textIn = (data: Data, ...fields: readonly string[]): string | undefined => {
  for (const field of fields) if (typeof data[field] === 'string') return data[field];
  return undefined;
};
const within = (data: Data, field: string): Data => (typeof data[field] === 'object' && data[field] !== null ? (data[field] as Data) : {});

/** Undefined for an event that no person decided. Rules that people stand in for say `by-hand`. */
const rowOf = ({ type, data: given, stream, revision, position, metadata }: LoggedEvent): Row<typeof manualEntries> | undefined => {
  const data = given as Data;
  const requested = textIn(data, 'requestedBy', 'by', 'rejectedBy', 'withdrawnBy');
  const approved = textIn(data, 'approvedBy');
  const isByHand = data['rule'] === 'by-hand';
  if (requested === undefined && approved === undefined && !isByHand) return undefined;
  const debt = within(data, 'debt');
  const about = {
    amount: textIn(data, 'amount', 'total', 'payable') ?? textIn(debt, 'amount'),
    currency: textIn(data, 'currency'),
    reference:
      textIn(
        data,
        'reference',
        'claimReference',
        'callReference',
        'penaltyReference',
        'distribution',
        'paymentReference',
        'mrn',
        'receipt',
        'claim',
        'break',
      ) ?? textIn(debt, 'reference'),
    reason: textIn(data, 'reason', 'ground', 'resolution', 'text'),
    document: textIn(data, 'document'),
  };
  return {
    position,
    at: metadata.effectiveAt,
    recorded_at: metadata.recordedAt,
    event: type,
    stream,
    revision: String(revision),
    book: metadata.book,
    actor: metadata.actor,
    how: isByHand ? 'byHand' : requested !== undefined && approved !== undefined ? 'fourEyes' : 'onePerson',
    ...present({ requested_by: requested, approved_by: approved }),
    ...Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)),
  };
};
