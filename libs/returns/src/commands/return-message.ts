import { commandIdOfMessage, oneOf, parseStrictJson, record, sha256Hex, type ValueOf } from '#event-catalogue';
import { type Dispatch } from '#event-store';
import { type ReportReturn, type ReturnCaseCommand, returnCaseDecider } from '../return-case.decider';
import { type ReturnCaseState } from '../return-case.state';
import { reportedReturn, type ReturnCaseEvent } from '../returns.events';
import { returnCaseStream } from '../returns.streams';
import { faultOfDay, type MessageSource, type Read, reading, refused, type RefusedMessage } from './reading';

/** A return in the canonical form; docs/formats/returns.md. */
export const returnMessage = record({ ...reportedReturn, format: oneOf('tidewaiter/return/1') });
/** A return in the canonical form, shape checked. */
export type ReturnMessage = ValueOf<typeof returnMessage>;

/** A return as a command to its case. */
export type ReturnDispatch = Dispatch<ReturnCaseCommand, ReturnCaseState, ReturnCaseEvent>;

/** Reads one JSON document, or one line of NDJSON. What it refuses is a value: the rest of a file goes on. */
export const parseReturn = (text: string, source?: MessageSource): Read<ReportReturn> =>
  reading(root, () => returnOf(parseStrictJson(text), source));

/** As `parseReturn`, for a value that was read before (the body of a request). */
export const returnOf = (value: unknown, source?: MessageSource): Read<ReportReturn> =>
  reading(root, () => {
    const { format: _, ...report } = returnMessage.parse(value, root);
    return (
      faultOfDay(report.reportedAt.slice(0, 10), 'reportedAt') ??
      faultOfMass(report.lines) ?? {
        kind: 'read',
        command: { type: 'ReportReturn', report: { ...report, ...(source === undefined ? {} : { source }) } },
      }
    );
  });

const root = 'return';

const faultOfMass = (lines: ReturnMessage['lines']): RefusedMessage | undefined => {
  const at = lines.findIndex(({ grossMass }) => grossMass?.startsWith('-') === true);
  return at < 0 ? undefined : refused('AMOUNT_NEGATIVE', `lines[${String(at)}].grossMass`, 'expected zero or more');
};

/**
 * The way of a return to its case. The same content read again becomes the same command; other content under its reference is refused
 * there.
 */
export const returnDispatch = (command: ReportReturn, by: Readonly<{ actor: string; onBehalfOf?: string }>): ReturnDispatch => {
  const { source: _, ...report } = command.report;
  const { reporter, returnReference, reportedAt } = report;
  const commandId = commandIdOfMessage({
    book: '-',
    issuer: reporter,
    kind: 'return',
    reference: returnReference,
    version: sha256Hex(JSON.stringify(report)),
  });
  return {
    decider: returnCaseDecider,
    stream: returnCaseStream(reporter, returnReference),
    command,
    context: { commandId, ...by, book: '-', effectiveAt: reportedAt },
  };
};
