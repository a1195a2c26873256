import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { LocalIssuer } from './local-issuer';
import { TokenVerifier } from './token-verifier';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tidewaiter-token-'));
const now = new Date('2026-03-02T12:00:00.000Z');
const seconds = now.getTime() / 1000;
const encode = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

let issuer: LocalIssuer;
let verifier: TokenVerifier;
let key: KeyObject;
const stranger = generateKeyPairSync('ed25519');

beforeAll(async () => {
  issuer = await LocalIssuer.open(folder);
  verifier = new TokenVerifier(issuer.rules());
  key = createPrivateKey(readFileSync(path.join(folder, 'keys', 'local-issuer.pem')));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const header = { alg: 'EdDSA', typ: 'at+jwt' };
const claims = () => ({
  iss: issuer.issuer,
  aud: 'tidewaiter',
  sub: 'anna',
  role: 'vendor',
  collector: 'V-IE-1',
  iat: seconds,
  exp: seconds + 600,
});
const signed = (head: unknown, body: unknown, by: KeyObject = key): string => {
  const input = `${encode(head)}.${encode(body)}`;
  return `${input}.${sign(null, Buffer.from(input), by).toString('base64url')}`;
};
const hmac = (head: unknown, body: unknown): string => {
  const input = `${encode(head)}.${encode(body)}`;
  const secret = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
};

it('accepts what the installation issued', async () => {
  const token = await issuer.token({ subject: 'anna', role: 'vendor', collector: 'V-IE-1' }, now);
  await expect(verifier.verify(token, now)).resolves.toEqual({ subject: 'anna', role: 'vendor', collector: 'V-IE-1' });
  await expect(verifier.verify(signed(header, { ...claims(), role: 'auditor' }), now)).resolves.toEqual({
    subject: 'anna',
    role: 'auditor',
  });
});

const corpus: readonly [string, () => string][] = [
  ['alg none', () => `${encode({ ...header, alg: 'none' })}.${encode(claims())}.`],
  ['alg None in another case', () => `${encode({ ...header, alg: 'nOnE' })}.${encode(claims())}.`],
  ['no signature under EdDSA', () => `${encode(header)}.${encode(claims())}.`],
  ['HS256 with the public key as secret', () => hmac({ ...header, alg: 'HS256' }, claims())],
  ['EdDSA in name, HMAC in fact', () => hmac(header, claims())],
  ['another key', () => signed(header, claims(), stranger.privateKey)],
  [
    'a key inside the header (jwk)',
    () => signed({ ...header, jwk: stranger.publicKey.export({ format: 'jwk' }) }, claims(), stranger.privateKey),
  ],
  ['jwk with the true key', () => signed({ ...header, jwk: createPublicKey(key).export({ format: 'jwk' }) }, claims())],
  ['jku', () => signed({ ...header, jku: 'https://attacker.example/keys' }, claims())],
  ['x5u', () => signed({ ...header, x5u: 'https://attacker.example/cert' }, claims())],
  ['x5c', () => signed({ ...header, x5c: ['AAAA'] }, claims())],
  ['a kid that is a path, with another key', () => signed({ ...header, kid: '../../etc/passwd' }, claims(), stranger.privateKey)],
  ['crit', () => signed({ ...header, crit: ['exp'] }, claims())],
  ['b64 false', () => signed({ ...header, b64: false, crit: ['b64'] }, claims())],
  ['typ JWT', () => signed({ ...header, typ: 'JWT' }, claims())],
  ['no typ', () => signed({ alg: 'EdDSA' }, claims())],
  ['another issuer', () => signed(header, { ...claims(), iss: 'urn:elsewhere' })],
  ['no issuer', () => signed(header, { ...claims(), iss: undefined })],
  ['another audience', () => signed(header, { ...claims(), aud: 'somebody' })],
  ['expired', () => signed(header, { ...claims(), iat: seconds - 1000, exp: seconds - 100 })],
  ['no expiry', () => signed(header, { ...claims(), exp: undefined })],
  ['an expiry in text', () => signed(header, { ...claims(), exp: '9999999999' })],
  ['older than ten minutes, whatever it says', () => signed(header, { ...claims(), iat: seconds - 3600, exp: seconds + 3600 })],
  ['no time of issue', () => signed(header, { ...claims(), iat: undefined })],
  ['issued in the future', () => signed(header, { ...claims(), iat: seconds + 300, exp: seconds + 600 })],
  ['not yet valid', () => signed(header, { ...claims(), nbf: seconds + 300 })],
  ['an unknown role', () => signed(header, { ...claims(), role: 'root' })],
  ['roles as a list', () => signed(header, { ...claims(), role: ['vendor', 'operator'] })],
  ['a vendor without collector', () => signed(header, { ...claims(), collector: undefined })],
  ['a collector that is no code', () => signed(header, { ...claims(), collector: 'V-IE-1\n' })],
  ['an empty subject', () => signed(header, { ...claims(), sub: '' })],
  ['a control character in the subject', () => signed(header, { ...claims(), sub: 'anna\u0000' })],
  ['a doubled claim', () => signed(header, JSON.stringify(claims()).replace('"role":"vendor"', '"role":"vendor","role":"operator"'))],
  ['__proto__ in the claims', () => signed(header, JSON.stringify(claims()).replace('{', '{"__proto__":{"role":"operator"},'))],
  ['a changed payload', () => signed(header, claims()).replace(encode(claims()), encode({ ...claims(), role: 'operator' }))],
  ['two segments', () => `${encode(header)}.${encode(claims())}`],
  ['five segments', () => `${signed(header, claims())}.AAAA.AAAA`],
  ['no JSON', () => 'AAAA.AAAA.AAAA'],
  ['a huge token', () => signed(header, { ...claims(), sub: 'a'.repeat(5000) })],
  ['the empty token', () => ''],
];
it.each(corpus)('refuses %s', async (_what, make) => {
  await expect(verifier.verify(make(), now)).rejects.toMatchObject({ name: 'ProblemError', code: 'TOKEN_INVALID' });
});
