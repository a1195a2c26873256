import { accept, type Decider, type Decision } from '#event-store';
import { type CollectionFigures } from './compute-collection-return';
import { type FiledState, filingOf } from './return-filing';
import { type CollectionReturnEvent } from './scheme-returns.events';

/** Files a return under special arrangements; `figures` and `outstanding` as in `FileReturn`. */
export type FileCollectionReturn = Readonly<{ type: 'FileCollectionReturn'; figures: CollectionFigures; outstanding: readonly string[] }>;
export type CollectionReturnState = FiledState<CollectionFigures>;

const evolve = (_state: CollectionReturnState, { data }: CollectionReturnEvent): CollectionReturnState => ({
  status: 'filed',
  figures: data,
});

const decide = ({ figures, outstanding }: FileCollectionReturn, state: CollectionReturnState): Decision<CollectionReturnEvent> => {
  const filing = filingOf(figures, outstanding, state, [['rows', 100]]);
  if (typeof filing === 'object') return filing;
  return filing === 'filed' ? accept() : accept({ type: 'CollectionReturnFiled', data: figures });
};

/** Monthly returns of carriers: one per authorisation and month, filed once, the oldest first (VAT Directive Art. 369zb). */
export const collectionReturnDecider: Decider<FileCollectionReturn, CollectionReturnState, CollectionReturnEvent> = {
  category: 'schemeReturn',
  initial: { status: 'none' },
  evolve,
  decide,
};
