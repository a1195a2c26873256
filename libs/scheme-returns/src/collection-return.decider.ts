import { accept, type Decider, type Decision } from '#event-store';
import { type CollectionFigures } from './compute-collection-return';
import { type FiledState, filingOf } from './return-filing';
import { type CollectionReturnEvent, type CollectionsRedenominated } from './scheme-returns.events';

/** Files a return under special arrangements; `figures` and `outstanding` as in `FileReturn`. */
export type FileCollectionReturn = Readonly<{
  type: 'FileCollectionReturn';
  figures: CollectionFigures;
  /** What of it was told in a former currency. */
  redenominated?: CollectionsRedenominated['data'];
  outstanding: readonly string[];
}>;
export type CollectionReturnState = FiledState<CollectionFigures>;

type FilingEvent = CollectionReturnEvent | CollectionsRedenominated;

const evolve = (state: CollectionReturnState, event: FilingEvent): CollectionReturnState =>
  event.type === 'CollectionReturnFiled' ? { status: 'filed', figures: event.data } : state;

const decide = ({ figures, redenominated, outstanding }: FileCollectionReturn, state: CollectionReturnState): Decision<FilingEvent> => {
  const filing = filingOf(figures, outstanding, state, [['rows', 100]]);
  if (typeof filing === 'object') return filing;
  if (filing === 'filed') return accept();
  const told: readonly FilingEvent[] = redenominated === undefined ? [] : [{ type: 'CollectionsRedenominated', data: redenominated }];
  return accept({ type: 'CollectionReturnFiled', data: figures }, ...told);
};

/** Monthly returns of carriers: one per authorisation and month, filed once, the oldest first (VAT Directive Art. 369zb). */
export const collectionReturnDecider: Decider<FileCollectionReturn, CollectionReturnState, FilingEvent> = {
  category: 'schemeReturn',
  initial: { status: 'none' },
  evolve,
  decide,
};
