import { streamFor, type EventCatalogue, type EventOf } from '#event-catalogue';
import type { EventStore } from '#event-store';
import type { demoStarted } from '#advance-data';

export type DemoSettings = EventOf<typeof demoStarted>['data'];

/** The stream that holds a demonstration's settings: the first event of such a log. */
export const demoStream: string = streamFor({ category: 'importRun', book: '-', issuer: 'TIDEWAITER', reference: 'demo' });

/** Settings of the demonstration in a log; undefined where the log holds none. */
export const demoSettings = async (store: EventStore, catalogue: EventCatalogue): Promise<DemoSettings | undefined> => {
  for await (const stored of store.read(demoStream, { max: 1 })) return catalogue.decode(stored).data as DemoSettings;
  return undefined;
};
