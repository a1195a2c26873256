import { type EventCatalogue } from '#event-catalogue';
import { AccountLaws } from './account-laws';
import { ApprovalLaws } from './approval-laws';
import { ChainVerifier } from './chain-verifier';
import { Findings, type Finding } from './finding';
import { JournalLaws } from './journal-laws';
import { LogCounts } from './log-counts';
import { ContentDigest, headDigest, type Checkpoint } from './log-digests';
import { NumberLaws } from './number-laws';
import { RefundLaws } from './refund-laws';
import { scanLog, type LogObserver, type LogOnly, type ScanOptions } from './scan-log';
import { ShareLaws } from './share-laws';
import { StreamHeads } from './stream-heads';
import { UnitLaws } from './unit-laws';

/** What a verification compares with, and who else looks on. */
export interface VerificationOptions extends ScanOptions {
  /** An earlier state of this log, kept elsewhere: without one nobody can tell that a tail was cut off. */
  readonly checkpoint?: Checkpoint;
  /** Others who want to see every event in the same pass. */
  readonly observers?: readonly LogObserver[];
  /** Findings to keep in full; 100 unless told. */
  readonly maxFindings?: number;
}

/** What a log holds and what is wrong with it. */
export interface VerificationReport extends Checkpoint {
  readonly streams: number;
  readonly byType: Readonly<Record<string, number>>;
  /** Totals by book, currency and account as they follow from the log alone, minor units. */
  readonly trialBalance: ReturnType<JournalLaws['trialBalance']>;
  readonly findings: readonly Finding[];
  /** Of which `findings` are the first. */
  readonly findingCount: number;
}

const compare = (checkpoint: Checkpoint, found: Checkpoint, findings: Findings): void => {
  for (const key of ['events', 'content', 'head'] as const)
    if (checkpoint[key] !== found[key])
      findings.add({
        what: 'checkpoint',
        position: checkpoint.position,
        expected: `${key} ${String(checkpoint[key])}`,
        found: String(found[key]),
      });
};

const lawsOfTheBusiness = (findings: Findings): readonly LogObserver[] =>
  [AccountLaws, RefundLaws, UnitLaws, ApprovalLaws, NumberLaws, ShareLaws].map((Laws) => new Laws(findings));

/**
 * Proves a log, or names what is wrong with it, in one pass over its stored bytes and before any upcast: hashes, ids, chains, revisions,
 * times, canonical texts and shapes of every event, and laws I1 to I5 and I9 of docs/accounting.md without any read model; with its digests
 * and counts. Memory: about 130 bytes a stream, 32 an event, and 24 for each declared item and each tax of it. Never throws for what the
 * log holds.
 */
export const verifyLog = async (
  store: LogOnly,
  catalogue: EventCatalogue,
  options: VerificationOptions = {},
): Promise<VerificationReport> => {
  const { checkpoint, observers = [], maxFindings = 100, ...scan } = options;
  const findings = new Findings(maxFindings);
  const heads = new StreamHeads();
  const [chain, content, laws, counts] = [
    new ChainVerifier(heads, findings, catalogue),
    new ContentDigest(),
    new JournalLaws(findings),
    new LogCounts(),
  ];
  const { events, position, broken } = await scanLog(
    store,
    catalogue,
    [chain, content, laws, ...lawsOfTheBusiness(findings), counts, ...observers],
    scan,
  );
  if (broken !== undefined)
    findings.add({ what: 'store', position, expected: 'a log that can be read to its end', found: `${broken.name}: ${broken.message}` });
  const now: Checkpoint = { events, position, content: content.digest(), head: headDigest(heads) };
  if (checkpoint !== undefined && broken === undefined)
    compare(
      checkpoint,
      checkpoint.position === position ? now : await digestLog(store, catalogue, { through: checkpoint.position }),
      findings,
    );
  return {
    ...now,
    streams: heads.size,
    byType: counts.byType(),
    trialBalance: laws.trialBalance(),
    findings: findings.first,
    findingCount: findings.count,
  };
};

/** The digests, counts and position of a log without judging it: `log.content`, `log.head`. */
export const digestLog = async (store: LogOnly, catalogue: EventCatalogue, options: ScanOptions = {}): Promise<Checkpoint> => {
  const heads = new StreamHeads();
  const content = new ContentDigest();
  const { events, position, broken } = await scanLog(
    store,
    catalogue,
    [content, new ChainVerifier(heads, new Findings(0), catalogue)],
    options,
  );
  if (broken !== undefined) throw broken;
  return { events, content: content.digest(), head: headDigest(heads), position };
};
