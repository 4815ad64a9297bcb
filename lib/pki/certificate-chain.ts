// How clients follow a chain of certificates: from the first one on, until one is from an authority that they know.
import type { X509Certificate } from 'node:crypto';

/** By its name and its key, whether or not it may. */
export function isSignedBy(one: X509Certificate, issuer: X509Certificate): boolean {
  return one.issuer === issuer.subject && one.verify(issuer.publicKey);
}

/** Whether it is its own issuer, whatever else it may issue. */
export function isSelfSigned(one: X509Certificate): boolean {
  return isSignedBy(one, one);
}

/** An authority (CA), whose keys may sign certificates. The oldest roots don't say that they are. */
export function mayIssue(issuer: X509Certificate, one: X509Certificate): boolean {
  return (issuer.ca || isSelfSigned(issuer)) && one.checkIssued(issuer);
}

export interface ChainPath {
  /** The certificates that clients look at: all of the chain, where none is from an authority. */
  readonly path: readonly X509Certificate[];
  /** The authority where the path ends; one that expired only where there is no other. */
  readonly trusted?: X509Certificate;
}

/** Cross-signed roots and whatever else stands behind the first certificate from an authority don't matter. */
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
