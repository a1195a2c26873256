import { createHmac } from 'node:crypto';
import { present, sha256Hex } from '#event-catalogue';
import { collectorRoles, type Caller } from '../identity/caller';

/** One read over HTTP: who asked, for what, from which viewpoint, and what came of it. */
export interface AccessRecord {
  /** When it was answered, RFC 3339 UTC. */
  readonly at: string;
  /** Finds the request in the server’s log. */
  readonly traceId: string;
  /** Keyed digest of the token’s subject: no name stands here, and who knows a name can ask for it. */
  readonly caller: string;
  readonly role: string;
  readonly collector?: string;
  readonly onBehalfOf?: string;
  /** The route as it is declared: `/v1/orders/:order`. */
  readonly route: string;
  /** Its parameters and filters; free texts as keyed digests. */
  readonly asked: Readonly<Record<string, string>>;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly status: number;
  /** Rows of the answer; absent where it is streamed. */
  readonly rows?: number;
  readonly streamed?: true;
}
/** As it is stored: each line carries the hash of the one before it in its file. */
export interface StoredRecord extends AccessRecord {
  readonly prev: string;
  readonly hash: string;
}

export const firstHash = '0'.repeat(64);

/** The hash of a record after another: SHA-256 over the other's hash and its own JSON. */
export const hashOf = (record: AccessRecord, prev: string): string => sha256Hex(`${prev}\n${JSON.stringify(record)}`);

/**
 * Names that must not stand in clear become digests under the installation's key: the same name is the same digest, and no list of digests
 * gives a name.
 */
export class Pseudonyms {
  readonly #key: Buffer;

  constructor(installationKey: Uint8Array) {
    this.#key = createHmac('sha256', installationKey).update('access-log').digest();
  }

  of(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('hex').slice(0, 32);
  }
}

/** Who asked: a person by digest, a collector by its code. */
export const callerIn = (
  { subject, role, collector, onBehalfOf }: Caller,
  pseudonyms: Pseudonyms,
): Pick<AccessRecord, 'caller' | 'role' | 'collector' | 'onBehalfOf'> => ({
  caller: pseudonyms.of(subject),
  role,
  ...(collector === undefined || !collectorRoles.includes(role) ? {} : { collector }),
  ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
});

/** Fields that say from where and how much is looked at, not at what; a cursor repeats its filters. */
const aside: ReadonlySet<string> = new Set(['asOf', 'knownAt', 'cursor', 'limit']);
/** Fields that take any text, in which people write names; where one asks about a person by name, too. */
const freeTexts: ReadonlySet<string> = new Set(['q', 'seed', 'person']);
const longest = 200;

type Fields = Readonly<Record<string, unknown>>;
const textOf = (fields: Fields, name: string): string | undefined =>
  typeof fields[name] === 'string' ? fields[name].slice(0, longest) : undefined;

/** What was asked for, from the path and the query of a request. */
export const askedIn = (params: Fields, query: Fields, pseudonyms: Pseudonyms): Pick<AccessRecord, 'asked' | 'asOf' | 'knownAt'> => {
  const given = { ...query, ...params };
  const names = Object.keys(given)
    .filter((name) => !aside.has(name))
    .sort();
  const [asOf, knownAt] = [textOf(query, 'asOf'), textOf(query, 'knownAt')];
  return {
    asked: Object.fromEntries(
      names.map((name) => [name, freeTexts.has(name) ? pseudonyms.of(textOf(given, name) ?? '') : (textOf(given, name) ?? '')]),
    ),
    ...present({ asOf, knownAt }),
  };
};

/** Rows of an answer: those of the list in it, else the one thing that it is. */
export const rowsIn = (answer: unknown): number => {
  if (typeof answer !== 'object' || answer === null) return 0;
  if (Array.isArray(answer)) return answer.length;
  const list = Object.values(answer).find((value) => Array.isArray(value)) as readonly unknown[] | undefined;
  return list?.length ?? 1;
};
