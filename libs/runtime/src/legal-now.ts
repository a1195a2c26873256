import { demoRunStream, type DemoStartedData } from '#advance-data';
import type { EventCatalogue } from '#event-catalogue';
import type { EventStore } from '#event-store';

/** What the one demonstration of a directory was begun with. */
export type DemoSettings = DemoStartedData;

/** Settings of the demonstration in a log; undefined where the log holds none. */
export const demoSettings = async (store: EventStore, catalogue: EventCatalogue): Promise<DemoSettings | undefined> => {
  for await (const stored of store.read(demoRunStream(), { max: 1 })) return catalogue.decode(stored).data as DemoSettings;
  return undefined;
};
