import { accept, type Decider, type Decision } from '#event-store';
import { type ReturnFigures } from './compute-return';
import { type FiledState, filingOf } from './return-filing';
import { type SchemeReturnEvent } from './scheme-returns.events';

/**
 * Files a return. `figures` is a computed claim, pinned by count and digest of the facts it covers: whoever doubts it computes it again.
 * `outstanding` names the earlier periods of the number without a return; a filed return is for ever, so the answer can only get shorter.
 */
export type FileReturn = Readonly<{ type: 'FileReturn'; figures: ReturnFigures; outstanding: readonly string[] }>;
/** A return's stream, folded. */
export type SchemeReturnState = FiledState<ReturnFigures>;

const evolve = (_state: SchemeReturnState, { data }: SchemeReturnEvent): SchemeReturnState => ({ status: 'filed', figures: data });

const decide = ({ figures, outstanding }: FileReturn, state: SchemeReturnState): Decision<SchemeReturnEvent> => {
  const filing = filingOf(figures, outstanding, state, lists);
  if (typeof filing === 'object') return filing;
  return filing === 'filed' ? accept() : accept({ type: 'SchemeReturnFiled', data: figures });
};

/** As in the shape of the event: a state, a rate and a period more than these are a mistake of the caller, not of the trade. */
const lists = [
  ['rows', 200],
  ['corrections', 250],
  ['balances', 40],
  ['exchangeRows', 250],
  ['expected', 250],
] as const;

/** Returns: one per scheme number and period, filed once, the oldest first. */
export const schemeReturnDecider: Decider<FileReturn, SchemeReturnState, SchemeReturnEvent> = {
  category: 'schemeReturn',
  initial: { status: 'none' },
  evolve,
  decide,
};
