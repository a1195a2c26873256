import { accountEvents } from '#accounts';
import { consignmentEvents, importRunEvents, orderEvents, paymentEvents } from '#advance-data';
import { breakWorkEvents, handMatchEvents } from '#break-work';
import { collectorEvents, schemeNumberEvents } from '#collectors';
import { declarationEvents, summaryEvents } from '#declarations';
import { EventCatalogue, type AnyEventType } from '#event-catalogue';
import { effectDeclined } from '#event-store';
import { evidenceRequestEvents } from '#evidence-requests';
import { refundClaimEvents, returnCaseEvents } from '#returns';
import { rulesEvents } from '#rules';
import { collectionReturnEvents, schemeReturnEvents } from '#scheme-returns';

/** Every event of the product, current versions, in the order of the story: law, parties, trade, customs, accounts. */
export const allEventTypes: readonly AnyEventType[] = [
  ...rulesEvents,
  ...collectorEvents,
  ...schemeNumberEvents,
  ...importRunEvents,
  ...orderEvents,
  ...paymentEvents,
  ...consignmentEvents,
  ...declarationEvents,
  ...summaryEvents,
  ...accountEvents,
  ...schemeReturnEvents,
  ...collectionReturnEvents,
  ...returnCaseEvents,
  ...refundClaimEvents,
  ...breakWorkEvents,
  ...handMatchEvents,
  ...evidenceRequestEvents,
  effectDeclined,
];

/** The catalogue that every part of a ledger reads and writes by. */
export const ledgerCatalogue = new EventCatalogue(allEventTypes);
