import { type ChargeRow, findCharges, findPeriod, findReceipt } from '#accounts';
import { paymentStream } from '#advance-data';
import { type KnownWork, findBreakWork, historyOf, type WorkEntry } from '#break-work';
import { categoryOf, idOf, streamName } from '#event-catalogue';
import { JournalQueries, type PostedEntry } from '#journal';
import { noLimit, type ReadModel } from '#read-model';
import { legsOfSubjects, type ParcelCase } from '#reconciliation';
import { returnCarrying } from '#scheme-returns';
import { eventsOfStream, type Log, originOf, ownersOfStream, placeOf } from '../event-origin';
import { type TaxOfLine } from '../lines/statement-lines';
import { type EventOrigin } from '../trace/trace-node';
import { paidBy } from '../trace/pay-nodes';

/** From where a dossier is drawn up, and for whom: a party gets what is its own, the authority all. */
export interface DossierAsked {
  readonly asOf: string;
  readonly knownAt?: string;
  readonly owner?: string;
}
/** An event of the dossier: what it says, when it counts, when it was written, and where it and its message lie. */
export interface DossierEvent extends EventOrigin {
  readonly event: string;
  readonly position: string;
  readonly data: unknown;
}
/** A thing of the case with all that was told of it. `more`: it has more events than a dossier holds. */
export interface DossierPart {
  readonly kind: string;
  readonly stream: string;
  readonly events: readonly DossierEvent[];
  readonly more?: true;
}
/** A debt of the case: where it was charged and stated, and what paid it. */
export interface DossierDebt {
  readonly kind: 'charge' | 'return';
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly dueOn?: string;
  readonly taxes?: readonly TaxOfLine[];
  readonly subject: string;
  readonly statement?: { readonly reference: string; readonly dueOn: string; readonly stream: string };
  readonly receipts: readonly {
    readonly stream: string;
    readonly reference?: string;
    readonly bookedOn?: string;
    readonly amount?: string;
  }[];
}
/** A document or raw message of the case by its content; `kept`: under this name in `sources`, beside the log, or its hash alone. */
export interface DossierDocument {
  readonly sha256: string;
  readonly what: 'request' | 'source file' | 'evidence of a claim' | 'evidence of a break';
  readonly kept: 'sources' | 'hash only';
  readonly of: string;
  readonly line?: number;
}
/** All that is known of a parcel case, in one document. */
export interface Dossier {
  readonly case: ParcelCase;
  readonly parts: readonly DossierPart[];
  readonly debts: readonly DossierDebt[];
  /** Of the authority's books: for the authority. */
  readonly journal?: readonly PostedEntry[];
  /** What people did about the breaks of the case, and would again be found by: for the authority. */
  readonly work?: readonly { readonly break: string; readonly history: readonly WorkEntry[] }[];
  readonly documents: readonly DossierDocument[];
}

/** Events of one stream that a dossier holds. */
const mostEvents = 500;

/** Draws up dossiers: from the log for what was told, from the rows for what followed. */
export class Dossiers {
  constructor(
    private readonly log: Log,
    private readonly views: ReadModel,
    /** Whether the content with a hash is kept beside the log. */
    private readonly isKept: (sha256: string) => boolean,
  ) {}

  /** The dossier of a case as it was evaluated at the same viewpoint. What paid a debt is shown as far as the moment asked about. */
  async of(found: ParcelCase, asked: DossierAsked): Promise<Dossier> {
    const parts: DossierPart[] = [];
    for (const stream of await this.#streams(found, asked)) {
      const part = await this.#part(stream, asked);
      if (part !== undefined) parts.push(part);
    }
    const debts = await this.#debts(found, asked);
    const ofAuthority = asked.owner === undefined;
    const work = ofAuthority
      ? await findBreakWork(
          this.views,
          found.breaks.map(({ id }) => id),
          asked,
        )
      : new Map<string, KnownWork>();
    return {
      case: found,
      parts,
      debts,
      ...(ofAuthority
        ? {
            journal: await this.#journal(parts, asked),
            work: [...work].map(([id, { events }]) => ({ break: id, history: historyOf(events) })),
          }
        : {}),
      documents: [...parts.flatMap(documentsIn), ...[...work].flatMap(([id, { events }]) => evidenceIn(id, events))].map((found) => ({
        ...found,
        kept: this.isKept(found.sha256) ? 'sources' : 'hash only',
      })),
    };
  }

  /** Streams of the case in the order of the story; checkout payments are found through their orders. */
  async #streams(found: ParcelCase, asked: DossierAsked): Promise<readonly string[]> {
    const orders = found.orders.map(({ id }) => id);
    const payments = [...(await legsOfSubjects(this.views, orders, ['payment'], asked)).values()]
      .flat()
      .map(({ psp, transaction }) => paymentStream(psp, transaction));
    const others = [...found.consignments, ...found.declarations, ...(found.returns ?? []), ...(found.claims ?? [])].map(({ id }) => id);
    return [...new Set([...orders, ...payments, ...others])];
  }

  async #part(stream: string, { asOf, knownAt = noLimit, owner }: DossierAsked): Promise<DossierPart | undefined> {
    if (owner !== undefined && !((await ownersOfStream(this.log, stream)) ?? []).includes(owner)) return undefined;
    const events = await eventsOfStream(this.log, stream, mostEvents + 1);
    const known = events.slice(0, mostEvents).filter(({ position, metadata }) => position <= knownAt && metadata.effectiveAt <= asOf);
    return {
      kind: categoryOf(stream),
      stream,
      events: known.map((event) => ({
        event: `${stream}@${String(event.revision)}`,
        position: event.position,
        ...originOf(event),
        data: event.data,
      })),
      ...(events.length > mostEvents ? { more: true } : {}),
    };
  }

  async #debts(found: ParcelCase, asked: DossierAsked): Promise<readonly DossierDebt[]> {
    const debts: DossierDebt[] = [];
    const isOwn = (holder: string): boolean => asked.owner === undefined || asked.owner === holder;
    const charged = await legsOfSubjects(
      this.views,
      found.declarations.map(({ id }) => id),
      ['charge'],
      asked,
    );
    for (const leg of [...charged.values()].flat()) {
      const [row] = await findCharges(this.views, { charge: leg.charge });
      if (row !== undefined && isOwn(row.holder)) debts.push(await this.#chargeOf(row, asked));
    }
    for (const { id } of found.orders)
      for (const { filed, vat, currency } of await returnCarrying(this.views, id)) {
        if (
          !isOwn(filed.holder) ||
          filed.filedOn > asked.asOf.slice(0, 10) ||
          !(await this.#isKnown(streamName('schemeReturn', filed.return), 'first', asked))
        )
          continue;
        const receipts = await this.#receiptsOf({ kind: 'return', reference: filed.returnReference }, asked);
        debts.push({
          kind: 'return',
          reference: filed.returnReference,
          amount: vat,
          currency,
          dueOn: filed.dueOn,
          subject: streamName('schemeReturn', filed.return),
          receipts,
        });
      }
    return debts;
  }

  async #chargeOf(
    { reference, total: amount, currency, due_on: dueOn, lines, subject, account_period: period, account }: ChargeRow,
    asked: DossierAsked,
  ): Promise<DossierDebt> {
    const stated = await findPeriod(this.views, period);
    const isStated =
      stated?.statement_reference !== undefined &&
      stated.kind === 'deferment' &&
      (stated.closed_on ?? noLimit) <= asked.asOf.slice(0, 10) &&
      (await this.#isKnown(streamName('accountPeriod', period), 'last', asked));
    const statement = isStated
      ? {
          statement: {
            reference: stated.statement_reference ?? '',
            dueOn: stated.due_on ?? '',
            stream: streamName('accountPeriod', period),
          },
        }
      : {};
    const paid =
      stated?.kind === 'deferment'
        ? { kind: 'statement', reference: stated.statement_reference ?? '' }
        : { kind: 'charge', reference, account };
    const taxes = (lines as readonly TaxOfLine[]).map(({ taxType, beneficiary, amount: tax }) => ({ taxType, beneficiary, amount: tax }));
    return {
      kind: 'charge',
      reference,
      amount,
      currency,
      dueOn,
      taxes,
      subject: streamName('declaration', subject),
      ...statement,
      receipts: paid.reference === '' ? [] : await this.#receiptsOf(paid, asked),
    };
  }

  async #receiptsOf(
    of: Readonly<{ kind: string; reference: string; account?: string }>,
    asked: DossierAsked,
  ): Promise<DossierDebt['receipts']> {
    const receipts: DossierDebt['receipts'][number][] = [];
    for (const { node } of await paidBy(this.views, of)) {
      const entry = await findReceipt(this.views, idOf(node.subject ?? ''));
      if (
        entry === undefined ||
        // It is another's, and was identified here by mistake.
        node.says?.['status'] === 'transferred' ||
        entry.booked_on > asked.asOf.slice(0, 10) ||
        !(await this.#isKnown(streamName('receipt', entry.receipt), 'first', asked))
      )
        continue;
      receipts.push({
        stream: streamName('receipt', entry.receipt),
        reference: entry.entry_reference,
        bookedOn: entry.booked_on,
        ...(node.amount === undefined ? {} : { amount: node.amount }),
      });
    }
    return receipts;
  }

  async #isKnown(stream: string, which: 'first' | 'last', { knownAt = noLimit }: DossierAsked): Promise<boolean> {
    return ((await placeOf(this.log, stream, which)) ?? noLimit) <= knownAt;
  }

  async #journal(parts: readonly DossierPart[], { asOf, knownAt }: DossierAsked): Promise<readonly PostedEntry[]> {
    const journal = new JournalQueries(this.views);
    const entries: PostedEntry[] = [];
    for (const { stream } of parts)
      entries.push(...(await journal.entries({ stream, asOf, limit: mostEvents, ...(knownAt === undefined ? {} : { knownAt }) })).entries);
    return entries;
  }
}

type NamedDocument = Omit<DossierDocument, 'kept'>;
interface MaybeDocument {
  readonly document?: unknown;
}
const documentOf = (data: unknown): string | undefined => {
  const document = typeof data === 'object' && data !== null ? (data as MaybeDocument).document : undefined;
  return typeof document === 'string' ? document : undefined;
};

const documentsIn = ({ events }: DossierPart): readonly NamedDocument[] =>
  events.flatMap(({ event: of, type, data, requestHash, sourceFile, sourceLine }): readonly NamedDocument[] => {
    const evidence = type === 'EvidenceAttached' ? documentOf(data) : undefined;
    return [
      ...(sourceFile === undefined
        ? []
        : [{ sha256: sourceFile, what: 'source file', of, ...(sourceLine === undefined ? {} : { line: sourceLine }) } as const]),
      ...(requestHash === undefined ? [] : [{ sha256: requestHash, what: 'request', of } as const]),
      ...(evidence === undefined ? [] : [{ sha256: evidence, what: 'evidence of a claim', of } as const]),
    ];
  });

const evidenceIn = (id: string, events: KnownWork['events']): readonly NamedDocument[] =>
  events.flatMap(({ type, data }, revision) => {
    const document = type === 'BreakEvidenceAttached' ? documentOf(data) : undefined;
    return document === undefined
      ? []
      : [{ sha256: document, what: 'evidence of a break', of: `break-${id}@${String(revision)}` } as const];
  });
