// How clients follow a chain of certificates: from the first one, until one comes from an authority that they know.
import type { X509Certificate } from 'node:crypto';

/** Compares names and verifies the signature, whether or not the issuer may sign certificates. */
export function isSignedBy(one: X509Certificate, issuer: X509Certificate): boolean {
  return one.issuer === issuer.subject && one.verify(issuer.publicKey);
}

/** Whether it is its own issuer, whatever it may issue. */
export function isSelfSigned(one: X509Certificate): boolean {
  return isSignedBy(one, one);
}

/** Whether the issuer is an authority (CA) that may have issued it. The oldest roots aren't marked as authorities. */
export function mayIssue(issuer: X509Certificate, one: X509Certificate): boolean {
  return (issuer.ca || isSelfSigned(issuer)) && one.checkIssued(issuer);
}

export interface ChainPath {
  /** The certificates that clients look at: the whole chain if none is from an authority. */
  readonly path: readonly X509Certificate[];
  /** The authority at the end of the path; an expired one only if there is no other. */
  readonly trusted?: X509Certificate;
}

/** Ignores cross-signed roots, and everything else after the first certificate from an authority. */
export function pathOf(
  chain: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  now: number,
): ChainPath {
  let late: ChainPath | undefined;
  for (const [at, one] of chain.entries()) {
    for (const trusted of authorities) {
      if (!trusted.raw.equals(one.raw) && !(isSignedBy(one, trusted) && mayIssue(trusted, one))) continue;
      const found = { path: chain.slice(0, at + 1), trusted };
      if (Date.parse(trusted.validTo) >= now) return found;
      late ??= found;
    }
  }
  return late ?? { path: chain };
}
