import { type Agent, request } from 'node:http';

export interface Asked {
  readonly method: 'GET' | 'POST';
  readonly token: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Told {
  readonly status: number;
  readonly text: string;
  readonly header: (name: string) => string | undefined;
}

/** No client waits longer; what became of its request is then unknown to it. */
const patienceMilliseconds = 20_000;

/** One request. Rejects where the connection breaks, or nothing comes, before the whole answer is there: its outcome is unknown. */
export const ask = (url: URL, agent: Agent, { method, token, body, headers = {} }: Asked): Promise<Told> => {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const own = {
    authorization: `Bearer ${token}`,
    ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: own, signal: AbortSignal.timeout(patienceMilliseconds) }, (answer) => {
      let text = '';
      answer
        .setEncoding('utf8')
        .on('data', (chunk: string) => (text += chunk))
        .on('error', reject);
      answer.on('aborted', () => {
        reject(new Error('the answer broke off'));
      });
      answer.on('end', () => {
        if (answer.complete) resolve({ status: answer.statusCode ?? 0, text, header: (name) => [answer.headers[name]].flat()[0] });
        else reject(new Error('the answer broke off'));
      });
    });
    sent.on('error', reject).end(payload);
  });
};
