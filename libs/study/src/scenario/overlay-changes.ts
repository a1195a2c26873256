import { canonicalJson, sha256Hex } from '#event-catalogue';
import type { RuleBook, RuleTables } from '#rules';

/** A table that differs, by content hash; the rows that it has now and did not have before, at most `mostRowsShown` of `rowCount`. */
export interface TableChange {
  readonly table: string;
  readonly before?: string;
  readonly after?: string;
  readonly rowCount: number;
  readonly rows: readonly unknown[];
}
const mostRowsShown = 50;

/** What a scenario changes in the law, table by table: the scenario as data. */
export const overlayChanges = (law: RuleBook, simulated: RuleBook): readonly TableChange[] =>
  (Object.keys(law.tables) as (keyof RuleBook['tables'])[]).flatMap((kind) =>
    changesOf(law.tables[kind] as RuleTables<unknown>, simulated.tables[kind] as RuleTables<unknown>),
  );

const changesOf = (before: RuleTables<unknown>, after: RuleTables<unknown>): readonly TableChange[] => {
  if (before === after) return [];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)];
    if (was === is || was?.ref.hash === is?.ref.hash) return [];
    const known = new Set([...(was?.rows.values() ?? [])].map((row) => canonicalJson(row)));
    const rows = [...(is?.rows.values() ?? [])].filter((row) => !known.has(canonicalJson(row)));
    return [
      {
        table: id,
        ...(was === undefined ? {} : { before: was.ref.hash }),
        ...(is === undefined ? {} : { after: is.ref.hash }),
        rowCount: rows.length,
        rows: rows.slice(0, mostRowsShown),
      },
    ];
  });
};

/**
 * One hash for a whole law: of all its tables by id and content hash, and whether rates are carried forward. Equal laws have equal ones.
 */
export const lawDigest = ({ tables, carryForward }: RuleBook): string =>
  sha256Hex(
    canonicalJson({
      carryForward,
      tables: Object.values(tables)
        .flatMap((kind: RuleTables<unknown>) => [...kind.values()].map(({ ref }) => `${ref.id} ${ref.hash}`))
        .sort(),
    }),
  );
