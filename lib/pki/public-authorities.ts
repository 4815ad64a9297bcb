// The authorities trusted by Node.js, and therefore by every check that trueup makes from the controller.
import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';

let known: readonly X509Certificate[] | undefined;

/**
 * Since Node.js 22.15, they include those of NODE_EXTRA_CA_CERTS, and the system's if Node.js is started with
 * --use-system-ca; before, only its own list.
 */
export function publicAuthorities(): readonly X509Certificate[] {
  const { getCACertificates: ask } = tls as { getCACertificates?: (which: 'default') => readonly string[] };
  known ??= (ask?.('default') ?? tls.rootCertificates).map((pem) => new X509Certificate(pem));
  return known;
}
