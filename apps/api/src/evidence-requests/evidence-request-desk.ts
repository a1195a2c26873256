import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DirectorySourceStore } from '#advance-data';
import { startOfLegalDay } from '#event-catalogue';
import {
  evidenceRequestDecider,
  evidenceRequestStream,
  largestEvidence,
  type AskedEvidence,
  type EvidenceRequestCommand,
  type EvidenceRequestEvent,
} from '#evidence-requests';
import { Authorities } from '../accounts/authorities';
import { CommandDesk, type Written } from '../http/command-desk';
import { notFound } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { StreamReader } from '../http/stream-reader';
import { Uploads } from '../http/uploads';
import { ownedOr404, type CollectorScope } from '../identity/ownership';
import { LedgerClock } from '../ledger/ledger-clock';

/** Requests for evidence: as the one who asks and the one who is asked see them, and the way to their streams. */
@Injectable()
export class EvidenceRequestDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reader: StreamReader,
    private readonly authorities: Authorities,
    private readonly clock: LedgerClock,
    private readonly uploads: Uploads,
    private readonly documents: DirectorySourceStore,
  ) {}

  /** The request, or the same 404 whether it is absent or somebody else was asked. */
  async find(scope: CollectorScope, request: string): Promise<AskedEvidence> {
    const events = await this.reader.events<EvidenceRequestEvent>(evidenceRequestStream(request));
    const state = events.reduce(evidenceRequestDecider.evolve, evidenceRequestDecider.initial);
    if (state.kind === 'none') throw notFound();
    return ownedOr404(scope, state, ({ asked }) => [asked.party]);
  }

  /** Counts from a legal day of the authority that asks. */
  run(request: WriteRequest, authority: string, command: EvidenceRequestCommand, day: string): Promise<Written> {
    const effectiveAt = startOfLegalDay(day, this.authorities.zoneOf(authority));
    return this.desk.run(request, {
      decider: evidenceRequestDecider,
      stream: evidenceRequestStream(command.request),
      command,
      book: authority,
      effectiveAt,
    });
  }

  /** Keeps the document beside the log under its SHA-256, then says that it was supplied. */
  async provide(request: WriteRequest, { asked }: AskedEvidence, mediaType: string, upload: Readable): Promise<Written> {
    const { sha256: document, bytes } = await this.uploads.keepIn(this.documents, upload, largestEvidence);
    const providedOn = await this.clock.today();
    const command = {
      type: 'ProvideEvidence',
      request: asked.request,
      document,
      mediaType,
      bytes,
      providedBy: asked.party,
      providedOn,
    } as const;
    return this.run({ ...request, requestHash: document }, asked.authority, command, providedOn);
  }
}
