import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DirectorySourceStore } from '#advance-data';
import {
  breakStream,
  breakWorkDecider,
  evolveWork,
  findBreakWork,
  largestDocument,
  type AboutBreak,
  type BreakWorkCommand,
  type BreakWorkEvent,
  type DerivedBreak,
  type Done,
  type KnownWork,
} from '#break-work';
import { present, startOfLegalDay } from '#event-catalogue';
import { EventStore } from '#event-store';
import { ReadModel } from '#read-model';
import { isOwnOf, type Break, type FoundBreak } from '#reconciliation';
import { CommandDesk, type Written } from '../http/command-desk';
import { notFound, problemOfRejection } from '../http/problem';
import type { ReadRequest, WriteRequest } from '../http/request-context';
import { StreamReader } from '../http/stream-reader';
import { Uploads } from '../http/uploads';
import { personOf } from '../identity/person';
import { LedgerClock } from '../ledger/ledger-clock';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { documentOf, readerOf, type BreakDocument } from './break-document';

/** A break that the caller may see: as derived now, where it is, and what is known of the work on it. */
export interface SeenBreak {
  readonly about: AboutBreak;
  readonly found?: Break;
  readonly work?: KnownWork;
}
type Viewpoint = Readonly<{ asOf?: string; knownAt?: string }>;

/** A currency of which nothing is known is none. */
const isCurrency = (currency: string): boolean => /^[A-Z]{3}$/.test(currency);

const derivedOf = ({ code, subject, amount, currency, since, dueBy }: Break, caseKey: string): DerivedBreak => ({
  code,
  subject,
  caseKey,
  amount,
  since,
  dueBy,
  ...(isCurrency(currency) ? { currency } : {}),
});

/** Where a break whose work has begun is looked for first. */
const hintOf = ({ state: { begun } }: KnownWork): string =>
  /^(order|consignment|declaration|returnCase|refundClaim)-[0-9A-Z]{26}/.test(begun.subject) ? begun.subject : begun.caseKey;

/** Breaks as they are derived, and the way to the streams of what people do about them. */
@Injectable()
export class BreakDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reader: StreamReader,
    private readonly store: EventStore,
    private readonly views: ReadModel,
    private readonly reconciliation: ReconciliationDesk,
    private readonly clock: LedgerClock,
    private readonly uploads: Uploads,
    private readonly documents: DirectorySourceStore,
  ) {}

  /** The break, or the same 404 whether it is absent or lies in a case that is not all the reader's. */
  async find(reader: ReadRequest, id: string, hint?: string): Promise<SeenBreak> {
    const seen = (await this.findAll([id], hint === undefined ? new Map() : new Map([[id, hint]]), reader)).get(id);
    if (seen === undefined) throw notFound();
    return seen;
  }

  /** As `find`, for many; what is absent is left out. */
  async findAll(
    ids: readonly string[],
    hints: ReadonlyMap<string, string>,
    { scope }: ReadRequest,
  ): Promise<ReadonlyMap<string, SeenBreak>> {
    const work = await findBreakWork(this.views, ids);
    const places = await this.reconciliation.worked.find(
      await this.reconciliation.question({}),
      ids,
      new Map([...hints, ...[...work].map(([id, known]) => [id, hintOf(known)] as const)]),
    );
    const seen = new Map<string, SeenBreak>();
    for (const id of ids) {
      const [known, place] = [work.get(id), places.get(id)];
      if (scope.kind === 'own' && !isOwnOf(scope.collector, place?.owners ?? [])) continue;
      if (known !== undefined || place?.found !== undefined) seen.set(id, seenOf(id, known, place));
    }
    return seen;
  }

  /** A break at a moment, with all that was done about it by then. */
  async read(reader: ReadRequest, id: string, { asOf, knownAt }: Viewpoint, hint?: string): Promise<BreakDocument> {
    await this.find(reader, id, hint);
    const question = await this.reconciliation.question({
      ...present({ asOf, knownAt }),
    });
    const work =
      asOf === undefined && knownAt === undefined ? await this.#written(id) : (await findBreakWork(this.views, [id], question)).get(id);
    const place = (
      await this.reconciliation.worked.find(
        question,
        [id],
        new Map(hint === undefined ? (work === undefined ? [] : [[id, hintOf(work)]]) : [[id, hint]]),
      )
    ).get(id);
    const [joined] = place?.found === undefined ? [] : await this.reconciliation.worked.joined(question, [{ breaks: [place.found] }]);
    const derived = joined?.breaks[0];
    if (derived === undefined && work === undefined) throw notFound();
    return documentOf(id, derived === undefined ? undefined : { ...derived, caseKey: place?.caseKey ?? '' }, work, readerOf(reader));
  }

  /** Who does it, on the legal day of this ledger unless another one is named; no day that is to come. */
  async done({ caller }: WriteRequest, on: string | undefined): Promise<Done> {
    return { by: personOf(caller), on: await this.clock.dayOf(on) };
  }

  /** Work on a break is of no authority: its days are those of UTC. */
  run(request: WriteRequest, command: BreakWorkCommand): Promise<Written> {
    return this.desk.run(request, {
      decider: breakWorkDecider,
      stream: breakStream(command.break),
      command,
      book: '-',
      effectiveAt: startOfLegalDay(command.on, 'UTC'),
    });
  }

  /** Throws what the break's stream has against a command, before anybody else is asked to agree to it. */
  async check(command: BreakWorkCommand): Promise<void> {
    const events = await this.#events(command.break);
    const decision = breakWorkDecider.decide(command, events.reduce(breakWorkDecider.evolve, breakWorkDecider.initial));
    if ('rejected' in decision) throw problemOfRejection(decision.rejected);
  }

  /** Throws a ProblemError EVENT_UNKNOWN where the log has no such event. */
  async checkEvent(event: Readonly<{ stream: string; revision: number }> | undefined): Promise<void> {
    if (event === undefined) return;
    if (/^[a-z][A-Za-z]*-[0-9A-HJKMNP-TV-Z]{26}$/.test(event.stream))
      for await (const stored of this.store.read(event.stream, { from: BigInt(event.revision), max: 1 }))
        if (stored.revision === BigInt(event.revision)) return;
    throw problemOfRejection({ code: 'EVENT_UNKNOWN', message: `${event.stream} has no event ${String(event.revision)}`, field: 'event' });
  }

  /** Keeps the document beside the log under its SHA-256, then attaches that. */
  async attach(request: WriteRequest, { about }: SeenBreak, mediaType: string, upload: Readable): Promise<Written> {
    const { sha256: document, bytes } = await this.uploads.keepIn(this.documents, upload, largestDocument);
    return this.run(
      { ...request, requestHash: document },
      { type: 'AttachToBreak', ...about, document, mediaType, bytes, ...(await this.done(request, undefined)) },
    );
  }

  #events(id: string): Promise<readonly BreakWorkEvent[]> {
    return this.reader.events<BreakWorkEvent>(breakStream(id));
  }

  async #written(id: string): Promise<KnownWork | undefined> {
    return evolveWork(await this.#events(id));
  }
}

const seenOf = (id: string, work: KnownWork | undefined, place: FoundBreak | undefined): SeenBreak => {
  const found = place?.found;
  if (place === undefined || found === undefined) return { about: { break: id }, ...(work === undefined ? {} : { work }) };
  return { about: { break: id, of: derivedOf(found, place.caseKey) }, found, ...(work === undefined ? {} : { work }) };
};
