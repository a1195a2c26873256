import { listenForMetrics, type MetricsListener } from './metrics-listener';
import { Metrics } from './metrics';

let listener: MetricsListener | undefined;
afterEach(async () => {
  await listener?.close();
});
const token = 'c4n4ry'.repeat(6);
const metrics = new Metrics();
const listen = async (secret?: string): Promise<string> => {
  listener = await listenForMetrics(metrics, { host: '127.0.0.1', port: 0, ...(secret === undefined ? {} : { token: secret }) });
  return listener.url;
};

it('serves the metrics in the text format, and nothing else', async () => {
  const url = await listen();
  metrics.count('retries', { reason: 'conflict' });
  const answer = await fetch(url);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  expect(await answer.text()).toContain('tidewaiter_command_retries_total{reason="conflict"} 1\n');
  expect((await fetch(url, { method: 'POST' })).status).toBe(405);
  expect((await fetch(new URL('/', url))).status).toBe(404);
  expect((await fetch(new URL('/health/ready', url))).status).toBe(404);
});

it('asks for the token where there is one, and tells it nobody', async () => {
  const url = await listen(token);
  for (const authorization of [undefined, 'Bearer wrong', token, `Basic ${token}`]) {
    const answer = await fetch(url, authorization === undefined ? {} : { headers: { authorization } });
    expect([answer.status, await answer.text()]).toEqual([401, '']);
  }
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  expect(await answer.text()).not.toContain('c4n4ry');
});

it('says so where the address is taken', async () => {
  const url = new URL(await listen());
  await expect(listenForMetrics(metrics, { host: '127.0.0.1', port: Number.parseInt(url.port, 10) })).rejects.toThrow('EADDRINUSE');
});
