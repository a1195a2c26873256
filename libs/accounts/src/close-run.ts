import { commandIdOfMessage } from '#event-catalogue';
import { type CommandOutcome, type CommandRunner, type Dispatch } from '#event-store';
import { accountPeriodDecider } from './account-period.decider';
import { type AccountPeriodState } from './account-period.state';
import { type AccountCycles } from './account-cycles';
import { type AccountDirectory } from './account-directory';
import { type AccountPeriodEvent, type SeriesEvent } from './accounts.events';
import { accountPeriodId, accountPeriodStream, seriesStream } from './accounts.streams';
import { type ClosePeriod } from './closing';
import { type AssignNumber, givenNumber, seriesDecider, type SeriesState } from './series.decider';

/** A period whose cut-off has passed. */
export type DueClose = Readonly<{ account: string; authority: string; cycle: string; period: string; start: string; end: string }>;
/** The statement of a closed period. */
export type StatementIssued = Extract<AccountPeriodEvent, { readonly type: 'PeriodClosed' }>['data'];

/**
 * The open periods that end on or before the legal day `today`, in (cut-off, account) order: that order gives the statement numbers, so
 * they do not depend on timing.
 */
const planCloses = (directory: Pick<AccountDirectory, 'all'>, today: string): readonly DueClose[] =>
  directory
    .all()
    .flatMap(({ account, authority, cycle, open }) =>
      open !== undefined && open.end <= today ? [{ account, authority, cycle, ...open }] : [],
    )
    .sort((a, b) => (a.end === b.end ? (a.account < b.account ? -1 : 1) : a.end < b.end ? -1 : 1));

/** What a run of closes works with. */
export interface CloseRun {
  readonly runner: Pick<CommandRunner, 'runAll'>;
  readonly cycles: AccountCycles;
  /** The legal day: periods that end on it or before are closed. */
  readonly today: string;
  readonly actor: string;
  /** Lets the processes catch up (charges and receipts reach their periods, the next periods open) and gives the directory as of then. */
  readonly settled: () => Promise<Pick<AccountDirectory, 'all'>>;
}

/** A close or a number was refused for a reason that the run cannot mend, or the store did not answer. */
export class CloseRunError extends Error {
  override readonly name = 'CloseRunError';
}

/**
 * Closes everything that is due: per round all periods of the earliest cut-off, first their numbers in order, then the closes; closing
 * lets the next periods open, which the next round sees. Each command's id follows from the period, so a run that was killed anywhere and
 * is started again gives the same numbers and statements.
 */
export const closeDuePeriods = async (run: CloseRun): Promise<readonly StatementIssued[]> => {
  const issued: StatementIssued[] = [];
  for (;;) {
    const due = planCloses(await run.settled(), run.today);
    const round = due.filter(({ end }) => end === due[0]?.end);
    if (round.length === 0) return issued;
    const numbers = (await run.runner.runAll(round.map((close) => assignNumber(run, close)))).map(numberOf);
    issued.push(
      ...(await closeRound(
        run,
        round.map((close, i) => ({ close, number: numbers[i] ?? 0 })),
      )),
    );
  }
};

type NumberedClose = Readonly<{ close: DueClose; number: number }>;

/** Statements in the order of the closes. One that leaves more than an append can hold is asked for again until it is there. */
const closeRound = async (run: CloseRun, round: readonly NumberedClose[]): Promise<readonly StatementIssued[]> => {
  const statements = new Map<DueClose, StatementIssued>();
  let unfinished = round;
  for (let part = 1; unfinished.length > 0; part += 1) {
    const outcomes = await run.runner.runAll(unfinished.map(({ close, number }) => closePeriod(run, close, number, part)));
    unfinished = unfinished.filter(({ close }, i) => {
      const answer = answerOf(outcomes[i]);
      if (answer !== 'closed' && answer !== 'handing on') statements.set(close, answer);
      return answer === 'handing on';
    });
  }
  return round.flatMap(({ close }) => statements.get(close) ?? []);
};

const commandIdOf = ({ authority, account, period }: DueClose, kind: string, part: number): string =>
  commandIdOfMessage({
    book: authority,
    issuer: authority,
    kind,
    reference: accountPeriodId(authority, account, period),
    version: String(part),
  });

const contextOf = ({ actor, cycles }: CloseRun, close: DueClose, kind: string, part = 1): Dispatch<unknown, unknown, never>['context'] => ({
  commandId: commandIdOf(close, kind, part),
  actor,
  book: close.authority,
  // The cut-off, whenever the run takes place.
  effectiveAt: cycles.startOf(close.cycle, close.end),
});

const assignNumber = (run: CloseRun, close: DueClose): Dispatch<AssignNumber, SeriesState, SeriesEvent> => ({
  decider: seriesDecider,
  stream: seriesStream(close.authority, 'statement'),
  command: {
    type: 'AssignNumber',
    authority: close.authority,
    kind: 'statement',
    subject: accountPeriodId(close.authority, close.account, close.period),
  },
  context: contextOf(run, close, 'statement-number'),
});

const closePeriod = (
  run: CloseRun,
  close: DueClose,
  statementNumber: number,
  part: number,
): Dispatch<ClosePeriod, AccountPeriodState, AccountPeriodEvent> => ({
  decider: accountPeriodDecider,
  stream: accountPeriodStream(close.authority, close.account, close.period),
  command: { type: 'ClosePeriod', statementNumber, closedOn: close.end, dueOn: run.cycles.periodOf(close.cycle, close.start).dueOn },
  context: contextOf(run, close, 'close-period', part),
});

const numberOf = (outcome: CommandOutcome<SeriesEvent>): number => {
  const number = givenNumber(outcome);
  if (number === undefined) throw new CloseRunError(`no statement number: ${told(outcome)}`);
  return number;
};

const answerOf = (
  outcome: CommandOutcome<AccountPeriodEvent> = { kind: 'unknown', reason: 'no answer' },
): StatementIssued | 'handing on' | 'closed' => {
  if (outcome.kind === 'accepted')
    return outcome.events.flatMap((event) => (event.type === 'PeriodClosed' ? [event.data] : []))[0] ?? 'handing on';
  // Somebody else closed it meanwhile; what was to be done is done.
  if (outcome.kind === 'rejected' && outcome.rejection.code === 'PERIOD_CLOSED') return 'closed';
  throw new CloseRunError(`not closed: ${told(outcome)}`);
};

const told = (outcome: CommandOutcome): string =>
  outcome.kind === 'rejected'
    ? `${outcome.rejection.code}, ${outcome.rejection.message}`
    : outcome.kind === 'unknown'
      ? outcome.reason
      : outcome.kind;
