import { type Declared, type DeclaredItem, type PeerItem, type SchemeImport } from '../facts';
import { grouped } from '../grouped';
import { type FactGroup, type FactRow } from './fact-reader';
import { type DeclaredBody, type PeerBody, type SchemeBody } from './told';

/** The version of a declaration that counts; undefined where none does any more. */
export const liveDeclaration = ({ rows }: FactGroup<DeclaredBody>): Declared | undefined => {
  const ended = new Set(rows.flatMap(({ body }) => ('ended' in body ? body.ended : [])));
  let head: { readonly row: FactRow<DeclaredBody>; readonly body: Extract<DeclaredBody, { head: unknown }>['head'] } | undefined;
  for (const row of rows)
    if ('head' in row.body && !ended.has(row.body.head.version) && (head === undefined || head.body.version < row.body.head.version))
      head = { row, body: row.body.head };
  if (head === undefined) return undefined;
  const { version, mrn, seller, jurisdiction, buyerType, transactionType, currency, discount, exchange, acceptedOn } = head.body;
  const items = rows.flatMap(({ body }): readonly DeclaredItem[] => ('items' in body && body.version === version ? body.items : []));
  return {
    stream: head.row.stream,
    position: head.row.position,
    mrn,
    jurisdiction,
    buyerType,
    transactionType,
    currency,
    acceptedOn,
    items,
    ...(seller === undefined ? {} : { seller }),
    ...(discount === undefined ? {} : { discount }),
    ...(exchange === undefined ? {} : { exchange }),
  };
};

/** Rows of versions that count, for groups in which many declarations meet. */
const liveRows = <B extends object>(
  rows: readonly FactRow<B | { readonly ended: number }>[],
  versionOf: (body: B) => number,
): readonly FactRow<B>[] => {
  const isEnd = (body: B | { readonly ended: number }): body is { readonly ended: number } => 'ended' in body;
  const ended = new Set(rows.flatMap(({ stream, body }) => (isEnd(body) ? `${stream} ${String(body.ended)}` : [])));
  return rows.filter((row): row is FactRow<B> => !isEnd(row.body) && !ended.has(`${row.stream} ${String(versionOf(row.body))}`));
};

export const livePeers = ({ rows }: FactGroup<PeerBody>): readonly PeerItem[] =>
  liveRows<Exclude<PeerBody, { ended: number }>>(rows, ({ version }) => version).map(({ stream, position, body: { seq, value, per } }) => ({
    stream,
    position,
    seq,
    value,
    per,
  }));

/** Each declaration once, by the version that counts. */
export const liveImports = ({ rows }: FactGroup<SchemeBody>): readonly SchemeImport[] => {
  const live = liveRows<Exclude<SchemeBody, { ended: number }>>(rows, ({ version }) => version);
  return [...grouped(live, ({ stream }) => stream).values()].flatMap((own) => {
    const last = own.reduce((a, b) => (b.body.version > a.body.version ? b : a));
    const { mrn, seller, dispatchCountry, acceptedOn } = last.body;
    return { stream: last.stream, position: last.position, mrn, dispatchCountry, acceptedOn, ...(seller === undefined ? {} : { seller }) };
  });
};
