import { ApiUnderTest } from '../../scenarios/api.support';

type Message = Readonly<Record<string, unknown>>;

/** A break as the list of all breaks tells it. */
export interface ListedBreak {
  readonly id: string;
  readonly caseKey: string;
  readonly code: string;
  readonly subject: string;
  readonly amount: string;
  readonly currency: string;
  readonly since: string;
  readonly dueBy: string;
  readonly whoActs: string;
  readonly legalExpiry?: { readonly lastDay: string; readonly right: string };
  readonly causedBy?: { readonly caseKey: string; readonly code: string };
  readonly why: { readonly criterion: string; readonly distance: string; readonly tolerance?: string; readonly sentence: string };
  readonly work: { readonly status: string; readonly age: string; readonly daysToDue: number; readonly daysToLegalExpiry?: number };
}

/** A trade that a person tells through the API: each message as it is written, each refusal an error. */
export class HandMadeTrade {
  private constructor(readonly api: ApiUnderTest) {}

  static async begin(now: string): Promise<HandMadeTrade> {
    return new HandMadeTrade(await ApiUnderTest.start({ now }));
  }

  end(): Promise<void> {
    return this.api.stop();
  }

  settle(): Promise<void> {
    return this.api.settle();
  }

  /** Tells a message. Gives the id of what it is about. */
  async tell(who: string, url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<string> {
    const answer = await this.api.post(who, url, body, headers);
    if (answer.status !== 201 && answer.status !== 200) throw new Error(`${url}: ${String(answer.status)} ${answer.text}`);
    return String(answer.body['id']);
  }

  /** One person asks, an officer agrees. */
  async agree(asker: string, url: string, body: unknown): Promise<string> {
    const asked = await this.api.post(asker, url, body);
    if (asked.status !== 202) throw new Error(`${url}: ${String(asked.status)} ${asked.text}`);
    return this.tell('officer', url, body, { 'request-ticket': String(asked.body['ticket']) });
  }

  async read(url: string, who = 'auditor'): Promise<Record<string, unknown>> {
    const answer = await this.api.get(who, url);
    if (answer.status !== 200) throw new Error(`${url}: ${String(answer.status)} ${answer.text}`);
    return answer.body;
  }

  /** All pages of a list. */
  async list<T>(url: string, name: string): Promise<readonly T[]> {
    const rows: T[] = [];
    let cursor: string | undefined;
    do {
      const body: Message = await this.read(
        `${url}${url.includes('?') ? '&' : '?'}limit=200${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      rows.push(...(body[name] as readonly T[]));
      cursor = body['next'] as string | undefined;
    } while (cursor !== undefined);
    return rows;
  }

  breaks(asOf: string, more = ''): Promise<readonly ListedBreak[]> {
    return this.list<ListedBreak>(`/v1/breaks/worklist?asOf=${asOf}${more}`, 'breaks');
  }

  /** NDJSON of messages that have no route of their own; each has to be accepted. */
  async send(who: string, kind: string, ...messages: readonly unknown[]): Promise<void> {
    const lines = messages.map((message) => JSON.stringify(message)).join('\n');
    const started = await this.api.post(who, `/v1/imports?kind=${kind}`, lines, { 'content-type': 'application/x-ndjson' });
    for (;;) {
      const job = await this.read(String(started.headers['location']), who);
      if (job['status'] === 'running') await new Promise((resolve) => setTimeout(resolve, 5));
      else if ((job['report'] as { readonly accepted: number }).accepted === messages.length) return;
      else throw new Error(`${kind}: ${JSON.stringify(job)}`);
    }
  }
}
