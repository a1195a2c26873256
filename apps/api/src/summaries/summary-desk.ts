import { Injectable } from '@nestjs/common';
import {
  coveredExport,
  coveredImport,
  exportDecider,
  exportId,
  findDeclarations,
  summaryDecider,
  summaryStream,
  supplementaryGaps,
  type CoveredDeclaration,
  type ExportEvent,
  type SubmittedSummary,
  type SummaryDuty,
  type SummaryEvent,
  type SupplementaryGaps,
} from '#declarations';
import { EventCatalogue, present, startOfLegalDay, streamName } from '#event-catalogue';
import { EventStore } from '#event-store';
import { ReadModel } from '#read-model';
import { addDays, addMonths } from '#rules';
import { Authorities } from '../accounts/authorities';
import { LodgedDeclarations } from '../declarations/lodged-declarations';
import { CommandDesk, type Written } from '../http/command-desk';
import { problemOfRejection } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { StreamReader } from '../http/stream-reader';
import { LedgerClock } from '../ledger/ledger-clock';
import { Reactor } from '../ledger/reactor';
import type { GapsQuery, SubmitSummaryDto } from './summaries.dto';

/** Whose declarations of which days. */
type Window = Pick<SubmitSummaryDto, 'authority' | 'declarant' | 'accountHolder' | 'from' | 'to'>;
type Found = Readonly<{ declaration: string; mrn: string; acceptedOn: string }>;

/** Declarations read in one go from the list. */
const pageSize = 500;

/** Consolidated summaries: which declarations they cover, and what no summary covers in time. */
@Injectable()
export class SummaryDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly declarations: LodgedDeclarations,
    private readonly reader: StreamReader,
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly views: ReadModel,
    private readonly authorities: Authorities,
    private readonly reactor: Reactor,
    private readonly clock: LedgerClock,
  ) {}

  async submit(request: WriteRequest, { mrns, declarationCount, itemCount, ...stated }: SubmitSummaryDto): Promise<Written> {
    const { authority, declarant, summaryReference, submittedOn, direction } = stated;
    const effectiveAt = startOfLegalDay(submittedOn, this.authorities.zoneOf(authority));
    await this.reactor.settleViews();
    const declarations = direction === 'exit' ? await this.#exports(authority, mrns ?? []) : await this.#imports(stated, mrns);
    const controls = present({ declarationCount, itemCount });
    const command = { type: 'SubmitSummary', ...stated, declarations, controls, source: { sha256: request.requestHash, line: 1 } } as const;
    return this.desk.run(request, {
      decider: summaryDecider,
      stream: summaryStream(authority, declarant, summaryReference),
      command,
      book: authority,
      effectiveAt,
    });
  }

  /** What of a holder's declarations is in no summary though its day has passed, was covered too late, or twice (B33). */
  async gaps({ days, asOf, ...window }: GapsQuery): Promise<SupplementaryGaps> {
    const duties: SummaryDuty[] = [];
    for await (const { mrn, acceptedOn } of this.#lodged(window))
      duties.push({ mrn, acceptedOn, dueOn: addDays(addMonths(`${acceptedOn.slice(0, 7)}-01`, 1), Number.parseInt(days, 10)) });
    return supplementaryGaps(duties, await this.#submitted(window), asOf ?? (await this.clock.today()));
  }

  async #imports(window: Window, mrns: readonly string[] | undefined): Promise<readonly CoveredDeclaration[]> {
    const covered: CoveredDeclaration[] = [];
    const wanted = mrns === undefined ? undefined : new Set(mrns);
    for await (const { declaration, mrn } of this.#lodged(window)) {
      if (wanted !== undefined && !wanted.delete(mrn)) continue;
      const state = await this.declarations.read(declaration);
      if (state !== undefined && state.invalidated === undefined) covered.push(coveredImport(state));
    }
    const [absent] = wanted ?? [];
    if (absent !== undefined) throw unknown(absent);
    return covered;
  }

  async #exports(authority: string, mrns: readonly string[]): Promise<readonly CoveredDeclaration[]> {
    const covered: CoveredDeclaration[] = [];
    for (const mrn of mrns) {
      const events = await this.reader.events<ExportEvent>(streamName('declaration', exportId(authority, mrn)));
      const state = events.reduce(exportDecider.evolve, exportDecider.initial);
      if (state.kind === 'none') throw unknown(mrn);
      covered.push(coveredExport(state.declared));
    }
    return covered;
  }

  /** The declarations of a window, in order of acceptance. */
  async *#lodged({ authority, declarant, accountHolder, from, to }: Window): AsyncGenerator<Found> {
    const start = startOfLegalDay(from, this.authorities.zoneOf(authority));
    for (let after: string | undefined = `${start}/`; after !== undefined;) {
      const page: Awaited<ReturnType<typeof findDeclarations>> = await findDeclarations(this.views, {
        parties: [declarant],
        after,
        limit: pageSize,
      });
      for (const row of page.declarations) {
        if (row.accepted_on >= to) return;
        if (row.authority === authority && row.declarant === declarant && row.account_holder === accountHolder && row.accepted_on >= from)
          yield { declaration: row.declaration, mrn: row.mrn, acceptedOn: row.accepted_on };
      }
      after = page.next;
    }
  }

  async #submitted({ authority, declarant }: Window): Promise<readonly SubmittedSummary[]> {
    const found = new Map<string, SubmittedSummary>();
    for await (const { events } of this.store.readAll({ categories: ['summary'] }))
      for (const stored of events) {
        const { type, data } = this.catalogue.decode<SummaryEvent>(stored);
        const before = found.get(stored.stream);
        if (type === 'SummaryDeclarationSubmitted' && data.authority === authority && data.declarant === declarant)
          found.set(stored.stream, { ...data, mrns: [] });
        if (type === 'SummaryDeclarationsListed' && before !== undefined)
          found.set(stored.stream, { ...before, mrns: [...before.mrns, ...data.declarations.map(({ mrn }) => mrn)] });
      }
    return [...found.values()];
  }
}

const unknown = (mrn: string) =>
  problemOfRejection({ code: 'DECLARATION_UNKNOWN', message: `no declaration ${mrn} of these days`, field: 'mrns' });
