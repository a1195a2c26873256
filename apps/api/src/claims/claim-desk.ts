import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DirectorySourceStore } from '#advance-data';
import { startOfLegalDay, streamName } from '#event-catalogue';
import {
  claimView,
  mostBytes,
  refundClaimDecider,
  type ClaimView,
  type MadeClaim,
  type RefundClaimCommand,
  type RefundClaimEvent,
} from '#returns';
import { Authorities } from '../accounts/authorities';
import { CommandDesk, type Written } from '../http/command-desk';
import { notFound, problemOfRejection } from '../http/problem';
import type { WriteRequest } from '../http/request-context';
import { StreamReader } from '../http/stream-reader';
import { Uploads } from '../http/uploads';
import type { CollectorScope } from '../identity/ownership';
import { personOf } from '../identity/person';
import { LedgerClock } from '../ledger/ledger-clock';

/** A claim as its stream tells it, and who told the ledger of it. */
interface KnownClaim {
  readonly made: MadeClaim;
  readonly authority: string;
  readonly recordedBy: string;
}

/** Refund claims: as their parties see them, and the way to their streams. */
@Injectable()
export class ClaimDesk {
  constructor(
    private readonly desk: CommandDesk,
    private readonly reader: StreamReader,
    private readonly authorities: Authorities,
    private readonly clock: LedgerClock,
    private readonly uploads: Uploads,
    private readonly documents: DirectorySourceStore,
  ) {}

  /** The claim, or the same 404 whether it is absent or none of the reader's business. */
  async find(scope: CollectorScope, claim: string): Promise<KnownClaim & { readonly view: ClaimView }> {
    const events = await this.reader.events<RefundClaimEvent>(streamName('refundClaim', claim));
    const [first] = events;
    const made = events.reduce(refundClaimDecider.evolve, refundClaimDecider.initial);
    if (first === undefined || made.kind === 'none') throw notFound();
    const authority = made.claim.authority ?? first.metadata.book;
    const view = claimView(made, scope.kind === 'own' ? scope.collector : authority);
    if (view === undefined) throw notFound();
    return { made, authority, view, recordedBy: first.metadata.actor };
  }

  /** Counts from a legal day of the authority. */
  run(request: WriteRequest, { made, authority }: KnownClaim, command: RefundClaimCommand, day: string): Promise<Written> {
    const effectiveAt = startOfLegalDay(day, this.authorities.zoneOf(authority));
    return this.desk.run(request, {
      decider: refundClaimDecider,
      stream: streamName('refundClaim', made.claim.claim),
      command,
      book: authority,
      effectiveAt,
    });
  }

  /** Who brought a claim in does not decide it, whatever other role the same person has. */
  decider({ caller }: WriteRequest, { recordedBy }: KnownClaim): string {
    if (recordedBy.endsWith(`:${caller.subject}`) || recordedBy.endsWith(`/${caller.subject}`))
      throw problemOfRejection({ code: 'SAME_PERSON', message: 'Whoever makes a claim does not decide it.', field: 'claim' });
    return personOf(caller);
  }

  /** Keeps the document beside the log under its SHA-256, then attaches that. */
  async attach(request: WriteRequest, claim: KnownClaim, kind: string, mediaType: string, upload: Readable): Promise<Written> {
    const { sha256: document, bytes } = await this.uploads.keepIn(this.documents, upload, mostBytes);
    const attachedOn = await this.clock.today();
    const command = { type: 'AttachEvidence', kind, document, mediaType, bytes, attachedBy: personOf(request.caller), attachedOn } as const;
    return this.run({ ...request, requestHash: document }, claim, command, attachedOn);
  }
}
