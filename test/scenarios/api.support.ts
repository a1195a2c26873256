import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openLedger, type Ledger } from '#runtime';
import type { LedgerInstruments } from '#telemetry';
import { callerNamed } from '../../apps/api/src/identity/caller';
import { LocalIssuer } from '../../apps/api/src/identity/local-issuer';
import { Reactor } from '../../apps/api/src/ledger/reactor';
import { createServer, type ServerOptions } from '../../apps/api/src/server';
import { describedAnswers } from './described-answers';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON, or undefined where the answer is none. */
  readonly body: Record<string, unknown>;
  readonly text: string;
}

interface ApiOptions extends ServerOptions {
  readonly directory?: string;
  readonly now?: string;
  readonly instruments?: LedgerInstruments;
}

/** A server on a ledger of its own in a temporary directory, asked through Fastify's inject. */
export class ApiUnderTest {
  #keys = 0;
  readonly #tokens = new Map<string, Promise<string>>();

  private constructor(
    readonly directory: string,
    readonly ledger: Ledger,
    readonly app: NestFastifyApplication,
    private readonly issuer: LocalIssuer,
  ) {}

  /**
   * `now` sets the ledger's clock, and so its legal day; tokens keep the real time. `instruments` come between the ledger and its parts.
   */
  static async start({
    directory = mkdtempSync(path.join(os.tmpdir(), 'tidewaiter-api-')),
    now,
    instruments,
    ...server
  }: ApiOptions = {}): Promise<ApiUnderTest> {
    const ledger = await openLedger({
      dataDirectory: directory,
      ...(now === undefined ? {} : { clock: () => now }),
      ...(instruments === undefined ? {} : { instruments }),
    });
    const issuer = await LocalIssuer.open(directory);
    return new ApiUnderTest(directory, ledger, await createServer(ledger, issuer.rules(), server), issuer);
  }

  /** Stops the server; the directory stays for a second start when told so. */
  async stop(keepDirectory = false): Promise<void> {
    await this.app.close();
    await this.ledger.close();
    if (!keepDirectory) rmSync(this.directory, { recursive: true, force: true });
  }

  token(who: string): Promise<string> {
    return this.issuer.token(callerNamed(who));
  }

  /** One token for each caller and five minutes, half of its life: to sign one takes longer than most requests. */
  #keptToken(who: string): Promise<string> {
    const name = `${who} ${String(Math.floor(Date.now() / 300_000))}`;
    const kept = this.#tokens.get(name) ?? this.token(who);
    this.#tokens.set(name, kept);
    return kept;
  }

  /** Lets processes and read models come to rest. */
  async settle(): Promise<void> {
    await this.app.get(Reactor).settle();
    await this.ledger.catchUp();
  }

  async get(who: string, url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#send({ method: 'GET', url, headers: { ...(await this.#bearer(who)), ...headers } });
  }

  /** A write with a fresh Idempotency-Key unless one is given. */
  async post(who: string, url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    this.#keys += 1;
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    return this.#send({
      method: 'POST',
      url,
      payload,
      headers: {
        ...(await this.#bearer(who)),
        'content-type': 'application/json',
        'idempotency-key': `key-${String(this.#keys)}`,
        ...headers,
      },
    });
  }

  /** Number of events in the log. */
  async events(): Promise<number> {
    let count = 0;
    for await (const { events } of this.ledger.store.readAll()) count += events.length;
    return count;
  }

  async #bearer(who: string): Promise<Readonly<Record<string, string>>> {
    return who === '' ? {} : { authorization: `Bearer ${await this.#keptToken(who)}` };
  }

  async #send(request: {
    method: 'GET' | 'POST';
    url: string;
    payload?: string;
    headers: Readonly<Record<string, string>>;
  }): Promise<Answer> {
    const answer = await this.app.inject(request);
    describedAnswers().check(request.method, request.url, answer);
    const json = /^application\/(problem\+)?json/.test(String(answer.headers['content-type'] ?? ''));
    return {
      status: answer.statusCode,
      headers: answer.headers as Readonly<Record<string, string | undefined>>,
      body: json && answer.body !== '' ? answer.json<Record<string, unknown>>() : {},
      text: answer.body,
    };
  }
}
