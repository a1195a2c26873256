import { noLimit, questionMarks, type ReadModel, shortPosition, wholePosition } from '#read-model';
import { type Viewpoint } from '../case';
import { unitsOf } from '../exact-units';
import { type ChargeLeg, type DebtMoveLeg, type Leg, type OrderLeg, type TwinLeg } from '../legs/leg';
import { type ReceiptFact } from '../legs/receipt-fact';
import { type PlacedSettlementFact, type SettlementFact } from '../legs/settlement-fact';
import { HandMatches } from '../matching/hand-matches';
import { SettlementBook } from '../settlement-book';
import { legsAsText, legsOfText } from './leg-reader';
import { shortSubject, wholeSubject } from './short-subject';

/** The legs of one case, under its key. */
export interface CaseLegs {
  /** Stream of the first order by name; of the first consignment or declaration where there is no order. */
  readonly key: string;
  readonly legs: readonly Leg[];
}

/** A case with the names of all subjects that belong to it, known by legs or only named. */
export interface WholeCase extends CaseLegs {
  readonly members: readonly string[];
}

interface LegRow {
  readonly subject: string;
  readonly legs: string;
}
interface LinkRow {
  readonly child: string;
  readonly parent: string;
}

interface MoveRow {
  readonly reference: string;
  readonly account: string;
  readonly position: string;
  readonly at: string;
  readonly how: DebtMoveLeg['how'];
  readonly amount: string;
}

const categories = ['order-', 'consignment-', 'declaration-', 'returnCase-', 'refundClaim-'] as const;
const rankOf = (subject: string): number => categories.findIndex((category) => subject.startsWith(category));
const isEarlierKey = (a: string, b: string): boolean => (rankOf(a) === rankOf(b) ? a < b : rankOf(a) < rankOf(b));
/** A text that sorts as keys do: orders first, then what no order names. */
export const placeOf = (key: string): string => `${String(rankOf(key))}${key}`;
export const keyOfPlace = (place: string): string => place.slice(1);
/** Behind all subjects of a category. */
const endOf = (category: string): string => `${shortSubject(category)}~`;

/** A stretch of case keys in their order: after one, before another, both left out; all of them where neither is given. */
export interface KeyRange {
  readonly after?: string;
  readonly before?: string;
}

/** Subjects looked up by one query. */
const chunk = 128;

/**
 * Reads cases from the rows. Which subjects belong to one case is worked out here, from links alone: a link that was not yet known at the
 * viewpoint does not join, and no order of arrival leaves a trace. `asOf` has no part in it: it leaves out legs, and cases without any.
 */
export class CaseReader {
  /** In short, as the rows have it. */
  readonly #knownAt: string;
  readonly #asOf: string;
  #anyMoves: boolean | undefined;

  constructor(
    private readonly views: ReadModel,
    viewpoint: Viewpoint,
  ) {
    this.#knownAt = shortPosition(viewpoint.knownAt ?? noLimit);
    this.#asOf = viewpoint.asOf;
  }

  async settlement(): Promise<SettlementBook> {
    const rows = await this.views.all<{ position: string; at: string; fact: string }>(
      'SELECT position, at, fact FROM case_settlement WHERE position <= ? AND at <= ? ORDER BY position',
      [this.#knownAt, this.#asOf],
    );
    return SettlementBook.of(
      rows.map(({ position, at, fact }): PlacedSettlementFact => ({
        ...(JSON.parse(fact) as SettlementFact),
        position: wholePosition(position),
        at,
      })),
    );
  }

  /** What is told of each receipt, in order of their ids. */
  async *receipts(): AsyncGenerator<{ readonly receipt: string; readonly facts: readonly ReceiptFact[] }> {
    let receipt = '';
    let facts: ReceiptFact[] = [];
    for await (const row of this.views.iterate<{ receipt: string; fact: string }>(
      'SELECT receipt, fact FROM case_receipt WHERE position <= ? AND at <= ? ORDER BY receipt, position',
      [this.#knownAt, this.#asOf],
    )) {
      if (row.receipt !== receipt) {
        if (facts.length > 0) yield { receipt, facts: await this.#withRepeated(receipt, facts) };
        receipt = row.receipt;
        facts = [];
      }
      facts.push(JSON.parse(row.fact) as ReceiptFact);
    }
    if (facts.length > 0) yield { receipt, facts: await this.#withRepeated(receipt, facts) };
  }

  /**
   * At a desk the payment that an entry repeats though its payer gave it no name: another one that brought exactly its amount to the debt
   * that it names. What other accounts owe, the settlement book knows.
   */
  async #withRepeated(receipt: string, facts: readonly ReceiptFact[]): Promise<readonly ReceiptFact[]> {
    const credited = facts.find((fact) => fact.kind === 'credited');
    if (credited?.names === undefined || credited.accountKind !== 'consumer' || credited.duplicateOf !== undefined) return facts;
    if (facts.some(({ kind }) => kind === 'applied')) return facts;
    const { account, reference } = credited.names;
    const moves = await this.views.all<{ receipt: string; amount: string }>(
      "SELECT receipt, amount FROM case_debt_move WHERE reference = ? AND account = ? AND how = 'applied' AND position <= ? AND at <= ?",
      [reference, account, this.#knownAt, this.#asOf],
    );
    const duplicateOf = moves.find(({ amount }) => unitsOf(amount) === unitsOf(credited.amount))?.receipt;
    return duplicateOf === undefined ? facts : facts.map((fact) => (fact === credited ? { ...credited, duplicateOf } : fact));
  }

  /** Cases in order of their keys (orders, then what has no order). Memory stays that of one page. */
  async *cases({ after, before }: KeyRange = {}): AsyncGenerator<CaseLegs> {
    for (const category of categories) {
      if (after !== undefined && rankOf(after) > rankOf(category)) continue;
      if (before !== undefined && rankOf(before) < rankOf(category)) continue;
      yield* this.#casesOf(
        category,
        shortSubject(after?.startsWith(category) === true ? after : category),
        before?.startsWith(category) === true ? shortSubject(before) : endOf(category),
      );
    }
  }

  /** The case that a subject belongs to; undefined where nothing is known of it. */
  async caseOf(subject: string): Promise<CaseLegs | undefined> {
    const [found] = await this.#load([subject], () => true);
    return found;
  }

  /** The cases that hold some subjects, each once, with the names of all that belongs to them. */
  async holding(subjects: readonly string[]): Promise<readonly WholeCase[]> {
    const { cases, legs } = await this.#connected(subjects);
    const members = cases.members();
    const byKey = new Map<string, Leg[]>([...members.keys()].map((key) => [key, []]));
    for (const leg of legs) byKey.get(cases.keyOf(leg.subject))?.push(leg);
    return [...byKey].map(([key, own]) => ({ key, legs: own, members: members.get(key) ?? [] }));
  }

  /** Subjects that carry an order number, consignment number or MRN. */
  async find(term: string): Promise<readonly string[]> {
    const rows = await this.views.all<{ subject: string }>(
      'SELECT DISTINCT subject FROM case_term WHERE term = ? AND position <= ? ORDER BY subject',
      [term, this.#knownAt],
    );
    return rows.map(({ subject }) => wholeSubject(subject));
  }

  async *#casesOf(category: string, from: string, to: string): AsyncGenerator<CaseLegs> {
    // What names a parent has its case there; of the later categories little is left.
    const rootless =
      category === 'order-'
        ? ''
        : 'AND NOT EXISTS (SELECT 1 FROM case_leg up WHERE up.subject = % AND up.position <= ? AND up.parents > 0)';
    const listing = (column: string, table: string): string =>
      `SELECT subject FROM (SELECT DISTINCT ${column} AS subject FROM ${table} WHERE ${column} > ? AND ${column} < ? AND position <= ? ${rootless.replace('%', `${table}.${column}`)} ORDER BY ${column} LIMIT ${String(chunk)}) ${table}_subjects`;
    // A subject that is only named so far has no legs and is nevertheless the key of what names it.
    const parted = `SELECT subject FROM (SELECT DISTINCT subject FROM case_parted WHERE subject > ? AND subject < ? AND position <= ? ORDER BY subject LIMIT ${String(chunk)}) case_parted_subjects`;
    const sql = `${listing('subject', 'case_leg')} UNION ${listing('parent', 'case_link')} UNION ${parted} ORDER BY subject LIMIT ${String(chunk)}`;
    for (let last: string | undefined = from; last !== undefined;) {
      const plain = [last, to, this.#knownAt];
      const range = [...plain, ...(rootless === '' ? [] : [this.#knownAt])];
      const rows: readonly { subject: string }[] = await this.views.all<{ subject: string }>(sql, [...range, ...range, ...plain]);
      const page = rows.map(({ subject }) => wholeSubject(subject));
      const wanted = new Set(page);
      for (const found of await this.#load(page, (key) => wanted.has(key))) yield found;
      last = rows.length < chunk ? undefined : rows.at(-1)?.subject;
    }
  }

  /** The cases of some subjects, those whose key is wanted, in order of keys. */
  async #load(subjects: readonly string[], wanted: (key: string) => boolean): Promise<readonly CaseLegs[]> {
    const { cases, legs } = await this.#connected(subjects);
    const chosen = new Map<string, Leg[]>();
    for (const leg of legs) {
      const key = cases.keyOf(leg.subject);
      if (leg.at > this.#asOf || !wanted(key)) continue;
      const own = chosen.get(key);
      if (own === undefined) chosen.set(key, [leg]);
      else own.push(leg);
    }
    return [...chosen].map(([key, own]) => ({ key, legs: own })).sort((a, b) => (isEarlierKey(a.key, b.key) ? -1 : 1));
  }

  /** All that is connected with some subjects. */
  async #connected(subjects: readonly string[]): Promise<{ readonly cases: Components; readonly legs: readonly Leg[] }> {
    const cases = new Components();
    const hands = new HandMatches();
    const legs: Leg[] = [];
    for (let frontier = cases.add(subjects); frontier.length > 0;) {
      const found: string[] = [];
      for (let i = 0; i < frontier.length; i += chunk) {
        const slice = frontier.slice(i, i + chunk);
        const read = await this.#legs(slice);
        legs.push(...read, ...(await this.#debtMoves(read)), ...(await this.#twins(read)));
        hands.hear(read);
        for (const leg of read)
          for (const parent of parentsOf(leg)) if (hands.mayJoin(leg.subject, parent)) found.push(...cases.join(leg.subject, parent));
        for (const { child, parent } of await this.#children(slice))
          if (hands.mayJoin(child, parent)) found.push(...cases.join(child, parent));
        for (const [one, other] of hands.joined) found.push(...cases.join(one, other));
      }
      frontier = found;
    }
    return { cases, legs: hands.applied(legs) };
  }

  async #legs(subjects: readonly string[]): Promise<readonly Leg[]> {
    const rows = await this.views.all<LegRow>(
      `SELECT subject, ${legsAsText} AS legs FROM case_leg
       WHERE subject IN (${questionMarks(subjects.length)}) AND position <= ? GROUP BY subject ORDER BY subject`,
      [...subjects.map(shortSubject), this.#knownAt],
    );
    return rows.flatMap(({ subject, legs }) => legsOfText(wholeSubject(subject), legs, this.#knownAt));
  }

  /** What names one of the subjects. */
  async #children(subjects: readonly string[]): Promise<readonly LinkRow[]> {
    const rows = await this.views.all<LinkRow>(
      `SELECT child, parent FROM case_link WHERE parent IN (${questionMarks(subjects.length)}) AND position <= ? ORDER BY parent, child, position`,
      [...subjects.map(shortSubject), this.#knownAt],
    );
    return rows.map(({ child, parent }) => ({ child: wholeSubject(child), parent: wholeSubject(parent) }));
  }

  /**
   * What is told of other orders that have the mark of one of these. They stay cases of their own, and say nothing before this order
   * itself.
   */
  async #twins(legs: readonly Leg[]): Promise<readonly Leg[]> {
    const marked = legs.flatMap((leg) => (leg.kind === 'order' && leg.mark !== undefined ? [{ order: leg, mark: leg.mark }] : []));
    if (marked.length === 0) return [];
    const rows = await this.views.all<{ mark: string; subject: string }>(
      `SELECT DISTINCT mark, subject FROM case_mark WHERE mark IN (${questionMarks(marked.length)}) AND position <= ? ORDER BY mark, subject`,
      [...marked.map(({ mark }) => mark), this.#knownAt],
    );
    const others = rows.map((row) => ({ mark: row.mark, twin: wholeSubject(row.subject) }));
    const pairs = marked.flatMap(({ order, mark }) =>
      others.flatMap((other) => (other.mark === mark && other.twin !== order.subject ? [{ order, twin: other.twin }] : [])),
    );
    if (pairs.length === 0) return [];
    const told = await this.#legs([...new Set(pairs.map(({ twin }) => twin))]);
    return pairs.flatMap(({ order, twin }) => told.flatMap((leg) => (leg.subject === twin ? twinLeg(order, leg) : [])));
  }

  /**
   * What happened to the debts that were charged and are paid by themselves. Without a desk or a prepaid account there are none to look
   * for.
   */
  async #debtMoves(legs: readonly Leg[]): Promise<readonly Leg[]> {
    const charges = new Map(
      legs.filter((leg) => leg.kind === 'charge').map((leg): readonly [string, ChargeLeg] => [`${leg.account}\n${leg.reference}`, leg]),
    );
    if (charges.size === 0) return [];
    this.#anyMoves ??= (await this.views.all('SELECT 1 AS found FROM case_debt_move LIMIT 1')).length > 0;
    if (!this.#anyMoves) return [];
    const references = [...new Set([...charges.values()].map(({ reference }) => reference))];
    const rows = await this.views.all<MoveRow>(
      `SELECT reference, account, position, at, how, amount FROM case_debt_move WHERE reference IN (${questionMarks(references.length)}) AND position <= ? ORDER BY reference, account, position`,
      [...references, this.#knownAt],
    );
    return rows.flatMap((row): readonly Leg[] => {
      const charge = charges.get(`${row.account}\n${row.reference}`);
      return charge === undefined ? [] : [{ kind: 'debtMove', subject: charge.subject, ...row, position: wholePosition(row.position) }];
    });
  }
}

const twinLeg = ({ subject, at }: OrderLeg, leg: Leg): readonly TwinLeg[] =>
  leg.kind === 'order' || leg.kind === 'orderLines' || leg.kind === 'cancellation'
    ? [{ kind: 'twin', subject, order: leg.subject, position: leg.position, at: leg.at > at ? leg.at : at, told: leg }]
    : [];

/** Connected subjects; the earliest by key names its component. */
class Components {
  readonly #parent = new Map<string, string>();

  /** Answers those that are new. */
  add(subjects: readonly string[]): readonly string[] {
    const fresh = subjects.filter((subject) => !this.#parent.has(subject));
    for (const subject of fresh) this.#parent.set(subject, subject);
    return fresh;
  }

  /** Connects two subjects; answers those of them that are new. */
  join(a: string, b: string): readonly string[] {
    const fresh = this.add([a, b]);
    const [one, other] = [this.keyOf(a), this.keyOf(b)];
    if (one !== other) {
      const [first, second] = isEarlierKey(one, other) ? [one, other] : [other, one];
      this.#parent.set(second, first);
    }
    return fresh;
  }

  /** All subjects by the key of their component. */
  members(): ReadonlyMap<string, readonly string[]> {
    const members = new Map<string, string[]>();
    for (const subject of this.#parent.keys()) {
      const key = this.keyOf(subject);
      const known = members.get(key);
      if (known === undefined) members.set(key, [subject]);
      else known.push(subject);
    }
    return members;
  }

  keyOf(subject: string): string {
    let at = subject;
    for (let up = this.#parent.get(at); up !== undefined && up !== at; up = this.#parent.get(at)) at = up;
    if (at !== subject) this.#parent.set(subject, at);
    return at;
  }
}

/** The links that a leg's event wrote, from the leg itself. */
const parentsOf = (leg: Leg): readonly string[] => {
  switch (leg.kind) {
    case 'consignment':
      return leg.orders;
    case 'declaration':
      return leg.consignment === undefined ? [] : [leg.consignment];
    case 'declarationItems':
      return leg.items.flatMap((item) => item.covers.map((c) => c.order));
    case 'returnParcel':
    case 'returnReported':
    case 'returnMatched':
    case 'claim':
      return leg.parents;
    default:
      return [];
  }
};
