// A small certificate authority for labs and test sites. The only importer of @peculiar/x509.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 24 * 3600 * 1000;
/** Clocks differ, so a new certificate must already be valid on a host whose clock is a little behind. */
const leeway = 3600 * 1000;

/** A certificate with its key, both PEM. */
export interface KeyPair {
  /** PKCS #8. */
  readonly key: string;
  readonly certificate: string;
}

/** What a certificate is for. */
export interface LeafWish {
  /** DNS names; the first is the subject's common name. */
  readonly names: readonly string[];
  /** IP addresses. */
  readonly addresses?: readonly string[];
}

/** A self-signed CA, valid for ten years. */
export async function createCa(name: string, now = new Date()): Promise<KeyPair> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [name] }],
    notBefore: new Date(now.getTime() - leeway),
    notAfter: new Date(now.getTime() + 3650 * day),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await pemOf(keys.privateKey), certificate: `${certificate.toString('pem')}\n` };
}

/** A server certificate signed by the CA, valid for up to 397 days; `fullchain` also contains the CA's certificate. */
export async function issueLeaf(
  ca: KeyPair,
  { names, addresses = [] }: LeafWish,
  now = new Date(),
): Promise<KeyPair & { readonly fullchain: string }> {
  const issuer = new x509.X509Certificate(ca.certificate);
  const keys = await newKeys();
  const notAfter = Math.min(now.getTime() + 397 * day, issuer.notAfter.getTime());
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [names[0] ?? addresses[0] ?? ''] }],
    issuer: issuer.subject,
    notBefore: new Date(now.getTime() - leeway),
    notAfter: new Date(notAfter),
    publicKey: keys.publicKey,
    signingKey: await privateKeyOf(ca.key),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const certificate = `${made.toString('pem')}\n`;
  return { key: await pemOf(keys.privateKey), certificate, fullchain: certificate + ca.certificate };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** 16 random bytes; the first bit is clear, so that the number is positive. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(bytes, x509.PemConverter.PrivateKeyTag)}\n`;
}

function privateKeyOf(pem: string): Promise<webcrypto.CryptoKey> {
  const bytes = x509.PemConverter.decodeFirst(pem);
  return webcrypto.subtle.importKey('pkcs8', bytes, algorithm, false, ['sign']);
}
