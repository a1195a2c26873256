import { type ReturnCaseEvent } from './returns.events';

type DataOf<Name extends ReturnCaseEvent['type']> = Extract<ReturnCaseEvent, { readonly type: Name }>['data'];
export type ReturnReportedData = DataOf<'ReturnReported'>;
export type ReturnMatchedData = DataOf<'ReturnMatched'>;
export type ReturnUnmatchedData = DataOf<'ReturnUnmatched'>;

/** What the search for the goods came to, last. */
export type MatchState =
  Readonly<{ kind: 'matched'; match: ReturnMatchedData }> | Readonly<{ kind: 'unmatched'; why: ReturnUnmatchedData }>;

/** A return case's stream, folded. */
export type ReturnCaseState = Readonly<{ kind: 'none' }> | Readonly<{ kind: 'reported'; report: ReturnReportedData; result?: MatchState }>;

export const noReturn: ReturnCaseState = { kind: 'none' };

export const evolveReturnCase = (state: ReturnCaseState, event: ReturnCaseEvent): ReturnCaseState => {
  if (event.type === 'ReturnReported') return { kind: 'reported', report: event.data };
  if (state.kind === 'none') return state;
  return {
    ...state,
    result: event.type === 'ReturnMatched' ? { kind: 'matched', match: event.data } : { kind: 'unmatched', why: event.data },
  };
};
