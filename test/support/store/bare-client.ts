import { createInterface } from 'node:readline';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';

/** What the bench asks of the client as it is sold, without our adapter. */
type Order =
  | {
      readonly do: 'append';
      readonly streams: readonly string[];
      readonly inFlight: number;
      readonly type: string;
      readonly data: Record<string, unknown>;
      readonly metadata: Record<string, unknown>;
    }
  | { readonly do: 'replay' };

const append = async (client: EventStoreDBClient, order: Extract<Order, { do: 'append' }>): Promise<number> => {
  const waiting = [...order.streams];
  const one = async (): Promise<void> => {
    for (let stream = waiting.pop(); stream !== undefined; stream = waiting.pop())
      await client.appendToStream(stream, jsonEvent({ type: order.type, data: { ...order.data, stream }, metadata: order.metadata }), {
        expectedRevision: NO_STREAM,
      });
  };
  await Promise.all(Array.from({ length: order.inFlight }, one));
  return order.streams.length;
};

const replay = async (client: EventStoreDBClient): Promise<number> => {
  let events = 0;
  for await (const { event } of client.readAll()) if (event?.type.startsWith('$') === false) events += 1;
  return events;
};

/** Obeys orders, a line of JSON each, and answers each with how many events that were and the seconds it took. */
const main = async (): Promise<void> => {
  const client = EventStoreDBClient.connectionString(process.argv[2] ?? '');
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line) as Order;
    const start = performance.now();
    const events = order.do === 'append' ? await append(client, order) : await replay(client);
    process.stdout.write(`${JSON.stringify({ events, seconds: (performance.now() - start) / 1000 })}\n`);
  }
  await client.dispose();
};

void main();
