import { canonicalJson, sha256Hex } from '#event-catalogue';
import type { Projection } from './projection';

/** By projection, which never changes: each read model that is opened asks for all of them. */
const known = new WeakMap<Projection, string>();

/** Changes whenever rows must be built anew: another version, other tables. */
export const definitionHash = (projection: Projection): string => {
  const hash = known.get(projection) ?? hashOf(projection);
  known.set(projection, hash);
  return hash;
};

const hashOf = ({ version, categories, tables }: Projection): string =>
  sha256Hex(
    canonicalJson({
      version,
      categories,
      tables: tables.map(({ name, columns, key, indexes }) => ({ name, columns: Object.entries(columns), key, indexes })),
    }),
  );
