import { orderDecider, type OrderEvent, type OrderState } from '#advance-data';
import { declarationDecider, type DeclarationEvent, type DeclarationState, type LodgedDeclaration } from '#declarations';
import { metadataValue, type EventCatalogue } from '#event-catalogue';
import type { EventStore, Position, RecordedEvent } from '#event-store';

/** Which knowledge counts: events up to a position of the log, and of those the ones that were effective by a moment. Absent: all. */
export interface StudyMoment {
  readonly knownAt?: Position;
  /** RFC 3339 UTC. */
  readonly asOf?: string;
}

/** Days, both included, in the zone of who keeps them. Absent: open. */
export interface StudyWindow {
  readonly from?: string;
  readonly to?: string;
}
export const isWithin = ({ from, to }: StudyWindow, day: string): boolean =>
  (from === undefined || from <= day) && (to === undefined || day <= to);

/** A declaration as it stood at the moment: its last version with the last assessment. */
export interface RecordedDeclaration {
  readonly stream: string;
  readonly declared: LodgedDeclaration;
}
/** An order with all that happened to it, in order. */
export interface RecordedOrder {
  readonly stream: string;
  readonly events: readonly OrderEvent[];
  readonly state: Extract<OrderState, { readonly kind: 'order' }>;
}
export type RecordedSubject = ({ readonly kind: 'declaration' } & RecordedDeclaration) | ({ readonly kind: 'order' } & RecordedOrder);

/** What is asked for; the lines of an assessment are half of a declaration's text, and who adds up totals need not read them. */
export interface AskedSubjects {
  readonly kinds: readonly RecordedSubject['kind'][];
  readonly assessmentLines: boolean;
}

/** The legal day of acceptance, read out of the stored text: most declarations outside the window need not be opened. */
const acceptedOnOf = (data: string): string => /"acceptedOn":"(\d{4}-\d{2}-\d{2})"/.exec(data)?.[1] ?? '';

/**
 * The recorded trade, told once and in the order of the log, each stream whole where it begins. Memory is that of one stream at a time;
 * nothing is written anywhere.
 */
export class RecordedTrade {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly moment: StudyMoment = {},
  ) {}

  /**
   * Declarations accepted in the window and orders, whenever they were supplied, of the kinds asked for. What was invalidated is told too:
   * it says so.
   */
  async *subjects(window: StudyWindow, asked: AskedSubjects): AsyncGenerator<RecordedSubject> {
    const through = this.moment.knownAt;
    for await (const { events } of this.store.readAll({ categories: asked.kinds, ...(through === undefined ? {} : { through }) }))
      for (const stored of events) {
        const subject = await this.#beginning(stored, window, asked);
        if (subject !== undefined) yield subject;
      }
  }

  /** An order by its stream; undefined where none is known, or where it is a credit. */
  async order(stream: string): Promise<RecordedOrder | undefined> {
    const events = (await this.#events(stream)) as readonly OrderEvent[];
    const state = events.reduce<OrderState>((known, event) => orderDecider.evolve(known, event), orderDecider.initial);
    return state.kind === 'order' ? { stream, events, state } : undefined;
  }

  /** Data of the first event of a stream that has this type. */
  async first<T>(stream: string, type: string): Promise<T | undefined> {
    return (await this.#events(stream)).find((event) => event.type === type)?.data as T | undefined;
  }

  async #beginning(stored: RecordedEvent, window: StudyWindow, asked: AskedSubjects): Promise<RecordedSubject | undefined> {
    if (stored.type === 'DeclarationLodged') {
      if (!isWithin(window, acceptedOnOf(stored.data))) return undefined;
      const declared = await this.#declaration(stored.stream, asked);
      return declared.kind === 'lodged' ? { kind: 'declaration', stream: stored.stream, declared } : undefined;
    }
    if (stored.type !== 'OrderRecorded') return undefined;
    const order = await this.order(stored.stream);
    return order === undefined ? undefined : { kind: 'order', ...order };
  }

  async #declaration(stream: string, { assessmentLines }: AskedSubjects): Promise<DeclarationState> {
    const events = (await this.#events(stream, assessmentLines ? undefined : 'AssessmentLinesRecorded')) as readonly DeclarationEvent[];
    return events.reduce<DeclarationState>((known, event) => declarationDecider.evolve(known, event), declarationDecider.initial);
  }

  async #events(stream: string, without?: string): Promise<readonly { readonly type: string; readonly data: unknown }[]> {
    const { knownAt, asOf } = this.moment;
    const events: { readonly type: string; readonly data: unknown }[] = [];
    for await (const stored of this.store.read(stream)) {
      if (knownAt !== undefined && stored.position > knownAt) break;
      if (stored.type === without || (asOf !== undefined && metadataValue(stored.metadata, 'effectiveAt') > asOf)) continue;
      // Without the stored text, which would keep its whole page of the log in memory.
      const { type, data } = this.catalogue.decodeForFold(stored);
      events.push({ type, data });
    }
    return events;
  }
}
