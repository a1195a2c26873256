import { adjustmentsOfPeriod, chargesOfPeriod, type ChargeRow, findCharges, findPeriod } from '#accounts';
import { idOf, streamName } from '#event-catalogue';
import { inBatches, type ReadModel } from '#read-model';
import { namedBy } from '#reconciliation';
import { returnCarrying, suppliesOfReturn } from '#scheme-returns';
import { eventsOfStream, type Log, ownersOfStream } from '../event-origin';
import { orderNames } from '../lines/declared-lines';
import { chargedThing, chargeNode, chargesOf, coveredBy, declaredAs, itemsOf, linesOfOrder, supplyNode, toldOfLine } from './goods-nodes';
import { chargedIn, paidBy, settledBy } from './pay-nodes';
import { type Direction, type OwnedNode, type SubjectName, subjectNamed, type TraceNode } from './trace-node';

/** Who asks: a party sees the steps that are its own, the authority all. */
export interface TraceReader {
  readonly owner?: string;
}
export interface TracePage {
  readonly steps: readonly TraceNode[];
  /** Where the next page goes on; absent at the end. */
  readonly next?: string;
}
/** A step of the whole chain, as deep as it lies. */
export interface TraceStep extends TraceNode {
  readonly depth: number;
  /** Subject of the step before it. */
  readonly from: string;
}

/** Charges and supplies read at once. */
const batch = 200;
/** A chain has eight kinds of steps one after another, and never the same twice. */
const deepest = 8;

/**
 * The chain from a bank entry to the message that a line was told by, and back: bank entry, statement or return, charge, declaration, item,
 * order line, event.
 */
export class Trace {
  constructor(
    private readonly log: Log,
    private readonly views: ReadModel,
  ) {}

  /** The next steps from a subject, a page of them; undefined where it is absent or not the reader's. */
  async steps(
    subject: string,
    direction: Direction,
    reader: TraceReader,
    { after, limit }: { readonly after?: string; readonly limit: number },
  ): Promise<TracePage | undefined> {
    const name = await this.#admitted(subject, reader);
    if (name === undefined) return undefined;
    const steps: TraceNode[] = [];
    let last: string | undefined;
    for await (const { node, owners, key } of this.#next(name, direction, after)) {
      if (!mayBeSeen(owners, reader) || (after !== undefined && key <= after)) continue;
      if (steps.length === limit) return { steps, ...(last === undefined ? {} : { next: last }) };
      steps.push(node);
      last = key;
    }
    return { steps };
  }

  /** The whole chain from a subject, depth first, one step after another; undefined where it is absent or not the reader's. */
  async whole(subject: string, direction: Direction, reader: TraceReader): Promise<AsyncGenerator<TraceStep> | undefined> {
    const name = await this.#admitted(subject, reader);
    return name === undefined ? undefined : this.#walk(subject, name, direction, reader, 1);
  }

  async *#walk(from: string, name: SubjectName, direction: Direction, reader: TraceReader, depth: number): AsyncGenerator<TraceStep> {
    for await (const { node, owners } of this.#next(name, direction)) {
      if (!mayBeSeen(owners, reader)) continue;
      yield { depth, from, ...node };
      const below = node.subject === undefined || depth === deepest ? undefined : await this.#admitted(node.subject, reader);
      if (below !== undefined && node.subject !== undefined) yield* this.#walk(node.subject, below, direction, reader, depth + 1);
    }
  }

  async #admitted(subject: string, reader: TraceReader): Promise<SubjectName | undefined> {
    const name = subjectNamed(subject);
    if (name === undefined) return undefined;
    const owners = await this.#ownersOf(name);
    return owners !== undefined && mayBeSeen(owners, reader) ? name : undefined;
  }

  async #ownersOf({ category, id, stream }: SubjectName): Promise<readonly string[] | undefined> {
    if (category !== 'charge') return ownersOfStream(this.log, stream);
    const [charge] = await findCharges(this.views, { charge: id });
    return charge === undefined ? undefined : [charge.holder];
  }

  async *#next(name: SubjectName, direction: Direction, after?: string): AsyncGenerator<OwnedNode> {
    if (name.category === 'accountPeriod' && direction === 'down') yield* this.#chargesOf(name.id, after);
    else if (name.category === 'schemeReturn' && direction === 'down') yield* this.#suppliesOf(name.stream);
    else yield* [...(direction === 'down' ? await this.#down(name) : await this.#up(name))].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  async #down({ category, id, stream, part }: SubjectName): Promise<readonly OwnedNode[]> {
    if (category === 'receipt') return settledBy(this.views, id);
    if (category === 'charge') return chargedThing(this.log, this.views, id);
    if (category === 'declaration')
      return part === undefined ? itemsOf(this.log, this.views, stream) : coveredBy(this.log, this.views, stream, part);
    if (category === 'order') return part === undefined ? linesOfOrder(this.log, this.views, stream) : toldOfLine(this.log, stream, part);
    return [];
  }

  async #up({ category, id, stream, part }: SubjectName): Promise<readonly OwnedNode[]> {
    if (category === 'order') return [...(await declaredAs(this.log, this.views, stream, part)), ...(await this.#carriedBy(stream))];
    if (category === 'declaration') return chargesOf(this.views, stream);
    if (category === 'charge') return chargedIn(this.views, id);
    if (category === 'consignment') return this.#declarationsOf(stream);
    if (category === 'schemeReturn') {
      const filed = await this.#filed(stream);
      return filed === undefined ? [] : paidBy(this.views, { kind: 'return', reference: filed.returnReference });
    }
    const reference = category === 'accountPeriod' ? (await findPeriod(this.views, id))?.statement_reference : undefined;
    return reference === undefined ? [] : paidBy(this.views, { kind: 'statement', reference });
  }

  async *#chargesOf(period: string, after?: string): AsyncGenerator<OwnedNode> {
    const keyOf = ({ accepted_at, charge }: Pick<ChargeRow, 'accepted_at' | 'charge'>): string => `1 ${accepted_at} ${charge}`;
    const [, accepted_at, charge] = /^1 (\S+) (\S+)$/.exec(after ?? '') ?? [];
    let from: Pick<ChargeRow, 'accepted_at' | 'charge'> | undefined =
      accepted_at === undefined || charge === undefined ? undefined : { accepted_at, charge };
    for (let more = after === undefined || after.startsWith('1'); more;) {
      const rows: readonly ChargeRow[] = await chargesOfPeriod(this.views, period, {
        limit: batch,
        ...(from === undefined ? {} : { after: from }),
      });
      for (const row of rows) yield { ...chargeNode(row), key: keyOf(row) };
      from = rows.at(-1);
      more = rows.length === batch;
    }
    for (const { charge: of, version, reference, total, currency, adjusted_on: on, reason, holder, subject } of await adjustmentsOfPeriod(
      this.views,
      period,
    ))
      yield {
        key: `2 ${of} ${String(version).padStart(6, '0')}`,
        owners: [holder],
        node: {
          kind: 'adjustment',
          subject: streamName('declaration', subject),
          reference,
          on,
          amount: total,
          currency,
          says: { reason, version },
        },
      };
  }

  /** Under special arrangements a return tells collections and no supplies: its parcels are on its own list. */
  async *#suppliesOf(stream: string): AsyncGenerator<OwnedNode> {
    const filed = await this.#filed(stream);
    if (filed === undefined) return;
    for await (const some of inBatches(suppliesOfReturn(this.views, filed.schemeNumber, filed.period), batch)) {
      const names = await orderNames(
        this.views,
        some.map(({ order }) => order),
      );
      for (const one of some) yield supplyNode(one, filed.holder, names);
    }
  }

  async #carriedBy(order: string): Promise<readonly OwnedNode[]> {
    const nodes: OwnedNode[] = [];
    for (const { filed, kind, vat, currency } of await returnCarrying(this.views, order)) {
      const { returnReference: reference, holder, filedOn: on, period } = filed;
      nodes.push({
        key: `return ${reference} ${kind}`,
        owners: [holder],
        node: {
          kind: 'return',
          subject: streamName('schemeReturn', filed.return),
          reference,
          on,
          amount: vat,
          currency,
          says: { period, of: kind },
        },
      });
    }
    return nodes;
  }

  async #declarationsOf(consignment: string): Promise<readonly OwnedNode[]> {
    const nodes: OwnedNode[] = [];
    for (const subject of (await namedBy(this.views, consignment)).filter((one) => one.startsWith('declaration-')))
      nodes.push({
        key: subject,
        owners: (await ownersOfStream(this.log, subject)) ?? [],
        node: { kind: 'declaration', subject, reference: idOf(subject) },
      });
    return nodes;
  }

  async #filed(
    stream: string,
  ): Promise<
    { readonly schemeNumber: string; readonly period: string; readonly holder: string; readonly returnReference: string } | undefined
  > {
    const [event] = await eventsOfStream(this.log, stream, 1);
    // Only returns live in this category, and each begins with what was filed.
    return event?.data as
      { readonly schemeNumber: string; readonly period: string; readonly holder: string; readonly returnReference: string } | undefined;
  }
}

const mayBeSeen = (owners: readonly string[], { owner }: TraceReader): boolean => owner === undefined || owners.includes(owner);
