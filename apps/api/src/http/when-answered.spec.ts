import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyReply } from 'fastify';
import { whenAnswered } from './when-answered';

/** Asks a server of its own; `answer` is given the response and the means to leave before it is there. */
const asked = async (answer: (raw: ServerResponse, leave: () => Promise<void>) => Promise<void>): Promise<void> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', agent: false });
  client.on('error', () => undefined);
  client.on('response', (response) => response.resume());
  client.end();
  const [, raw] = (await once(server, 'request')) as [unknown, ServerResponse];
  const closed = once(raw, 'close');
  await answer(raw, async () => {
    client.destroy();
    await closed;
  });
  await closed;
  server.close();
};
const replyOf = (raw: ServerResponse): FastifyReply => ({ raw }) as FastifyReply;

it('acts when the answer is sent', async () => {
  const acts: string[] = [];
  await asked(async (raw) => {
    whenAnswered(replyOf(raw), () => acts.push('acted'));
    expect(acts).toEqual([]);
    raw.end('answer');
    await Promise.resolve();
  });
  expect(acts).toEqual(['acted']);
});

it('acts when the client leaves while it waits', async () => {
  const acts: string[] = [];
  await asked(async (raw, leave) => {
    whenAnswered(replyOf(raw), () => acts.push('acted'));
    await leave();
  });
  expect(acts).toEqual(['acted']);
});

it('acts at once when the client had left before', async () => {
  const acts: string[] = [];
  await asked(async (raw, leave) => {
    await leave();
    whenAnswered(replyOf(raw), () => acts.push('acted'));
    expect(acts).toEqual(['acted']);
  });
});
