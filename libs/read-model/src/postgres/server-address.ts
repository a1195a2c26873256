import { ReadModelConnectionError } from '../connection-error';

/** Where a read model is on a PostgreSQL server. */
export interface ServerAddress {
  /** `postgresql://user:password@host:port/database?sslmode=...`, without a pooler that shares sessions between transactions. */
  readonly url: string;
  /** Schema of everything we make; `tidewaiter` unless told. Rebuilds use a second one beside it. */
  readonly schema?: string;
}

export interface ParsedAddress {
  /** Without the `options` parameter, which is given for itself. */
  readonly connectionString: string;
  readonly options: string;
  readonly schema: string;
  /** Server and database, for messages: no password. */
  readonly label: string;
}

/** Room is left for the names that are derived from it. */
const schemaPattern = /^[a-z][a-z0-9_]{0,50}$/;

/** Throws ReadModelConnectionError POSTGRES_URL_INVALID, RangeError for a schema that is no plain name. */
export const parseAddress = ({ url, schema = 'tidewaiter' }: ServerAddress): ParsedAddress => {
  if (!schemaPattern.test(schema))
    throw new RangeError(`not a name for a schema: ${schema} (small letters, digits and underscores, at most 51)`);
  const parsed = URL.parse(url);
  if (parsed === null || !['postgres:', 'postgresql:'].includes(parsed.protocol))
    throw new ReadModelConnectionError(
      'POSTGRES_URL_INVALID',
      'the address of PostgreSQL is not of the form postgresql://user:password@host:port/database',
    );
  const options = parsed.searchParams.get('options') ?? '';
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, options, schema, label: `PostgreSQL at ${parsed.host}${parsed.pathname}` };
};
