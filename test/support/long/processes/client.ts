import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { callerNamed } from '../../../../apps/api/src/identity/caller';
import { LocalIssuer } from '../../../../apps/api/src/identity/local-issuer';
import type { Random } from '../random';
import { ask, type Asked, type Told } from './ask';
import type { Member } from './member';

/** Something to be written, by a caller. `other`: a body that the same key must not stand for. */
export interface Step {
  readonly who: string;
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly other?: Readonly<Record<string, unknown>>;
  /** Codes of refusals that are answers, too: 4xx where another was first. */
  readonly refusals?: readonly string[];
}

/** A write that was acknowledged: what the client knows of it for ever. */
export interface Acknowledged {
  readonly key: string;
  readonly step: Step;
  readonly answer: WriteAnswer;
  readonly position: string;
}

export interface WriteAnswer {
  readonly id: string;
  readonly revision: string;
  readonly events: readonly { readonly type: string; readonly index: string }[];
}

/** What all clients of a run saw. */
export class Experience {
  readonly acknowledged: Acknowledged[] = [];
  readonly counts = { requests: 0, broken: 0, unavailable: 0, replayed: 0, sentTwice: 0, otherBodies: 0, refused: 0, reads: 0 };
  readonly byCode = new Map<string, number>();
  /** Answers that no promise allows. */
  readonly violations: string[] = [];
  longestWait = 0;
}

/** Tokens live for ten minutes. */
const tokenMilliseconds = 240_000;
/** Until a client has its answer, whatever is killed meanwhile. */
const answerMilliseconds = 60_000;

export interface Company {
  readonly apis: readonly Member[];
  readonly dataDirectory: string;
  readonly random: Random;
  readonly experience: Experience;
}

/** One client of both servers. It sends a request again, under its key, until it has an answer that says what became of it. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #tokens = new Map<string, { readonly token: string; readonly at: number }>();
  #issuer: LocalIssuer | undefined;
  #keys = 0;

  constructor(
    readonly name: string,
    private readonly company: Company,
  ) {}

  /** The acknowledged write; undefined where it was refused by a code that the step allows. */
  async write(step: Step): Promise<Acknowledged | undefined> {
    const { random, experience } = this.company;
    this.#keys += 1;
    const key = `${this.name}-${String(this.#keys)}`;
    const first = await this.#answer(step.url, await this.#asking(step, key));
    const acknowledged = this.#acknowledge(key, step, first);
    if (acknowledged === undefined) return undefined;
    experience.acknowledged.push(acknowledged);
    if (random.below(12) === 0) await this.#sendAgain(step, key, first);
    if (step.other !== undefined && random.below(20) === 0) await this.#sendOther(step, key);
    return acknowledged;
  }

  /** What a client wrote, it reads: `list` has it at any server that says it has come so far. */
  async read(who: string, url: string, list: string, position: string): Promise<void> {
    this.company.experience.counts.reads += 1;
    const told = await this.#answer(url, { method: 'GET', token: await this.#token(who), headers: { 'x-log-position': position } });
    const found =
      told.status === 200 ? (JSON.parse(told.text) as Readonly<Record<string, readonly unknown[] | undefined>>)[list] : undefined;
    if (found === undefined || found.length === 0) this.#violates(`GET ${url} at ${position}`, told);
  }

  /** A write whose answer is no list of events. */
  async command(who: string, url: string, body: unknown): Promise<Told> {
    this.#keys += 1;
    return this.#answer(url, {
      method: 'POST',
      token: await this.#token(who),
      body,
      headers: { 'idempotency-key': `${this.name}-${String(this.#keys)}` },
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  #acknowledge(key: string, step: Step, told: Told): Acknowledged | undefined {
    const { experience } = this.company;
    const position = told.header('x-log-position');
    if (told.status === 201 && position !== undefined) return { key, step, answer: JSON.parse(told.text) as WriteAnswer, position };
    const code = codeOf(told);
    if (code !== undefined && (step.refusals ?? []).includes(code)) experience.counts.refused += 1;
    else this.#violates(`POST ${step.url} ${key}`, told);
    return undefined;
  }

  /** The same key to any server: the same answer, and one that says it is a repetition. */
  async #sendAgain(step: Step, key: string, first: Told): Promise<void> {
    const { experience } = this.company;
    experience.counts.sentTwice += 1;
    const again = await this.#answer(step.url, await this.#asking(step, key));
    const same =
      again.status === first.status &&
      again.text === first.text &&
      again.header('etag') === first.header('etag') &&
      again.header('x-log-position') === first.header('x-log-position');
    if (!same || again.header('idempotency-replayed') !== 'true')
      this.#violates(`POST ${step.url} ${key} again, after ${first.text}`, again);
  }

  async #sendOther(step: Step, key: string): Promise<void> {
    this.company.experience.counts.otherBodies += 1;
    const told = await this.#answer(step.url, await this.#asking({ ...step, body: { ...step.body, ...step.other } }, key));
    if (told.status !== 422 || codeOf(told) !== 'IDEMPOTENCY_KEY_REUSED') this.#violates(`POST ${step.url} ${key} with another body`, told);
  }

  /** Asks until the answer says what became of the request. */
  async #answer(url: string, asked: Asked): Promise<Told> {
    const { apis, random, experience } = this.company;
    const began = performance.now();
    for (;;) {
      const told = await this.#once(apis[random.below(apis.length)], url, asked);
      const waited = performance.now() - began;
      if (told !== undefined && told.status !== 503) {
        experience.longestWait = Math.max(experience.longestWait, waited);
        if (told.header('idempotency-replayed') === 'true') experience.counts.replayed += 1;
        return told;
      }
      if (waited > answerMilliseconds)
        throw new Error(
          `${this.name} has no answer to ${asked.method} ${url} after ${String(Math.round(waited))} ms: ${told?.text ?? 'no connection'}`,
        );
      await sleep(random.between(20, 200));
    }
  }

  /** Undefined: the connection was refused or broke. */
  async #once(api: Member | undefined, url: string, asked: Asked): Promise<Told | undefined> {
    const { counts } = this.company.experience;
    if (api?.address === undefined) return undefined;
    counts.requests += 1;
    const told = await ask(new URL(url, api.address), this.#agent, asked).catch(() => undefined);
    if (told === undefined) counts.broken += 1;
    else this.#classify(asked, url, told);
    return told;
  }

  /** Whatever is no success has a type. */
  #classify({ method }: Asked, url: string, told: Told): void {
    const { byCode, counts } = this.company.experience;
    if (told.status < 300) return;
    const code = codeOf(told);
    if (told.status === 503) counts.unavailable += 1;
    if (code === undefined || told.status === 500) this.#violates(`${method} ${url}`, told);
    byCode.set(code ?? 'none', (byCode.get(code ?? 'none') ?? 0) + 1);
  }

  #violates(what: string, { status, text }: Told): void {
    this.company.experience.violations.push(`${what}: ${String(status)} ${text.slice(0, 400)}`);
  }

  async #asking({ who, body }: Step, key: string): Promise<Asked> {
    return { method: 'POST', token: await this.#token(who), body, headers: { 'idempotency-key': key } };
  }

  async #token(who: string): Promise<string> {
    const known = this.#tokens.get(who);
    if (known !== undefined && performance.now() - known.at < tokenMilliseconds) return known.token;
    this.#issuer ??= await LocalIssuer.open(this.company.dataDirectory);
    const token = await this.#issuer.token(callerNamed(who));
    this.#tokens.set(who, { token, at: performance.now() });
    return token;
  }
}

const codeOf = (told: Told): string | undefined => {
  if (told.header('content-type') !== 'application/problem+json') return undefined;
  return (JSON.parse(told.text) as { readonly code?: string }).code;
};
