import { deriveId, streamName } from '#event-catalogue';
import { add, formatMoney, parseMoney, zero } from '#money';
import { type LoggedEvent, projection, type Row, type Rows } from '#read-model';
import { changeoverTo, inEuro } from '#rules';
import { type CollectionFigures } from '../compute-collection-return';
import { waitsForEuro } from '../collections-in-euro';
import { factHash } from '../supply-fact';
import { collectionCounts, collectionDeclarations, collectionParcels, collectionReturns } from './collections.tables';

/** The fields that are read of other libs' events; advance data and declarations own them. */
type Collected = Readonly<{
  carrier: string;
  consignmentNumber: string;
  collectedAt: string;
  consumptionCountry: string;
  currency: string;
  schemeNumber?: string;
  lines: readonly Readonly<{ taxType: string; rate: string; taxable: string; amount: string }>[];
  mrn?: string;
}>;
type Lodged = Readonly<{
  scheme?: string;
  schemeNumber?: string;
  carrier?: string;
  consignmentNumber?: string;
  jurisdiction: string;
  mrn: string;
}>;
type Assessed = Readonly<{
  accountedIn?: Readonly<{ scheme: string }>;
  currency: string;
  totals: readonly Readonly<{ taxType: string; accountedElsewhere: string }>[];
}>;

type Parcel = Row<typeof collectionParcels>;

/**
 * Parcels under special arrangements and the returns that cover them. A return covers the collections that stood before it in the log, as
 * many as it says, without those of the parcels that it lets leave, again as many as it says: which they are follows from their numbers.
 */
export const collectionsProjection = projection({
  name: 'collections',
  version: 1,
  categories: ['consignment', 'declaration', 'schemeReturn'],
  tables: [collectionParcels, collectionDeclarations, collectionReturns, collectionCounts],
  apply: (events, rows) => {
    for (const event of events) {
      switch (event.type) {
        case 'TaxCollectedFromRecipient':
          collected(event, event.data as Collected, rows);
          break;
        case 'ConsignmentUndeliverable':
          failed(event, (event.data as Readonly<{ attemptedAt: string }>).attemptedAt, rows);
          break;
        case 'DeclarationLodged':
        case 'DeclarationAmended':
          lodged(event, event.data as Lodged, rows);
          break;
        case 'DutyAssessed':
          assessed(event, event.data as Assessed, rows);
          break;
        case 'DeclarationInvalidated':
          change(rows, parcelOf(event, rows), { invalidated_on: (event.data as Readonly<{ invalidatedOn: string }>).invalidatedOn });
          break;
        case 'CollectionReturnFiled':
          filed(event.data as CollectionFigures, rows);
          break;
      }
    }
  },
});

const blank = (parcel: string): Parcel => ({ parcel, open_collection: 0, open_failure: 0 });

const change = (rows: Rows, parcel: string | undefined, fields: Partial<Parcel>): void => {
  if (parcel !== undefined) rows.put(collectionParcels, { ...(rows.get(collectionParcels, { parcel }) ?? blank(parcel)), ...fields });
};

const nextSeq = (rows: Rows): number => {
  const last_seq = (rows.get(collectionCounts, { of: 'parcels' })?.last_seq ?? 0) + 1;
  rows.put(collectionCounts, { of: 'parcels', last_seq });
  return last_seq;
};

const collected = (event: LoggedEvent, data: Collected, rows: Rows): void => {
  const {
    carrier,
    consignmentNumber: consignment_number,
    consumptionCountry: country,
    currency,
    collectedAt: collected_at,
    schemeNumber,
    mrn,
  } = data;
  const tax_rows = data.lines
    .filter(({ taxType }) => taxType.startsWith('B'))
    .map(({ rate, taxable, amount: vat }) => ({ rate, taxable, vat }));
  // What was assessed before the euro and is collected in it is expected in it.
  const known = rows.get(collectionParcels, { parcel: event.stream });
  const expected = known?.expected === undefined ? undefined : expectedIn(currency, known.expected, known.currency);
  change(rows, event.stream, {
    ...(expected === undefined ? {} : { expected }),
    carrier,
    consignment_number,
    country,
    currency,
    collected_at,
    tax_rows,
    collection_hash: factHash(event),
    collected_seq: nextSeq(rows),
    open_collection: 1,
    ...(mrn === undefined ? {} : { mrn }),
    ...(schemeNumber === undefined ? {} : { scheme_number: schemeNumber }),
  });
};

const expectedIn = (currency: string, expected: string, own = currency): string => {
  const changeover = changeoverTo(currency, own);
  return changeover === undefined ? expected : formatMoney(inEuro(parseMoney(expected, own), changeover));
};

const failed = (event: LoggedEvent, failed_at: string, rows: Rows): void => {
  change(rows, event.stream, { failed_at, failure_hash: factHash(event), failed_seq: nextSeq(rows), open_failure: 1 });
};

/** A declaration names its parcel by carrier and number, as the parcel's own stream is named (advance-data.streams). */
const lodged = (
  event: LoggedEvent,
  { scheme, schemeNumber, carrier, consignmentNumber, jurisdiction: country, mrn }: Lodged,
  rows: Rows,
): void => {
  if (scheme !== 'EU-SA' || carrier === undefined || consignmentNumber === undefined) return;
  const parcel = streamName('consignment', deriveId({ category: 'consignment', book: '-', issuer: carrier, reference: consignmentNumber }));
  rows.put(collectionDeclarations, { declaration: event.stream, parcel });
  change(rows, parcel, {
    carrier,
    consignment_number: consignmentNumber,
    country,
    mrn,
    ...(schemeNumber === undefined ? {} : { scheme_number: schemeNumber }),
  });
};

const parcelOf = (event: LoggedEvent, rows: Rows): string | undefined =>
  rows.get(collectionDeclarations, { declaration: event.stream })?.parcel;

const assessed = (event: LoggedEvent, { accountedIn, currency, totals }: Assessed, rows: Rows): void => {
  if (accountedIn?.scheme !== 'EU-SA') return;
  const vat = totals
    .filter(({ taxType }) => taxType.startsWith('B'))
    .reduce((total, { accountedElsewhere }) => add(total, parseMoney(accountedElsewhere, currency)), zero(currency));
  change(rows, parcelOf(event, rows), { currency, expected: formatMoney(vat) });
};

const filed = (data: CollectionFigures, rows: Rows): void => {
  const { schemeNumber: scheme_number, period, holder, authority, dueOn: due_on, until = '' } = data;
  rows.put(collectionReturns, { scheme_number, period, holder, authority, due_on, filed: data });
  const of = { carrier: holder, country: authority.replace(/^EU-/, '') };
  const own = (row: Parcel): boolean => row.scheme_number === undefined || row.scheme_number === scheme_number;
  const told = rows
    .find(collectionParcels, { ...of, open_failure: 1 })
    .filter((row) => own(row) && !waitsForEuro(data.currency, row.currency ?? data.currency))
    .sort((a, b) => (a.failed_seq ?? 0) - (b.failed_seq ?? 0))
    .slice(0, data.undelivered.consignments);
  const gone = new Set(told.map(({ parcel }) => parcel));
  const covered = rows
    .find(collectionParcels, { ...of, open_collection: 1 })
    .filter((row) => own(row) && !gone.has(row.parcel) && (row.collected_at ?? '') < until)
    .sort((a, b) => (a.collected_seq ?? 0) - (b.collected_seq ?? 0))
    .slice(0, data.consignments);
  for (const row of told) rows.put(collectionParcels, { ...row, open_failure: 0, open_collection: 0, told_in: period });
  for (const row of covered) rows.put(collectionParcels, { ...row, open_collection: 0, returned_in: period });
};
