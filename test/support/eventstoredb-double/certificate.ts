import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** Just enough DER for one certificate: a tag, a length, what is inside. */
const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const [sequence, set, oid, utf8, octets, bits, integer, boolean, utcTime] = [0x30, 0x31, 0x06, 0x0c, 0x04, 0x03, 0x02, 0x01, 0x17];
const yes = der(boolean, Buffer.from([0xff]));

const commonName = der(oid, Buffer.from([0x55, 0x04, 0x03]));
const basicConstraints = der(oid, Buffer.from([0x55, 0x1d, 0x13]));
const alternativeNames = der(oid, Buffer.from([0x55, 0x1d, 0x11]));
const ecdsaWithSha256 = der(sequence, der(oid, Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])));

const pem = (label: string, bytes: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n') ?? ''
  }\n-----END ${label}-----\n`;

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for localhost and 127.0.0.1 that signs itself, in PEM: a client trusts it by naming it as its authority. */
export const selfSignedCertificate = (): Certificate => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const name = der(sequence, der(set, der(sequence, commonName, der(utf8, Buffer.from('localhost')))));
  const validity = der(sequence, der(utcTime, Buffer.from('200101000000Z')), der(utcTime, Buffer.from('491231235959Z')));
  const names = der(sequence, der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = der(
    sequence,
    der(sequence, basicConstraints, yes, der(octets, der(sequence, yes))),
    der(sequence, alternativeNames, der(octets, names)),
  );
  const version3 = der(0xa0, der(integer, Buffer.from([2])));
  const serial = der(integer, Buffer.from([1]), randomBytes(8));
  const body = der(
    sequence,
    version3,
    serial,
    ecdsaWithSha256,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(bits, Buffer.from([0]), sign('sha256', body, privateKey));
  return {
    cert: pem('CERTIFICATE', der(sequence, body, ecdsaWithSha256, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
};
