import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose';
import { writeFirst } from '#runtime';
import type { Caller } from './caller';
import type { TokenRules } from './token-verifier';

/** Life of a local token. */
export const tokenSeconds = 600;
const audience = 'tidewaiter';

/** The key pair of an installation, made at the first start; PKCS #8 PEM, readable by its owner alone. */
const privateKeyOf = (dataDirectory: string): KeyObject => {
  const folder = path.join(dataDirectory, 'keys');
  const file = path.join(folder, 'local-issuer.pem');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFirst(file, String(pem));
  }
  return createPrivateKey(readFileSync(file));
};

/** Issues short-lived tokens of the installation itself (Ed25519, RFC 8037; `typ` at+jwt, RFC 9068). */
export class LocalIssuer {
  private constructor(
    private readonly key: KeyObject,
    private readonly keyId: string,
    readonly issuer: string,
  ) {}

  static async open(dataDirectory: string): Promise<LocalIssuer> {
    const key = privateKeyOf(dataDirectory);
    const keyId = await calculateJwkThumbprint(await exportJWK(createPublicKey(key)));
    return new LocalIssuer(key, keyId, `urn:tidewaiter:local:${keyId}`);
  }

  /** What the verifier must demand of these tokens. */
  rules(): TokenRules {
    return { issuer: this.issuer, audience, algorithms: ['EdDSA'], key: createPublicKey(this.key) };
  }

  async token(caller: Caller, now: Date = new Date()): Promise<string> {
    const issued = Math.floor(now.getTime() / 1000);
    return new SignJWT({ role: caller.role, ...(caller.collector === undefined ? {} : { collector: caller.collector }) })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: this.keyId })
      .setIssuer(this.issuer)
      .setAudience(audience)
      .setSubject(caller.subject)
      .setIssuedAt(issued)
      .setExpirationTime(issued + tokenSeconds)
      .sign(this.key);
  }
}
