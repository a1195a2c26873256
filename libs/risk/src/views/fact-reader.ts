import { noLimit, questionMarks, type ReadModel } from '#read-model';
import { type Viewpoint } from '#reconciliation';
import { QualityTally, type ToldMessage, type FieldCount, type MessageKind, type ProviderRole, type QualityRow } from '../data-quality';
import { type RiskRules } from '../risk-rules';
import { type ArrivalBody, type OrderHead, type Topic } from './told';

/** Subjects looked up by one query. */
const chunk = 128;

export interface FactRow<B> {
  readonly stream: string;
  readonly position: string;
  readonly at: string;
  readonly body: B;
}
export interface FactGroup<B> {
  readonly key: string;
  readonly rows: readonly FactRow<B>[];
}
export interface QualityFilter {
  readonly provider?: string;
  readonly month?: string;
}

interface StoredFact {
  readonly group_key: string;
  readonly stream: string;
  readonly position: string;
  readonly at: string;
  readonly body: string;
}
interface StoredMessage {
  readonly provider: string;
  readonly position: string;
  readonly role: ProviderRole;
  readonly kind: MessageKind;
  readonly subject: string;
  readonly month: string;
  readonly recorded_at: string;
  readonly happened_at: string;
  readonly body: string;
  readonly arrival: string | null;
}

/** Reads facts as of a moment and as known at a position, group after group: memory is that of the largest group. */
export class FactReader {
  readonly #limits: readonly [knownAt: string, asOf: string];

  constructor(
    private readonly views: ReadModel,
    private readonly viewpoint: Viewpoint,
    private readonly ownCalendar = false,
  ) {
    this.#limits = [viewpoint.knownAt ?? noLimit, viewpoint.asOf];
  }

  async *groups<B>(topic: Topic): AsyncGenerator<FactGroup<B>> {
    let key: string | undefined;
    let rows: FactRow<B>[] = [];
    const sql =
      'SELECT group_key, stream, position, at, body FROM risk_fact WHERE topic = ? AND position <= ? AND at <= ? ORDER BY group_key, position, part';
    for await (const row of this.views.iterate<StoredFact>(sql, [topic, ...this.#limits])) {
      if (row.group_key !== key) {
        if (key !== undefined) yield { key, rows };
        [key, rows] = [row.group_key, []];
      }
      rows.push({ stream: row.stream, position: row.position, at: row.at, body: JSON.parse(row.body) as B });
    }
    if (key !== undefined) yield { key, rows };
  }

  /** Days on which parcels of orders arrived, by order. */
  async arrivals(orders: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, string[]>();
    for (let i = 0; i < orders.length; i += chunk) {
      const slice = orders.slice(i, i + chunk);
      const sql = `SELECT group_key, body FROM risk_fact WHERE topic = 'arrival' AND group_key IN (${questionMarks(slice.length)}) AND position <= ? AND at <= ? ORDER BY group_key, position, part`;
      for (const { group_key: order, body } of await this.views.all<StoredFact>(sql, [...slice, ...this.#limits])) {
        const days = found.get(order) ?? [];
        found.set(order, days);
        days.push((JSON.parse(body) as ArrivalBody).arrivedAt.slice(0, 10));
      }
    }
    return found;
  }

  /** Orders by their streams, as far as they are known. */
  async orders(streams: readonly string[]): Promise<readonly (OrderHead & { readonly stream: string; readonly position: string })[]> {
    const found: (OrderHead & { readonly stream: string; readonly position: string })[] = [];
    for (let i = 0; i < streams.length; i += chunk) {
      const slice = streams.slice(i, i + chunk);
      const rows = await this.views.all<StoredFact>(
        `SELECT stream, position, body FROM risk_head WHERE stream IN (${questionMarks(slice.length)}) AND position <= ? AND at <= ? ORDER BY stream`,
        [...slice, ...this.#limits],
      );
      found.push(...rows.map(({ stream, position, body }) => ({ ...(JSON.parse(body) as OrderHead), stream, position })));
    }
    return found;
  }

  /** How many orders each seller announced in each month: all, and those of a sale by trade. */
  async *sellerMonths(): AsyncGenerator<{
    readonly seller: string;
    readonly month: string;
    readonly orders: number;
    readonly commercial: number;
  }> {
    let counting: { seller: string; month: string; orders: number; commercial: number } | undefined;
    const sql =
      "SELECT provider, month, detail FROM risk_message WHERE kind = 'order' AND role = 'seller' AND position <= ? AND at <= ? ORDER BY month, provider";
    for await (const { provider, month, detail } of this.views.iterate<{ provider: string; month: string; detail: string }>(
      sql,
      this.#limits,
    )) {
      if (counting?.seller !== provider || counting.month !== month) {
        if (counting !== undefined) yield counting;
        counting = { seller: provider, month, orders: 0, commercial: 0 };
      }
      counting.orders += 1;
      if (detail === 'B2C' || detail === 'B2B') counting.commercial += 1;
    }
    if (counting !== undefined) yield counting;
  }

  /** The data quality of providers by month. */
  async quality(rules: RiskRules, filter: QualityFilter = {}): Promise<readonly QualityRow[]> {
    const tally = new QualityTally(this.viewpoint.asOf, this.ownCalendar);
    for await (const message of this.messages(rules, filter)) tally.add(message);
    return tally.rows();
  }

  /**
   * What providers told, one after another. A message that comes before its parcel, and before its first arrival if there are several, is
   * in time.
   */
  async *messages(rules: RiskRules, { provider, month }: QualityFilter = {}): AsyncGenerator<ToldMessage> {
    const filters = [...(provider === undefined ? [] : ['m.provider = ?']), ...(month === undefined ? [] : ['m.month = ?'])]
      .map((condition) => `${condition} AND `)
      .join('');
    const sql = `SELECT m.provider, m.position, m.role, m.kind, m.subject, m.month, m.recorded_at, m.happened_at, m.body, f.body AS arrival FROM risk_message m
      LEFT JOIN risk_fact f ON f.topic = 'arrival' AND f.group_key = m.subject AND f.position <= ? AND f.at <= ? AND m.kind IN ('order', 'manifest')
      WHERE ${filters}m.position <= ? AND m.at <= ? ORDER BY m.provider, m.position, m.role`;
    let last: { readonly key: string; readonly row: StoredMessage; arrived: string | undefined } | undefined;
    for await (const row of this.views.iterate<StoredMessage>(sql, [
      ...this.#limits,
      ...[provider, month].filter((given) => given !== undefined),
      ...this.#limits,
    ])) {
      const key = `${row.provider} ${row.position} ${row.role}`;
      const arrived = row.arrival === null ? undefined : (JSON.parse(row.arrival) as ArrivalBody).arrivedAt;
      if (last?.key !== key) {
        if (last !== undefined) yield messageOf(last.row, last.arrived, rules);
        last = { key, row, arrived };
      } else if (arrived !== undefined && (last.arrived === undefined || arrived < last.arrived)) last.arrived = arrived;
    }
    if (last !== undefined) yield messageOf(last.row, last.arrived, rules);
  }
}

const messageOf = (row: StoredMessage, arrived: string | undefined, rules: RiskRules): ToldMessage => {
  const { provider, position, role, kind, subject, month, recorded_at: recordedAt, happened_at: happenedAt } = row;
  const { fields, lines } = JSON.parse(row.body) as {
    readonly fields: Readonly<Record<string, FieldCount>>;
    readonly lines?: { readonly read: number; readonly rejected: number };
  };
  const deadline = kind === 'status' ? new Date(Date.parse(happenedAt) + rules.dataQuality.statusHours * 3_600_000).toISOString() : arrived;
  return {
    provider,
    position,
    role,
    kind,
    subject,
    month,
    recordedAt,
    happenedAt,
    fields,
    ...(lines === undefined ? {} : { lines }),
    ...(deadline === undefined ? {} : { deadline }),
  };
};
