// The authorities that Node.js trusts, and with it every check that trueup makes from here.
import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';

let known: readonly X509Certificate[] | undefined;

/**
 * Since Node.js 22.15 with those of NODE_EXTRA_CA_CERTS, and with the system's where it is started with --use-system-ca;
 * before, its own list alone.
 */
export function publicAuthorities(): readonly X509Certificate[] {
  const { getCACertificates: ask } = tls as { getCACertificates?: (which: 'default') => readonly string[] };
  known ??= (ask?.('default') ?? tls.rootCertificates).map((pem) => new X509Certificate(pem));
  return known;
}
