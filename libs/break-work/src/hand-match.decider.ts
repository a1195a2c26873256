import { deriveId, faultyRemark, streamName } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { refuse, type Refused } from './break-work.rejections';
import { type HandMatchEvent } from './hand-match.events';

type DataOf<Name extends HandMatchEvent['type']> = Extract<HandMatchEvent, { readonly type: Name }>['data'];

export type ConfirmMatch = Readonly<{ type: 'ConfirmMatch' } & DataOf<'MatchConfirmed'>>;
export type BreakMatch = Readonly<{ type: 'BreakMatch' } & DataOf<'MatchBroken'>>;
export type UndoMatchStep = Readonly<{ type: 'UndoMatchStep' } & Omit<DataOf<'MatchStepUndone'>, 'leaves'>>;
/** What may be asked of a pair's stream. */
export type HandMatchCommand = ConfirmMatch | BreakMatch | UndoMatchStep;

/** Steps that count, oldest first. */
export interface HandMatchState {
  readonly steps: readonly { readonly revision: number; readonly standing: 'confirmed' | 'broken' }[];
  readonly revision: number;
  readonly lastDay?: string;
}

const initial: HandMatchState = { steps: [], revision: -1 };

const evolve = ({ steps, revision: before }: HandMatchState, event: HandMatchEvent): HandMatchState => {
  const revision = before + 1;
  const lastDay = event.data.on;
  if (event.type === 'MatchStepUndone') return { steps: steps.filter((step) => step.revision !== event.data.undoes), revision, lastDay };
  return { steps: [...steps, { revision, standing: event.type === 'MatchConfirmed' ? 'confirmed' : 'broken' }], revision, lastDay };
};

/** What cases are made of. */
const subject = /^(order|consignment|declaration|returnCase|refundClaim)-[0-9A-HJKMNP-TV-Z]{26}$/;

/** A pair has one name, whichever of both is given first. */
export const pairOf = (a: string, b: string): { readonly match: string; readonly one: string; readonly other: string } => {
  const [one, other] = a < b ? [a, b] : [b, a];
  return { match: deriveId({ category: 'match', book: '-', issuer: 'PAIR', reference: `${one} ${other}` }), one, other };
};
export const matchStream = (match: string): string => streamName('match', match);

const decide = (command: HandMatchCommand, state: HandMatchState): Decision<HandMatchEvent> => {
  const fault = faultOfPair(command) ?? faultOfWords(command, state);
  if (fault !== undefined) return fault;
  const standing = state.steps.at(-1)?.standing;
  switch (command.type) {
    case 'ConfirmMatch':
      return standing === 'confirmed' ? accept() : accept({ type: 'MatchConfirmed', data: dataOf(command) });
    case 'BreakMatch':
      return standing === 'broken' ? accept() : accept({ type: 'MatchBroken', data: dataOf(command) });
    case 'UndoMatchStep': {
      const last = state.steps.at(-1)?.revision;
      if (last !== command.undoes)
        return refuse(
          'UNDO_NOT_LAST',
          last === undefined ? 'nothing is left to take back' : `the last step that counts is ${String(last)}`,
          { field: 'undoes', ...(last === undefined ? {} : { details: { last: String(last) } }) },
        );
      return accept({ type: 'MatchStepUndone', data: { ...dataOf(command), leaves: state.steps.at(-2)?.standing ?? 'none' } });
    }
  }
};

const dataOf = <C extends HandMatchCommand>({ type: _type, ...data }: C): Omit<C, 'type'> => data;

const faultOfPair = ({ match, one, other }: HandMatchCommand): Refused | undefined => {
  for (const [field, name] of [
    ['one', one],
    ['other', other],
  ] as const)
    if (!subject.test(name)) return refuse('MATCH_SUBJECT_INVALID', `${name} is nothing that cases are made of`, { field });
  if (one === other) return refuse('MATCH_SUBJECT_INVALID', 'a thing belongs to itself', { field: 'other' });
  const pair = pairOf(one, other);
  return pair.one === one && pair.match === match
    ? undefined
    : refuse('MATCH_ID_DIFFERS', 'the id is not that of the pair', { field: 'match' });
};

/** Days do not go back, so that what was so on a day is a beginning of the stream. */
const faultOfWords = ({ on, reason }: HandMatchCommand, { lastDay }: HandMatchState): Refused | undefined => {
  if (!isDay(on)) return refuse('DAY_INVALID', `${on} is no day of the calendar`, { field: 'on' });
  if (lastDay !== undefined && on < lastDay)
    return refuse('DAY_BEFORE_LAST_STEP', `the last step is of ${lastDay}`, { field: 'on', details: { lastDay } });
  const fault = faultyRemark({ reason }, ['reason']);
  return fault === undefined ? undefined : refuse('TEXT_INVALID', `expected ${fault.expected}`, { field: fault.field });
};

/** Matches made and broken by hand: what a key joins or misses, a person puts right, a step at a time. */
export const handMatchDecider: Decider<HandMatchCommand, HandMatchState, HandMatchEvent> = { category: 'match', initial, evolve, decide };
