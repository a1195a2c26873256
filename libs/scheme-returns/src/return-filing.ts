import { canonicalJson } from '#event-catalogue';
import { type Rejection } from '#event-store';
import { refuse } from './scheme-returns.rejections';

/** What every kind of periodic return says of itself. */
type Filable = Readonly<{ returnReference: string; period: string; end: string; filedOn: string }>;
/** A return's stream, folded. */
export type FiledState<F> = Readonly<{ status: 'none' }> | Readonly<{ status: 'filed'; figures: F }>;

/**
 * Whether a return may be filed: one per number and period, the oldest first (as HMRC's IOSS return asks), not before the period has ended,
 * no list longer than its event; the same content again is no error.
 */
export const filingOf = <F extends Filable>(
  figures: F,
  outstanding: readonly string[],
  state: FiledState<F>,
  lists: readonly (readonly [name: keyof F & string, max: number])[],
): 'file' | 'filed' | { readonly rejected: Rejection } => {
  if (state.status === 'filed') {
    if (contentOf(state.figures) === contentOf(figures)) return 'filed';
    return refuse('RETURN_ALREADY_FILED', `${state.figures.returnReference} is filed; what came later belongs to a later return`, {
      field: 'period',
    });
  }
  if (figures.filedOn < figures.end)
    return refuse('PERIOD_NOT_ENDED', `${figures.period} runs until ${figures.end}`, { field: 'period', details: { end: figures.end } });
  const [oldest] = [...outstanding].sort();
  if (oldest !== undefined)
    return refuse('PERIOD_OUTSTANDING', `the return of ${oldest} is to be filed first`, { field: 'period', details: { period: oldest } });
  const long = lists.find(([name, max]) => lengthOf(figures[name]) > max);
  return long === undefined ? 'file' : refuse('RETURN_TOO_LARGE', `a return has at most ${String(long[1])} ${long[0]}`, { field: long[0] });
};

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** The day of filing may differ when the same return is sent again. */
const contentOf = (figures: object): string =>
  canonicalJson(Object.fromEntries(Object.entries(figures).filter(([field]) => field !== 'filedOn')));
