// Certificates as authorities of the world issue them: cross-signed, expired, self-signed, and worse.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A name with its key. */
export interface Party {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

export async function party(name: string): Promise<Party> {
  return { name, keys: await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) };
}

export async function keyOf({ keys }: Party): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return `${x509.PemConverter.encode(bytes, x509.PemConverter.PrivateKeyTag)}\n`;
}

/** Whose certificate, by whom, from and until how many days from today, and for which names where it is a server's. */
export interface CertificateWish {
  readonly of: Party;
  readonly by: Party;
  readonly days?: readonly [number, number];
  readonly names?: readonly string[];
  /** `CA:TRUE` and keyCertSign; by default where it has no names. */
  readonly ca?: boolean;
}

/** PEM. */
export async function certify({
  of,
  by,
  days = [-1, 300],
  names,
  ca = !names,
}: CertificateWish): Promise<string> {
  const at = (day: number): Date => new Date(Date.now() + day * 86_400_000);
  const flags = ca ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.digitalSignature;
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: Buffer.from(webcrypto.getRandomValues(new Uint8Array(8)))
      .toString('hex')
      .replace(/^./, '4'),
    subject: [{ CN: [of.name] }],
    issuer: [{ CN: [by.name] }],
    notBefore: at(days[0]),
    notAfter: at(days[1]),
    publicKey: of.keys.publicKey,
    signingKey: by.keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(ca, undefined, true),
      new x509.KeyUsagesExtension(flags, true),
      ...(names
        ? [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value })))]
        : []),
    ],
  });
  return `${made.toString('pem')}\n`;
}
