import type { KeyObject } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { MalformedJsonError, parseStrictJson, partyCode, referenceFault } from '#event-catalogue';
import { problem } from '../http/problem';
import { collectorRoles, roles, type Caller, type Role } from './caller';

/** What a token must be: issuer, audience and algorithms are fixed by configuration, never by the token. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly ('EdDSA' | 'ES256')[];
  readonly key: KeyObject | JWTVerifyGetKey;
}

/** Longest token that is looked at. */
const maxTokenLength = 4096;
const maxAgeSeconds = 600;
const toleranceSeconds = 30;

const refused = (detail: string) => problem('TOKEN_INVALID', detail);

/** Refuses doubled claims and headers that bring a key or name where to fetch one; jose checks the rest. */
const checkSegments = (token: string): void => {
  const [header, payload] = token.split('.');
  try {
    const head = parseStrictJson(Buffer.from(header ?? '', 'base64url').toString('utf8'));
    parseStrictJson(Buffer.from(payload ?? '', 'base64url').toString('utf8'));
    if (typeof head !== 'object' || head === null || ['jwk', 'jku', 'x5u', 'x5c', 'crit', 'b64'].some((name) => name in head))
      throw refused('The header of the token is not accepted.');
  } catch (error) {
    if (error instanceof MalformedJsonError) throw refused('The token is malformed.');
    throw error;
  }
};

const roleOf = (value: unknown): Role => {
  const role = roles.find((r) => r === value);
  if (role === undefined) throw refused('The token names no known role.');
  return role;
};

const callerOfClaims = (claims: JWTPayload): Caller => {
  const { sub, role: claimed, collector } = claims as JWTPayload & { role?: unknown; collector?: unknown };
  const role = roleOf(claimed);
  if (typeof sub !== 'string' || referenceFault(sub) !== undefined) throw refused('The token names no subject.');
  if (!collectorRoles.includes(role)) return { subject: sub, role };
  try {
    return { subject: sub, role, collector: partyCode.parse(collector, 'collector') };
  } catch {
    throw refused('The token names no collector.');
  }
};

/** Verifies access tokens (RFC 9068) with fixed algorithms, issuer, audience and type. */
export class TokenVerifier {
  constructor(private readonly rules: TokenRules) {}

  /** Throws a ProblemError TOKEN_INVALID; never says more than why. */
  async verify(token: string, now: Date = new Date()): Promise<Caller> {
    if (token.length > maxTokenLength) throw refused('The token is too long.');
    checkSegments(token);
    return callerOfClaims(await this.#claims(token, now));
  }

  async #claims(token: string, now: Date): Promise<JWTPayload> {
    const { issuer, audience, algorithms, key } = this.rules;
    const demands = {
      issuer,
      audience,
      algorithms: [...algorithms],
      typ: 'at+jwt',
      maxTokenAge: maxAgeSeconds,
      clockTolerance: toleranceSeconds,
      requiredClaims: ['sub', 'exp', 'iat', 'role'],
      currentDate: now,
    };
    try {
      const { payload } = await (typeof key === 'function' ? jwtVerify(token, key, demands) : jwtVerify(token, key, demands));
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw refused('The token has expired.');
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw refused('The token is not accepted.');
      throw error;
    }
  }
}
