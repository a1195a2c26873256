import { deriveId, partyCode } from '#event-catalogue';
import type { Caller } from './caller';

/**
 * Whom an event names as having asked or agreed, as a party code: a collector by its code, a person of the authority by the subject of its
 * token in capitals, or where that makes no code by a digest of it. The token's own subject is in the actor of the event.
 */
export const personOf = ({ subject, collector }: Caller): string => {
  if (collector !== undefined) return collector;
  const capitals = subject.toUpperCase();
  try {
    return partyCode.parse(capitals, 'subject');
  } catch {
    return `P-${deriveId({ category: 'person', book: '-', issuer: 'TIDEWAITER', reference: subject })}`;
  }
};
