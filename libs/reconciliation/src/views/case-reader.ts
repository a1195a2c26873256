import { type ReadModel } from '#read-model';
import { type Viewpoint } from '../case';
import { type Leg } from '../legs/leg';
import { type PlacedSettlementFact, type SettlementFact } from '../legs/settlement-fact';
import { SettlementBook } from '../settlement-book';

/** The legs of one case, under its key. */
export interface CaseLegs {
  /** Stream of the first order by name; of the first consignment or declaration where there is no order. */
  readonly key: string;
  readonly legs: readonly Leg[];
}

interface LegRow {
  readonly subject: string;
  readonly position: string;
  readonly kind: string;
  readonly at: string;
  readonly body: string;
}
interface LinkRow {
  readonly child: string;
  readonly parent: string;
}

/** Everything compares as less: no limit on what is known. */
const endOfLog = '~';

const categories = ['order-', 'consignment-', 'declaration-'] as const;
const rankOf = (subject: string): number => categories.findIndex((category) => subject.startsWith(category));
const isEarlierKey = (a: string, b: string): boolean => (rankOf(a) === rankOf(b) ? a < b : rankOf(a) < rankOf(b));
const after = (prefix: string): string => `${prefix.slice(0, -1)}.`;
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

/** Subjects looked up by one query. */
const chunk = 400;

/**
 * Reads cases from the rows. Which subjects belong to one case is worked out here, from links alone: a link that was not yet known at the
 * viewpoint does not join, and no order of arrival leaves a trace.
 */
export class CaseReader {
  readonly #knownAt: string;
  readonly #asOf: string;

  constructor(
    private readonly views: ReadModel,
    viewpoint: Viewpoint,
  ) {
    this.#knownAt = viewpoint.knownAt ?? endOfLog;
    this.#asOf = viewpoint.asOf;
  }

  async settlement(): Promise<SettlementBook> {
    const rows = await this.views.all<{ position: string; at: string; fact: string }>('SELECT position, at, fact FROM case_settlement WHERE position <= ? AND at <= ? ORDER BY position', [this.#knownAt, this.#asOf]);
    return SettlementBook.of(rows.map(({ position, at, fact }): PlacedSettlementFact => ({ ...(JSON.parse(fact) as SettlementFact), position, at })));
  }

  /** All cases in order of their keys (orders, then what has no order), after a key. Memory stays that of one page. */
  async *cases(from?: string): AsyncGenerator<CaseLegs> {
    for (const category of categories) {
      if (from !== undefined && rankOf(from) > rankOf(category)) continue;
      yield* this.#casesOf(category, from?.startsWith(category) === true ? from : category);
    }
  }

  /** The case that a subject belongs to; undefined where nothing is known of it. */
  async caseOf(subject: string): Promise<CaseLegs | undefined> {
    const [found] = await this.#load([subject], () => true);
    return found;
  }

  /** Subjects that carry an order number, consignment number or MRN. */
  async find(term: string): Promise<readonly string[]> {
    const rows = await this.views.all<{ subject: string }>('SELECT DISTINCT subject FROM case_term WHERE term = ? AND position <= ? ORDER BY subject', [term, this.#knownAt]);
    return rows.map(({ subject }) => subject);
  }

  async *#casesOf(category: string, from: string): AsyncGenerator<CaseLegs> {
    // What names a parent has its case there; of the later categories little is left.
    const rootless = category === 'order-' ? '' : 'AND NOT EXISTS (SELECT 1 FROM case_link up WHERE up.child = %)';
    const listing = (column: string, table: string): string =>
      `SELECT subject FROM (SELECT DISTINCT ${column} AS subject FROM ${table} WHERE ${column} > ? AND ${column} < ? AND position <= ? ${rootless.replace('%', `${table}.${column}`)} ORDER BY ${column} LIMIT ${String(chunk)}) ${table}_subjects`;
    // A subject that is only named so far has no legs and is nevertheless the key of what names it.
    const sql = `${listing('subject', 'case_leg')} UNION ${listing('parent', 'case_link')} ORDER BY subject LIMIT ${String(chunk)}`;
    for (let last: string | undefined = from; last !== undefined; ) {
      const range = [last, after(category), this.#knownAt];
      const rows: readonly { subject: string }[] = await this.views.all<{ subject: string }>(sql, [...range, ...range]);
      const page = rows.map(({ subject }) => subject);
      const wanted = new Set(page);
      for (const found of await this.#load(page, (key) => wanted.has(key))) yield found;
      last = page.length < chunk ? undefined : page.at(-1);
    }
  }

  /** The cases of some subjects, those whose key is wanted, in order of keys. */
  async #load(subjects: readonly string[], wanted: (key: string) => boolean): Promise<readonly CaseLegs[]> {
    const keyOf = await this.#components(subjects);
    const chosen = new Map<string, Leg[]>();
    const members = [...keyOf].filter(([, key]) => wanted(key));
    for (let i = 0; i < members.length; i += chunk) {
      const slice = members.slice(i, i + chunk).map(([subject]) => subject);
      const sql = `SELECT subject, position, kind, at, body FROM case_leg WHERE subject IN (${marks(slice.length)}) AND position <= ? AND at <= ?`;
      for (const row of await this.views.all<LegRow>(sql, [...slice, this.#knownAt, this.#asOf])) {
        const key = keyOf.get(row.subject) ?? row.subject;
        const legs = chosen.get(key) ?? [];
        chosen.set(key, legs);
        legs.push(legOf(row));
      }
    }
    return [...chosen].map(([key, legs]) => ({ key, legs })).sort((a, b) => (isEarlierKey(a.key, b.key) ? -1 : 1));
  }

  /** Every subject connected with the given ones, with the key of its case. */
  async #components(subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const parent = new Map<string, string>(subjects.map((subject) => [subject, subject]));
    const root = (subject: string): string => {
      let at = subject;
      for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
      parent.set(subject, at);
      return at;
    };
    for (let frontier: readonly string[] = subjects; frontier.length > 0; ) {
      const next: string[] = [];
      for (const { child, parent: other } of await this.#links(frontier)) {
        for (const subject of [child, other])
          if (!parent.has(subject)) {
            parent.set(subject, subject);
            next.push(subject);
          }
        const [a, b] = [root(child), root(other)];
        if (a !== b) parent.set(isEarlierKey(a, b) ? b : a, isEarlierKey(a, b) ? a : b);
      }
      frontier = next;
    }
    return new Map([...parent.keys()].map((subject) => [subject, root(subject)]));
  }

  async #links(subjects: readonly string[]): Promise<readonly LinkRow[]> {
    const found: LinkRow[] = [];
    for (let i = 0; i < subjects.length; i += chunk) {
      const slice = subjects.slice(i, i + chunk);
      // No order is anybody's child.
      const children = slice.filter((subject) => !subject.startsWith('order-'));
      found.push(...(await this.views.all<LinkRow>(`SELECT child, parent FROM case_link WHERE parent IN (${marks(slice.length)}) AND position <= ?`, [...slice, this.#knownAt])));
      if (children.length > 0)
        found.push(...(await this.views.all<LinkRow>(`SELECT child, parent FROM case_link WHERE child IN (${marks(children.length)}) AND position <= ?`, [...children, this.#knownAt])));
    }
    return found;
  }
}

const legOf = ({ subject, position, kind, at, body }: LegRow): Leg => ({ ...(JSON.parse(body) as object), subject, position, kind, at }) as Leg;
