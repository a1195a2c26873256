import { canonicalJson, sha256Hex } from '#event-catalogue';
import type { Projection } from './projection';

/** Changes whenever rows must be built anew: another version, other tables. */
export const definitionHash = ({ version, categories, tables }: Projection): string =>
  sha256Hex(
    canonicalJson({
      version,
      categories,
      tables: tables.map(({ name, columns, key, indexes }) => ({ name, columns: Object.entries(columns), key, indexes })),
    }),
  );
