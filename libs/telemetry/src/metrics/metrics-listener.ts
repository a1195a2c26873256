import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricsAddress } from '../settings';
import type { Metrics } from './metrics';

/** A reader is one Prometheus, perhaps two; a slow one holds no place for long. */
const limits = { connections: 16, milliseconds: 10_000 } as const;

export interface MetricsListener {
  /** Where it listens: the port is the one that was taken where 0 was asked for. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const admits = (request: IncomingMessage, token: string | undefined): boolean =>
  token === undefined || timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));

const answer = async (metrics: Metrics, token: string | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const end = (status: number, body = '', headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers }).end(body);
  };
  if (request.url?.split('?', 1)[0] !== '/metrics') end(404);
  else if (request.method !== 'GET') end(405, '', { allow: 'GET' });
  else if (!admits(request, token)) end(401, '', { 'www-authenticate': 'Bearer realm="tidewaiter metrics"' });
  else end(200, await metrics.text(), { 'content-type': metrics.contentType });
};

const listening = (server: Server, { host, port }: MetricsAddress): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Serves `GET /metrics` on an address of its own and nothing else. Rejects where the address cannot be had. */
export const listenForMetrics = async (metrics: Metrics, address: MetricsAddress): Promise<MetricsListener> => {
  const server = createServer({ requestTimeout: limits.milliseconds, headersTimeout: limits.milliseconds }, (request, response) => {
    answer(metrics, address.token, request, response).catch(() => {
      response.destroy();
    });
  });
  server.maxConnections = limits.connections;
  await listening(server, address);
  const { address: host, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${host}]` : host}:${String(port)}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
};
