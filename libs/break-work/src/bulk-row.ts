import {
  id,
  type InputFault,
  inputFaultOf,
  integer,
  list,
  oneOf,
  optional,
  partyCode,
  day,
  record,
  reference,
  remark,
  type Shape,
  type ValueOf,
} from '#event-catalogue';
import { dateFault } from '#rules';
import { type AboutBreak, type BreakWorkCommand } from './break-work.decider';
import { eventName, resolution } from './break-work.events';

/**
 * One step for one break among many: what it needs beside its name is what the step by itself asks for. Write-offs are decided one by one.
 */
const bulkRow = record({
  break: id,
  /** Its case, or a stream in it: saves a search. */
  case: optional(reference),
  step: oneOf('assign', 'comment', 'link', 'resolve', 'reopen', 'undo'),
  to: optional(partyCode),
  text: optional(remark),
  event: optional(eventName),
  resolution: optional(resolution),
  reason: optional(remark),
  /** Revision of the step that is taken back. */
  undoes: optional(integer(1)),
  on: optional(day),
});
export type BulkRow = ValueOf<typeof bulkRow>;
/** Rows of one request or file. */
export const mostBulkRows = 500;

/** Whatever was sent in the place of a row: it is read by itself, so that one that cannot be read stops none of the others. */
const unreadRow: Shape<unknown> = { parse: (value) => value, schema: { allOf: [bulkRow.schema] } };
export const unreadBulkRows = list(unreadRow, { min: 1, max: mostBulkRows });

/** A row, or what is wrong with it; and the break it names, as far as that can be read. */
export type ReadBulkRow = Readonly<{ break: string; row: BulkRow }> | Readonly<{ break?: string; fault: InputFault }>;

/** Reads one row. The field of a fault is a path in the row, empty for the row itself. */
export const readBulkRow = (value: unknown): ReadBulkRow => {
  try {
    const row = bulkRow.parse(value, '$');
    const fault = row.on === undefined ? undefined : dateFault(row.on, 'on');
    return { break: row.break, ...(fault === undefined ? { row } : { fault }) };
  } catch (error) {
    const fault = inputFaultOf(error, '$');
    if (fault === undefined) throw error;
    return { ...namedBreak(value), fault };
  }
};

const namedBreak = (value: unknown): { readonly break?: string } => {
  try {
    return { break: id.parse((value as Partial<BulkRow> | null)?.break, '$') };
  } catch {
    return {};
  }
};

/** Who does a step, and on which day. */
export type Done = Readonly<{ by: string; on: string }>;

/** What each step takes beside the break, its case and its day. */
const takenBy: Readonly<Record<BulkRow['step'], readonly string[]>> = {
  assign: ['to', 'reason'],
  comment: ['text'],
  link: ['event', 'reason'],
  resolve: ['resolution', 'reason', 'event'],
  reopen: ['reason'],
  undo: ['undoes', 'reason'],
};

/**
 * What a row asks of its break; or the field that its step needs and it has not, or that only another step takes and that would be lost.
 */
export const commandOfRow = (
  row: BulkRow,
  about: AboutBreak,
  done: Done,
): BreakWorkCommand | { readonly missing: string } | { readonly unknown: string } => {
  const unknown = Object.keys(row).find((field) => !['break', 'case', 'step', 'on', ...takenBy[row.step]].includes(field));
  if (unknown !== undefined) return { unknown };
  const { to, text, event, resolution: how, reason, undoes } = row;
  const because = reason === undefined ? {} : { reason };
  switch (row.step) {
    case 'assign':
      return to === undefined ? { missing: 'to' } : { type: 'AssignBreak', ...about, to, ...because, ...done };
    case 'comment':
      return text === undefined ? { missing: 'text' } : { type: 'CommentOnBreak', ...about, text, ...done };
    case 'link':
      return event === undefined ? { missing: 'event' } : { type: 'LinkBreak', ...about, event, ...because, ...done };
    case 'resolve':
      if (how === undefined) return { missing: 'resolution' };
      return reason === undefined
        ? { missing: 'reason' }
        : { type: 'ResolveBreak', ...about, resolution: how, reason, ...(event === undefined ? {} : { event }), ...done };
    case 'reopen':
      return reason === undefined ? { missing: 'reason' } : { type: 'ReopenBreak', ...about, reason, ...done };
    case 'undo':
      if (undoes === undefined) return { missing: 'undoes' };
      return reason === undefined ? { missing: 'reason' } : { type: 'UndoBreakWork', ...about, undoes, reason, ...done };
  }
};
