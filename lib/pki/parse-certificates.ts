// The certificates in a text, and their names.
import { X509Certificate } from 'node:crypto';

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates of a text. Throws if one can't be read. */
export function certificatesOf(pem: string): readonly X509Certificate[] {
  return (pem.match(block) ?? []).map((text) => new X509Certificate(text));
}

/** `CN=www.foobar.com`, or its other names. */
export function subjectOf({ subject, subjectAltName }: X509Certificate): string {
  return subject === '' ? (subjectAltName ?? 'no name') : inLine(subject);
}

/** A name on one line. */
export function inLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
