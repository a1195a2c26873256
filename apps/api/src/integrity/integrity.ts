import { Controller, Get, HttpCode, Injectable, Post } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { EventCatalogue } from '#event-catalogue';
import { EventStore } from '#event-store';
import { verifyLog, type VerificationReport } from '#integrity';
import { formatMoney } from '#money';
import { Log } from '#telemetry';
import { Policy } from '../identity/policy';
import { LedgerClock } from '../ledger/ledger-clock';

/**
 * What is known of the log's soundness. `content` is equal on every store, `head` after a copy. `place` says that the files or servers the log
 * lies in were not looked at: damage that no reader of events meets, streams that were truncated or deleted, an end that was cut off. Reading a
 * whole file of the store would hold up every request; `tidewaiter verify` does it beside the server.
 */
export interface IntegrityAnswer {
  readonly place: 'notLookedAt';
  readonly status: 'never' | 'running' | 'sound' | 'unsound' | 'failed';
  readonly verifiedAt?: string;
  readonly report?: Omit<VerificationReport, 'trialBalance'> & { readonly trialBalance: readonly TrialBalanceRow[] };
}

type TrialBalanceRow = Omit<VerificationReport['trialBalance'][number], 'debit' | 'credit'> & {
  readonly debit: string;
  readonly credit: string;
};

const presented = ({ trialBalance, ...report }: VerificationReport): NonNullable<IntegrityAnswer['report']> => ({
  ...report,
  trialBalance: trialBalance.map(({ debit, credit, ...row }) => ({
    ...row,
    debit: formatMoney({ minor: debit, currency: row.currency }),
    credit: formatMoney({ minor: credit, currency: row.currency }),
  })),
});

/** Verifies the log beside requests, one verification at a time, and remembers the last answer. */
@Injectable()
export class Integrity {
  #answer: IntegrityAnswer = { place: 'notLookedAt', status: 'never' };

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly clock: LedgerClock,
    private readonly log: Log,
  ) {}

  get answer(): IntegrityAnswer {
    return this.#answer;
  }

  /** Begins a verification unless one is running. */
  begin(): IntegrityAnswer {
    if (this.#answer.status !== 'running') {
      this.#answer = { ...this.#answer, status: 'running' };
      void this.#verify();
    }
    return this.#answer;
  }

  async #verify(): Promise<void> {
    try {
      const report = await verifyLog(this.store, this.catalogue);
      this.#answer = {
        place: 'notLookedAt',
        status: report.findingCount === 0 ? 'sound' : 'unsound',
        verifiedAt: this.clock.moment(),
        report: presented(report),
      };
    } catch (error) {
      this.#answer = { place: 'notLookedAt', status: 'failed' };
      this.log.error('the verification of the log failed', { error });
    }
  }
}

/** The last verification, or the beginning of a new one. */
export class AskIntegrity extends Query<IntegrityAnswer> {
  constructor(readonly begin: boolean) {
    super();
  }
}

@QueryHandler(AskIntegrity)
export class AskIntegrityHandler implements IQueryHandler<AskIntegrity> {
  constructor(private readonly integrity: Integrity) {}

  async execute({ begin }: AskIntegrity): Promise<IntegrityAnswer> {
    return begin ? this.integrity.begin() : this.integrity.answer;
  }
}

const readers = { roles: ['officer', 'auditor', 'operator'], scope: 'any' } as const;

/** Proof that nothing was changed. */
@ApiTags('integrity')
@Controller('v1/integrity')
export class IntegrityController {
  constructor(private readonly queries: QueryBus) {}

  /** What the last verification found: hashes, chains, revisions, schemas, laws; content and head of the log, not the files it lies in. */
  @Get()
  @Policy(readers)
  read(): Promise<IntegrityAnswer> {
    return this.queries.execute(new AskIntegrity(false));
  }

  /** Verifies the whole log from event 0, beside requests; nothing is recorded. */
  @Post('verifications')
  @HttpCode(202)
  @Policy(readers)
  verify(): Promise<IntegrityAnswer> {
    return this.queries.execute(new AskIntegrity(true));
  }
}
