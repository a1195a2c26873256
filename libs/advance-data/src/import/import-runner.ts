import { join } from 'node:path';
import { canonicalJson, commandIdOfMessage, sha256Hex } from '#event-catalogue';
import type { CommandOutcome } from '#event-store';
import { importRunId, importRunStream } from '../advance-data.streams';
import { type ImportRunCommand, importRunDecider } from '../import-run.decider';
import { SourceUnreadableError } from '../reading/source-lines';
import { type ImportFormat, type ImportStep, type RunsCommands, faultOfRejection } from './import-format';
import { digestOfFile, DirectorySourceStore, type KeptSource, type SourceStore } from './source-store';
import { type Verdict, VerdictDigest, VerdictFile, type VerdictSink } from './verdict-file';

/** One import: which files, read how, by whom. */
export interface ImportRequest {
  readonly format: ImportFormat;
  /** Paths of the files, read as one run in this order; gzip is unpacked. */
  readonly files: readonly string[];
  /** Reads and decides the shape of everything, writes nothing. */
  readonly dryRun?: boolean;
  /** RFC 3339 UTC with milliseconds; not part of the run's identity. */
  readonly startedAt: string;
  readonly actor: string;
  readonly installationKey: Uint8Array;
  readonly progress?: (progress: ImportProgress) => void;
  /**
   * Called after each stretch of messages, when all of them are decided: whoever reacts to them does so while what they wrote is at hand. A
   * run does not depend on it.
   */
  readonly react?: () => Promise<void>;
  /** Breaks the run off before the next message; what is on its way is waited for. */
  readonly signal?: AbortSignal;
}

/** How far a run has come, in lines. */
export interface ImportProgress {
  readonly linesRead: number;
  readonly accepted: number;
  readonly rejected: number;
}

/** Where a run sends its commands and leaves its files. */
export interface ImportPlace {
  readonly runner: RunsCommands;
  readonly sources: SourceStore;
  /** Directory of the verdict files. */
  readonly verdicts: string;
}

/** Where a data directory keeps what an import leaves: its files by content under `sources/`, its verdicts under `imports/`. */
export const importPlace = (dataDirectory: string, runner: RunsCommands): ImportPlace => ({
  runner,
  sources: new DirectorySourceStore(join(dataDirectory, 'sources')),
  verdicts: join(dataDirectory, 'imports'),
});

/** What an import did. Counts are of lines; accepted includes replayed. */
export interface ImportReport {
  readonly run: string;
  readonly sources: readonly KeptSource[];
  readonly read: number;
  readonly accepted: number;
  readonly replayed: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly verdicts: string;
  /** Absent for a dry run. */
  readonly verdictFile?: string;
}

/** The import stopped; run it again with the same files and it goes on where it was. */
export class ImportAbortedError extends Error {
  override readonly name = 'ImportAbortedError';
  readonly code = 'IMPORT_ABORTED';
}

/** Messages in work at one time; their appends share the store's commits. */
const inFlight = 256;
/** Messages after which others may react to them. */
const stretch = 256;

/** What a run is recognised by: the content it reads, in order, and how it is read. `importRunId` of it is the run. */
export const importIdentity = (
  { kind, name, settings }: Pick<ImportFormat, 'kind' | 'name' | 'settings'>,
  digests: readonly string[],
): string => sha256Hex(canonicalJson([kind, name, settings.map((setting) => [setting.name, setting.value]), digests]));

/**
 * Imports files: keeps them by content, turns their lines into commands, and writes one verdict per line. The run is identified by what it
 * reads and how, every command by its message, so the same import again adds nothing and an aborted one goes on. Lines that are refused
 * never stop the others. @throws ImportAbortedError when the store does not take commands; SourceUnreadableError for a damaged file; the
 * signal's reason
 */
export const runImport = async (request: ImportRequest, place: ImportPlace): Promise<ImportReport> => {
  const { format, dryRun = false } = request;
  const sources: KeptSource[] = [];
  for (const file of request.files) sources.push(await (dryRun ? digestOfFile(file) : place.sources.keep(file)));
  const identity = importIdentity(
    format,
    sources.map((s) => s.sha256),
  );
  const run = importRunId(identity);
  const write = (kind: string, command: ImportRunCommand): Promise<void> => writeRun(place.runner, identity, kind, command, request);
  if (!dryRun) await write('import-start', { type: 'StartImport', started: startedData(request, sources) });
  const sink = dryRun ? new VerdictDigest() : new VerdictFile(join(place.verdicts, `${run}.verdicts.ndjson`), sources);
  const tally = new Tally(sink, request.progress);
  const context = { installationKey: request.installationKey, actor: request.actor, importRun: run };
  const steps = format.steps(sources, context, (lines) => {
    tally.linesRead(lines);
  });
  try {
    await settle(steps, request, dryRun ? undefined : place.runner, (step, verdict) => {
      tally.count(step, verdict);
    });
  } catch (error) {
    if (sink instanceof VerdictFile) sink.abandon();
    throw asGiven(error, request.files, sources);
  }
  const verdicts = sink.close();
  const { read, accepted, replayed, rejected } = tally;
  const refused = Object.values(rejected).reduce((a, b) => a + b, 0);
  if (!dryRun) await write('import-complete', { type: 'CompleteImport', completed: { read, accepted, rejected: refused, verdicts } });
  return { run, sources, read, accepted, replayed, rejected, verdicts, ...(sink instanceof VerdictFile ? { verdictFile: sink.path } : {}) };
};

/** A damaged file is named as it was given, not by the copy that is read. */
const asGiven = (error: unknown, files: readonly string[], sources: readonly KeptSource[]): unknown => {
  if (!(error instanceof SourceUnreadableError)) return error;
  const given = files[sources.findIndex(({ path }) => path === error.file)];
  return given === undefined ? error : new SourceUnreadableError(given, error.cause);
};

const startedData = ({ format, startedAt }: ImportRequest, sources: readonly KeptSource[]) => ({
  kind: format.kind,
  format: format.name,
  inputs: sources.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })),
  settings: format.settings,
  startedAt,
});

const writeRun = async (
  runner: RunsCommands,
  identity: string,
  kind: string,
  command: ImportRunCommand,
  { actor, startedAt }: ImportRequest,
): Promise<void> => {
  const commandId = commandIdOfMessage({ book: '-', issuer: 'TIDEWAITER', kind, reference: identity, version: '1' });
  const outcome = await runner.run({
    decider: importRunDecider,
    stream: importRunStream(identity),
    command,
    context: { commandId, actor, book: '-', effectiveAt: startedAt },
  });
  if (outcome.kind === 'accepted') return;
  throw new ImportAbortedError(outcome.kind === 'rejected' ? `${outcome.rejection.code}: ${outcome.rejection.message}` : outcome.kind);
};

/** A step on its way; without an outcome where nothing was sent. */
interface Taken {
  readonly step: ImportStep;
  readonly outcome: Promise<CommandOutcome> | undefined;
}

const ignore = (): void => undefined;

/** Decides the steps, many at a time, and tells what became of each in their own order. Without a runner it only looks at them. */
const settle = async (
  stretches: AsyncIterable<Iterable<ImportStep>>,
  { react: reacts, signal }: Pick<ImportRequest, 'react' | 'signal'>,
  runner: RunsCommands | undefined,
  tell: (step: ImportStep, verdict: Verdict) => void,
): Promise<void> => {
  const react = runner === undefined ? undefined : reacts;
  const waiting: Taken[] = [];
  let taken = 0;
  const tellFirst = async (count: number): Promise<void> => {
    for (const { step, outcome } of waiting.splice(0, count))
      tell(step, outcome === undefined ? verdictUnsent(step) : verdictOf(await outcome));
  };
  for await (const steps of stretches)
    for (const step of steps) {
      if (signal?.aborted === true) {
        await Promise.allSettled(waiting.map(async ({ outcome }) => outcome));
        throw signal.reason;
      }
      const outcome = runner === undefined || step.kind === 'rejected' ? undefined : step.command.run(runner);
      // The failure is met where it is awaited, in order; until then it must not count as unhandled.
      outcome?.catch(ignore);
      waiting.push({ step, outcome });
      taken += 1;
      const isStretch = react !== undefined && taken % stretch === 0;
      if (isStretch || waiting.length >= inFlight) await tellFirst(isStretch ? waiting.length : inFlight / 2);
      if (isStretch) await react();
    }
  await tellFirst(waiting.length);
};

/** Of lines that became no command, and of a command that is only looked at. */
const verdictUnsent = (step: ImportStep): Verdict => {
  const fault = step.kind === 'rejected' ? step.fault : step.command.check();
  return fault === undefined ? { verdict: 'accepted' } : { verdict: 'rejected', fault };
};

const verdictOf = (outcome: CommandOutcome): Verdict => {
  switch (outcome.kind) {
    case 'accepted':
      return { verdict: outcome.replayed ? 'replayed' : 'accepted' };
    case 'rejected':
      return { verdict: 'rejected', fault: faultOfRejection(outcome.rejection) };
    case 'key_reused':
    case 'stale':
      throw new ImportAbortedError(`a message was answered ${outcome.kind}`);
    case 'unknown':
      throw new ImportAbortedError(outcome.reason);
  }
};

class Tally {
  #linesRead = 0;
  read = 0;
  accepted = 0;
  replayed = 0;
  readonly rejected: Record<string, number> = {};

  constructor(
    private readonly sink: VerdictSink,
    private readonly progress: ((progress: ImportProgress) => void) | undefined,
  ) {}

  linesRead(lines: number): void {
    this.#linesRead = lines;
    this.progress?.({ linesRead: lines, accepted: this.accepted, rejected: this.read - this.accepted });
  }

  count(step: ImportStep, verdict: Verdict): void {
    const lines = step.lines.length;
    this.read += lines;
    if (verdict.verdict === 'rejected') this.rejected[verdict.fault.code] = (this.rejected[verdict.fault.code] ?? 0) + lines;
    else this.accepted += lines;
    if (verdict.verdict === 'replayed') this.replayed += lines;
    for (const line of step.lines) this.sink.write(line, step.reference, verdict);
    this.progress?.({ linesRead: this.#linesRead, accepted: this.accepted, rejected: this.read - this.accepted });
  }
}
