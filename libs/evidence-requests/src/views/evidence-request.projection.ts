import { idOf } from '#event-catalogue';
import { type LoggedEvent, projection } from '#read-model';
import { type EvidenceRequestEvent } from '../evidence-request.events';
import { evidenceRequestTable } from './evidence-request.tables';

/** What was asked of parties and answered. No row is ever read or changed here. */
export const evidenceRequestProjection = projection({
  name: 'evidence-requests',
  version: 1,
  categories: ['evidenceRequest'],
  tables: [evidenceRequestTable],
  apply: (events, rows) => {
    for (const event of events) {
      const { stream, revision, position, metadata, type, data } = event as LoggedEvent & EvidenceRequestEvent;
      rows.put(evidenceRequestTable, {
        request: idOf(stream),
        revision: Number(revision),
        position,
        at: metadata.effectiveAt,
        subject: data.subject,
        type,
        data,
        ...(type === 'EvidenceRequested' ? { party: data.party } : {}),
      });
    }
  },
});
