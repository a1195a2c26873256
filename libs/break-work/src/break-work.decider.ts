import { faultyRemark } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { type BreakWorkEvent } from './break-work.events';
import { refuse, type Refused } from './break-work.rejections';
import { assigneeOf, type BegunWork, type BreakWorkState, closingOf, type DataOf, evolveBreakWork, noWork } from './break-work.state';
import { breakId } from './break-work.streams';
import { faultOfDocument } from './evidence';
import { needsTwoPersons, writeOffRule } from './write-off-rule';

/** A break as it is derived when somebody does something about it. */
export type DerivedBreak = Omit<DataOf<'BreakWorkBegun'>, 'break' | 'on'>;
/** Which break, on which day, and what is derived of it now: nothing where the missing fact has arrived. */
export interface AboutBreak {
  readonly break: string;
  readonly of?: DerivedBreak;
}

export type AssignBreak = AboutBreak & Readonly<{ type: 'AssignBreak' } & DataOf<'BreakAssigned'>>;
export type CommentOnBreak = AboutBreak & Readonly<{ type: 'CommentOnBreak' } & DataOf<'BreakCommented'>>;
export type AttachToBreak = AboutBreak & Readonly<{ type: 'AttachToBreak' } & DataOf<'BreakEvidenceAttached'>>;
export type LinkBreak = AboutBreak & Readonly<{ type: 'LinkBreak' } & DataOf<'BreakLinked'>>;
export type ResolveBreak = AboutBreak & Readonly<{ type: 'ResolveBreak' } & DataOf<'BreakResolved'>>;
/** `amount` and `currency` are what the persons saw: a break that comes to something else meanwhile is not written off. */
export type WriteOffBreak = AboutBreak & Readonly<{ type: 'WriteOffBreak' } & Omit<DataOf<'BreakWrittenOff'>, 'rule' | 'ruleVersion'>>;
export type ReopenBreak = AboutBreak & Readonly<{ type: 'ReopenBreak' } & DataOf<'BreakReopened'>>;
export type UndoBreakWork = AboutBreak & Readonly<{ type: 'UndoBreakWork' } & DataOf<'BreakWorkUndone'>>;
/** What may be asked of a break's stream. */
export type BreakWorkCommand =
  AssignBreak | CommentOnBreak | AttachToBreak | LinkBreak | ResolveBreak | WriteOffBreak | ReopenBreak | UndoBreakWork;

const decide = (command: BreakWorkCommand, state: BreakWorkState): Decision<BreakWorkEvent> => {
  const known = state.kind === 'none' ? command.of : state.begun;
  if (known === undefined) return refuse('BREAK_UNKNOWN', 'no such break is derived, and nobody worked on it', { field: 'break' });
  const fault = faultOfName(command, known) ?? faultOfDay(command, state) ?? faultOfText(command);
  if (fault !== undefined) return fault;
  const work: BegunWork =
    state.kind === 'begun'
      ? state
      : { kind: 'begun', begun: { break: command.break, ...known, on: command.on }, steps: [], revision: 0, lastDay: command.on };
  const decision = step(command, work);
  if ('rejected' in decision || decision.accepted.length === 0 || state.kind === 'begun') return decision;
  return accept<BreakWorkEvent>({ type: 'BreakWorkBegun', data: work.begun }, ...decision.accepted);
};

/** The id is that of the code and subject that are stored in clear, now and when the work began. */
const faultOfName = ({ break: id, of }: AboutBreak, known: DerivedBreak): Refused | undefined =>
  [known, of ?? known].every(({ code, subject }) => breakId(code, subject) === id)
    ? undefined
    : refuse('BREAK_ID_DIFFERS', 'the id is not that of the code and the subject', { field: 'break' });

/** Days do not go back, so that what was so on a day is a beginning of the stream. */
const faultOfDay = ({ on }: BreakWorkCommand, state: BreakWorkState): Refused | undefined => {
  if (!isDay(on)) return refuse('DAY_INVALID', `${on} is no day of the calendar`, { field: 'on' });
  return state.kind === 'begun' && on < state.lastDay
    ? refuse('DAY_BEFORE_LAST_STEP', `the last step is of ${state.lastDay}`, { field: 'on', details: { lastDay: state.lastDay } })
    : undefined;
};

const faultOfText = (command: BreakWorkCommand): Refused | undefined => {
  const fault = faultyRemark(command, ['text', 'reason']);
  return fault === undefined ? undefined : refuse('TEXT_INVALID', `expected ${fault.expected}`, { field: fault.field });
};

const step = (command: BreakWorkCommand, work: BegunWork): Decision<BreakWorkEvent> => {
  if (command.type === 'CommentOnBreak') return accept({ type: 'BreakCommented', data: dataOf(command) });
  if (command.type === 'UndoBreakWork') return undo(command, work);
  const closing = closingOf(work);
  if (command.type === 'ReopenBreak')
    return closing === undefined
      ? refuse('BREAK_NOT_CLOSED', 'the break is not closed', { field: 'break' })
      : accept({ type: 'BreakReopened', data: dataOf(command) });
  if (closing !== undefined)
    return refuse('BREAK_CLOSED', `the break is ${closing.type === 'BreakResolved' ? 'resolved' : 'written off'}`, { field: 'break' });
  switch (command.type) {
    case 'AssignBreak':
      return assigneeOf(work) === command.to ? accept() : accept({ type: 'BreakAssigned', data: dataOf(command) });
    case 'AttachToBreak':
      return attach(command, work);
    case 'LinkBreak':
      return work.steps.some(({ event }) => event.type === 'BreakLinked' && isSame(event.data.event, command.event))
        ? accept()
        : accept({ type: 'BreakLinked', data: dataOf(command) });
    case 'ResolveBreak':
      return resolve(command);
    case 'WriteOffBreak':
      return writeOff(command);
  }
};

type EventNamed = DataOf<'BreakLinked'>['event'];
const isSame = (a: EventNamed, b: EventNamed): boolean => a.stream === b.stream && a.revision === b.revision;

/** What is stored of a command: all but its name and what it is about. */
const dataOf = <C extends BreakWorkCommand>({ type: _type, break: _break, of: _of, ...data }: C): Omit<C, 'type' | 'break' | 'of'> => data;

const attach = (command: AttachToBreak, { steps }: BegunWork): Decision<BreakWorkEvent> => {
  const documents = steps.flatMap(({ event }) => (event.type === 'BreakEvidenceAttached' ? [event.data.document] : []));
  if (documents.includes(command.document)) return accept();
  return faultOfDocument(command, documents.length) ?? accept({ type: 'BreakEvidenceAttached', data: dataOf(command) });
};

/** What was corrected names the event that did it; what is explained or superseded has none. */
const resolve = (command: ResolveBreak): Decision<BreakWorkEvent> => {
  if ((command.resolution === 'corrected') !== (command.event !== undefined))
    return refuse('CORRECTION_UNNAMED', 'a correction, and nothing else, names the event that made it', { field: 'event' });
  return accept({ type: 'BreakResolved', data: dataOf(command) });
};

/** Above the limit it takes two persons; and it is for what is derived now, as those who decide saw it. */
const writeOff = (command: WriteOffBreak): Decision<BreakWorkEvent> => {
  const { of, amount, currency, requestedBy, approvedBy } = command;
  if (of === undefined)
    return refuse('BREAK_NOT_DERIVED', 'the break is not derived any more: there is nothing to write off', { field: 'break' });
  if (of.amount !== amount || of.currency !== currency)
    return refuse('WRITE_OFF_DIFFERS', `the break comes to ${of.amount} ${of.currency ?? ''}`.trimEnd(), {
      field: 'stake',
      details: { amount: of.amount, ...(of.currency === undefined ? {} : { currency: of.currency }) },
    });
  if (approvedBy === requestedBy)
    return refuse('SAME_PERSON', `${requestedBy} asked for it and cannot approve it`, { field: 'approvedBy' });
  if (approvedBy === undefined && needsTwoPersons(amount, currency))
    return refuse('WRITE_OFF_NEEDS_TWO', `${amount} ${currency ?? ''} is more than one person may write off`, { field: 'stake' });
  return accept({ type: 'BreakWrittenOff', data: { ...dataOf(command), rule: writeOffRule.id, ruleVersion: writeOffRule.version } });
};

/** One step back, the last that still counts; undoing is not undone. */
const undo = (command: UndoBreakWork, { steps }: BegunWork): Decision<BreakWorkEvent> => {
  const last = steps.at(-1)?.revision;
  if (last !== command.undoes)
    return refuse('UNDO_NOT_LAST', last === undefined ? 'nothing is left to take back' : `the last step that counts is ${String(last)}`, {
      field: 'undoes',
      ...(last === undefined ? {} : { details: { last: String(last) } }),
    });
  return accept({ type: 'BreakWorkUndone', data: dataOf(command) });
};

/** What people do about a break: a break itself is derived, and goes when its cause does. */
export const breakWorkDecider: Decider<BreakWorkCommand, BreakWorkState, BreakWorkEvent> = {
  category: 'break',
  initial: noWork,
  evolve: evolveBreakWork,
  decide,
};
