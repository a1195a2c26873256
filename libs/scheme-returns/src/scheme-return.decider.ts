import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { type ReturnFigures } from './compute-return';
import { type SchemeReturnEvent } from './scheme-returns.events';
import { refuse } from './scheme-returns.rejections';

/**
 * Files a return. `figures` is a computed claim, pinned by count and digest of the facts it covers: whoever doubts it computes it again.
 * `outstanding` names the earlier periods of the number without a return; a filed return is for ever, so the answer can only get shorter.
 */
export type FileReturn = Readonly<{ type: 'FileReturn'; figures: ReturnFigures; outstanding: readonly string[] }>;
/** A return's stream, folded. */
export type SchemeReturnState = Readonly<{ status: 'none' }> | Readonly<{ status: 'filed'; figures: ReturnFigures }>;

const evolve = (_state: SchemeReturnState, { data }: SchemeReturnEvent): SchemeReturnState => ({ status: 'filed', figures: data });

/** One return per number and period, the oldest first (as HMRC's IOSS return asks), not before the period has ended; the same content again is no error. */
const decide = ({ figures, outstanding }: FileReturn, state: SchemeReturnState): Decision<SchemeReturnEvent> => {
  if (state.status === 'filed') {
    if (contentOf(state.figures) === contentOf(figures)) return accept();
    return refuse('RETURN_ALREADY_FILED', `${state.figures.returnReference} is filed; what came later is a correction in a later return`, { field: 'period' });
  }
  if (figures.filedOn < figures.end) return refuse('PERIOD_NOT_ENDED', `${figures.period} runs until ${figures.end}`, { field: 'period', details: { end: figures.end } });
  const [oldest] = [...outstanding].sort();
  if (oldest !== undefined) return refuse('PERIOD_OUTSTANDING', `the return of ${oldest} is to be filed first`, { field: 'period', details: { period: oldest } });
  const long = lists.find(([name, max]) => figures[name].length > max);
  if (long !== undefined) return refuse('RETURN_TOO_LARGE', `a return has at most ${String(long[1])} ${long[0]}`, { field: long[0] });
  return accept({ type: 'SchemeReturnFiled', data: figures });
};

/** As in the shape of the event: a state, a rate and a period more than these are a mistake of the caller, not of the trade. */
const lists = [['rows', 200], ['corrections', 250], ['balances', 40], ['exchangeRows', 250], ['expected', 250]] as const;

/** The day of filing may differ when the same return is sent again. */
const contentOf = ({ filedOn: _filedOn, ...content }: ReturnFigures): string => canonicalJson(content);

/** Returns: one per scheme number and period, filed once, the oldest first. */
export const schemeReturnDecider: Decider<FileReturn, SchemeReturnState, SchemeReturnEvent> = { category: 'schemeReturn', initial: { status: 'none' }, evolve, decide };
