import { parseMoney } from '#money';
import { type ReadModel } from '#read-model';
import { type CollectionFact, type UndeliveredFact } from '../collection-fact';
import { type CollectionFigures } from '../compute-collection-return';

/** A row of `collection_parcels` that belongs to a carrier, as the database gives it. */
interface ParcelRecord {
  readonly carrier: string;
  readonly consignment_number: string;
  readonly country: string;
  readonly currency: string | null;
  readonly mrn: string | null;
  readonly expected: string | null;
  readonly invalidated_on: string | null;
  readonly collected_at: string;
  readonly tax_rows: string | null;
  readonly collection_hash: string;
  readonly returned_in: string | null;
  readonly failed_at: string;
  readonly failure_hash: string;
}

/** Whose return of which month; `until` is the moment at which the month ends at the authority. */
export type CollectionsAsked = Readonly<{ holder: string; state: string; schemeNumber: string; period: string; until: string }>;

const columns =
  'carrier, consignment_number, country, currency, mrn, expected, invalidated_on, collected_at, tax_rows, collection_hash, returned_in, failed_at, failure_hash';
const ofCarrier = `SELECT ${columns} FROM collection_parcels WHERE carrier = ? AND country = ? AND (scheme_number IS NULL OR scheme_number = ?) AND`;

const isFiled = async (views: ReadModel, { schemeNumber, period }: CollectionsAsked): Promise<boolean> =>
  (
    await views.all<{ found: number }>('SELECT 1 AS found FROM collection_returns WHERE scheme_number = ? AND period = ?', [
      schemeNumber,
      period,
    ])
  ).length > 0;

/**
 * The collections that a return covers or, before it is filed, would cover: those before the end of the month that no return covers, late
 * ones of earlier months too, without parcels that could not be delivered. Wait for the read model to reach the log's head first.
 */
export async function* collectionsOfReturn(views: ReadModel, asked: CollectionsAsked): AsyncGenerator<CollectionFact> {
  const { holder, state, schemeNumber, period, until } = asked;
  const filed = await isFiled(views, asked);
  const [where, parameter] = filed
    ? ['returned_in = ?', period]
    : ['open_collection = 1 AND failed_seq IS NULL AND collected_at < ?', until];
  for await (const row of views.iterate<ParcelRecord>(`${ofCarrier} ${where} ORDER BY collected_seq`, [
    holder,
    state,
    schemeNumber,
    parameter,
  ]))
    yield collectionOf(row);
}

const collectionOf = (row: ParcelRecord): CollectionFact => {
  const { carrier, country, collected_at: at, collection_hash: hash, mrn } = row;
  const currency = row.currency ?? '';
  return {
    carrier,
    consignmentNumber: row.consignment_number,
    country,
    currency,
    at,
    ...(mrn === null ? {} : { mrn }),
    rows: taxRowsOf(row.tax_rows ?? '[]', currency),
    hash,
  };
};

const taxRowsOf = (stored: string, currency: string): CollectionFact['rows'] =>
  (JSON.parse(stored) as readonly Readonly<{ rate: string; taxable: string; vat: string }>[]).map(({ rate, taxable, vat }) => ({
    rate,
    taxable: parseMoney(taxable, currency).minor,
    vat: parseMoney(vat, currency).minor,
  }));

/** The failed deliveries that a return tells or, before it is filed, would tell, with the declarations that were invalidated for them. */
export const undeliveredOfReturn = async (views: ReadModel, asked: CollectionsAsked): Promise<readonly UndeliveredFact[]> => {
  const { holder, state, schemeNumber, period } = asked;
  const [where, parameters] = (await isFiled(views, asked)) ? ['told_in = ?', [period]] : ['open_failure = 1', []];
  const rows = await views.all<ParcelRecord>(`${ofCarrier} ${where} ORDER BY failed_seq`, [holder, state, schemeNumber, ...parameters]);
  return rows.map((row) => {
    const { carrier, currency, mrn, invalidated_on: invalidatedOn, failed_at: at, failure_hash: hash } = row;
    // What a return has covered is expected no more: it is claimed back from the authority.
    const collected =
      row.tax_rows === null || row.returned_in !== null
        ? 0n
        : taxRowsOf(row.tax_rows, currency ?? '').reduce((total, { vat }) => total + vat, 0n);
    const assessed = row.expected === null || currency === null || row.returned_in !== null ? 0n : parseMoney(row.expected, currency).minor;
    return {
      carrier,
      consignmentNumber: row.consignment_number,
      currency: currency ?? '',
      at,
      ...(mrn === null ? {} : { mrn }),
      ...(invalidatedOn === null ? {} : { invalidatedOn }),
      expected: assessed - collected,
      collected,
      hash,
    };
  });
};

/** Filed returns under special arrangements in order of number and period; of one holder where given. */
export const collectionReturnsOf = async (views: ReadModel, holder?: string): Promise<readonly CollectionFigures[]> => {
  const where = holder === undefined ? '' : ' WHERE holder = ?';
  const found = await views.all<{ filed: string }>(
    `SELECT filed FROM collection_returns${where} ORDER BY scheme_number, period`,
    holder === undefined ? [] : [holder],
  );
  return found.map(({ filed }) => JSON.parse(filed) as CollectionFigures);
};
