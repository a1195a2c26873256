import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';

interface Response {
  readonly headers?: Readonly<Record<string, { readonly $ref?: string; readonly required?: boolean }>>;
  readonly content?: Readonly<Record<string, { readonly schema?: object; readonly 'x-itemSchema'?: object }>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Response>> }>>>>;
  readonly components: { readonly headers: Readonly<Record<string, { readonly required?: boolean }>> };
}
/** An answer as it was sent. */
export interface SentAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body: string;
}

const file = path.resolve(__dirname, '../../docs/openapi.json');
/** Headers that mean something to a client of ours; the others are HTTP's own. */
const meant = /^(?:x-|etag$|location$|idempotency-|content-(?:digest|disposition)$|retry-after$|link$)/;
const ofEvery = new Set(['x-content-type-options']);
const pointer = (...parts: readonly string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/** The description that is checked in, asked about the answers that tests get. Each schema is compiled once, when it is first met. */
class DescribedAnswers {
  readonly #description = JSON.parse(readFileSync(file, 'utf8')) as Description;
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false });
  readonly #routes: readonly (readonly [RegExp, string])[];
  readonly #proven = new Set<string>();

  constructor() {
    this.#ajv.addSchema(this.#description, 'api');
    // A fixed word goes before a parameter, as in the router.
    this.#routes = Object.keys(this.#description.paths)
      .sort((a, b) => (a.replaceAll('{', '~') < b.replaceAll('{', '~') ? -1 : 1))
      .map((route) => [new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`), route] as const);
  }

  /** Throws where the description does not say that this may be answered. What is no success is a problem, which has tests of its own. */
  check(method: string, url: string, { statusCode, headers, body }: SentAnswer): void {
    // The description does not describe itself.
    if (statusCode >= 300 || url === '/openapi.json') return;
    const [asked = ''] = url.split('?', 1);
    const route = this.#routes.find(([form]) => form.test(asked))?.[1];
    const at = [route ?? asked, method.toLowerCase(), String(statusCode)] as const;
    const response = route === undefined ? undefined : this.#description.paths[at[0]]?.[at[1]]?.responses[at[2]];
    if (route === undefined || response === undefined) throw new Error(`${at.join(' ')} is not described`);
    this.#checkHeaders(at.join(' '), response, headers);
    const { 'content-type': sent = '' } = headers;
    const [type = ''] = String(sent).split(';', 1);
    const described = [type, '*/*'].find((one) => response.content?.[one] !== undefined);
    if (described === undefined) throw new Error(`${at.join(' ')}: ${type} is not described`);
    const place = ['paths', at[0], at[1], 'responses', at[2], 'content', described];
    const lines = type === 'application/x-ndjson' ? body.split('\n').filter((one) => one !== '') : undefined;
    for (const line of lines ?? []) this.#checkJson([...place, 'x-itemSchema'], JSON.parse(line));
    if (type === 'application/json') this.#checkJson([...place, 'schema'], JSON.parse(body));
    // No line says nothing of lines.
    if (lines?.length !== 0) this.#prove(`${at[1].toUpperCase()} ${at[0]} ${at[2]} ${described}`);
  }

  #checkHeaders(at: string, { headers = {} }: Response, sent: Readonly<Record<string, unknown>>): void {
    const told = new Map(
      Object.entries(headers).map(([name, { $ref, required }]) => [
        name.toLowerCase(),
        required ?? this.#description.components.headers[$ref?.split('/').at(-1) ?? '']?.required ?? false,
      ]),
    );
    const unknown = Object.keys(sent).filter((name) => meant.test(name) && !ofEvery.has(name) && !told.has(name));
    const missing = [...told].filter(([name, required]) => required && sent[name] === undefined).map(([name]) => name);
    if (unknown.length + missing.length > 0)
      throw new Error(`${at}: headers not described: ${unknown.join(', ')}; described and absent: ${missing.join(', ')}`);
  }

  #checkJson(place: readonly string[], value: unknown): void {
    const schema = this.#ajv.getSchema(`api#${pointer(...place)}`) as ValidateFunction | undefined;
    if (schema === undefined) throw new Error(`${place.join(' ')}: no schema`);
    if (schema(value)) return;
    // Of several forms that a value has none of, the one that came closest.
    const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length;
    const [fault] = (schema.errors ?? []).toSorted((a, b) => depth(b) - depth(a));
    throw new Error(
      `${place.join(' ')}: ${String(fault?.instancePath)} ${String(fault?.message)} ${JSON.stringify(fault?.params)}\n${JSON.stringify(value).slice(0, 2000)}`,
    );
  }

  /** Once for each worker; what all of them proved is asked at the end of the run. */
  #prove(what: string): void {
    const folder = process.env['PROVEN_ANSWERS'];
    if (folder === undefined || this.#proven.has(what)) return;
    this.#proven.add(what);
    appendFileSync(path.join(folder, String(process.pid)), `${what}\n`);
  }
}

const kept = Symbol.for('tidewaiter.described-answers');
const world = globalThis as unknown as { [kept]: DescribedAnswers | undefined };
/** Of this worker: specifications load what supports them anew, and to compile the schemas for each takes longer than many of them. */
export const describedAnswers = (): DescribedAnswers => (world[kept] ??= new DescribedAnswers());
