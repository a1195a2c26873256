import { type ReceiptEvent } from '#accounts';
import { type OwnersOf } from '../http/read-stream.query';
import { StreamDocument } from '../http/stream-reader';
import type { CollectorScope } from '../identity/ownership';

/** An entry belongs to whom it was identified for last: what was identified by mistake is not shown to that one any more. */
export const ownerOfReceipt: OwnersOf = (facts) => {
  const last = (facts as StreamDocument<ReceiptEvent>['facts']).findLast(({ type }) => type === 'ReceiptIdentified');
  return last?.type === 'ReceiptIdentified' ? [last.data.holder] : [];
};

/** A vendor does not learn for whom its entry had been taken. */
export const ownFacts = (document: StreamDocument<ReceiptEvent>, scope: CollectorScope): StreamDocument<ReceiptEvent> =>
  scope.kind === 'all'
    ? document
    : new StreamDocument<ReceiptEvent>(
        document.id,
        document.revision,
        document.facts.filter(({ data }) => {
          const holder: unknown = Reflect.get(data, 'holder');
          return holder === undefined || holder === scope.collector;
        }),
      );
