// Checks whether a certificate is valid: for these names, now, with its key, and with a chain that clients can verify.
import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { certificatesOf, inLine, subjectOf } from './parse-certificates.js';
import { isSelfSigned, isSignedBy, mayIssue, pathOf } from './certificate-chain.js';
import { publicAuthorities } from './public-authorities.js';

/** A certificate with its chain and key. */
export interface Pair {
  /** Certificates in PEM format: the host's own certificate, followed by the rest of the chain. */
  readonly chain: string;
  /** Private key in PEM format, without a passphrase. */
  readonly privateKey: Secret;
  /** Host names and addresses that the certificate must be valid for. */
  readonly names?: readonly string[];
  /**
   * Certificate of the authority that clients trust, in PEM format. Defaults to the public authorities, or to the root
   * certificate at the end of the chain.
   */
  readonly authority?: string;
  /** The inventory variable that sets the authority and, if it is set, the path of its file. Used in error messages. */
  readonly authorityFrom?: { readonly variable: string; readonly path?: string | undefined };
}

const serverAuth = '1.3.6.1.5.5.7.3.1';

const day = (date: string): string => new Date(date).toISOString().slice(0, 10);

/** `CN=www.foobar.com for www.foobar.com, from 2026-01-01 until 2027-03-01, issued by CN=x`. */
function said(own: X509Certificate): string {
  const names = (own.subjectAltName ?? 'no name').replaceAll(/(DNS|IP Address):/g, '');
  return `${subjectOf(own)} for ${names}, from ${day(own.validFrom)} until ${day(own.validTo)}, issued by ${inLine(own.issuer)}`;
}

/** `nginx.certificate_authority (certs/ca.pem)`. */
function nameOf({ authorityFrom: from }: Pair): string {
  if (from === undefined) return 'the authority';
  return from.path === undefined ? from.variable : `${from.variable} (${from.path})`;
}

/** Throws E_INPUT, with the variable and its file, if it can't be read or contains no certificate. */
function authoritiesOf(pair: Pair): readonly X509Certificate[] {
  if (pair.authority === undefined) return publicAuthorities();
  const wrong = (why: string, cause?: unknown): TrueupError =>
    new TrueupError('E_INPUT', `${nameOf(pair)}: ${why}`, {
      hint: 'The file must contain the authority’s certificate in PEM format (-----BEGIN CERTIFICATE-----).',
      cause,
    });
  let found: readonly X509Certificate[];
  try {
    found = certificatesOf(pair.authority);
  } catch (error) {
    throw wrong('it contains a certificate that cannot be read', error);
  }
  if (found.length === 0) throw wrong('it contains no certificate');
  return found;
}

function advice(pair: Pair): string {
  const ca = 'the PEM certificate of the CA that clients trust';
  const where =
    pair.authority === undefined ? `set ${nameOf(pair)} to ${ca}` : `add ${ca} to ${nameOf(pair)}`;
  return `Append the intermediate certificates to the file, or ${where}.`;
}

/**
 * Throws E_INPUT, with a description of the certificate, if it is for other names, not valid now, not for servers, doesn't
 * match its key, or has a chain that is broken or incomplete. Certificates after the first one from an authority that
 * clients know are ignored. `what` names the certificate in errors. Returns the authority if it is known only from the
 * chain itself.
 */
export function judgeChain(what: string, pair: Pair, now = Date.now()): string | undefined {
  const refuse = (why: string, hint?: string): never => {
    throw new TrueupError('E_INPUT', `${what}: ${why}`, hint === undefined ? {} : { hint });
  };
  // The cause is dropped on purpose, because OpenSSL's message may quote the key.
  const parsed = <T>(part: string, parse: () => T): T => {
    try {
      return parse();
    } catch {
      return refuse(`${part} cannot be read as PEM`);
    }
  };
  const chain = parsed('the chain', () => certificatesOf(pair.chain));
  const key = parsed('the private key', () => createPrivateKey(pair.privateKey.reveal()));
  const [own] = chain;
  if (!own) return refuse('the chain contains no PEM certificate');
  if (!own.checkPrivateKey(key)) {
    const other = chain.slice(1).some((one) => one.checkPrivateKey(key));
    refuse(
      `the private key does not match the first certificate in the chain, which is ${said(own)}`,
      other ? 'Put the host’s own certificate first.' : undefined,
    );
  }
  const { path, trusted } = pathOf(chain, authoritiesOf(pair), now);
  path.forEach((one, at) => {
    if (Date.parse(one.validTo) < now) refuse(`${subjectOf(one)} expired on ${one.validTo} (${said(one)})`);
    if (Date.parse(one.validFrom) > now)
      refuse(`${subjectOf(one)} is not valid before ${one.validFrom} (${said(one)})`);
    const next = path[at + 1];
    if (!next) return;
    if (!isSignedBy(one, next))
      refuse(`${subjectOf(one)} was not issued by the next certificate, ${subjectOf(next)}`);
    if (!mayIssue(next, one)) refuse(`${subjectOf(next)} issued ${subjectOf(one)}, but is not a CA`);
  });
  const isFor = (name: string): boolean =>
    (isIP(name) === 0 ? own.checkHost(name, { subject: 'never' }) : own.checkIP(name)) !== undefined;
  const missing = (pair.names ?? []).filter((name) => !isFor(name));
  if (missing.length > 0) refuse(`the certificate does not cover ${missing.join(', ')} (${said(own)})`);
  // What Node.js calls the key usage is the extended key usage.
  const usage = own.keyUsage as readonly string[] | undefined;
  if (usage && !usage.includes(serverAuth))
    refuse(`it is not a server certificate, because its extended key usage lacks serverAuth (${said(own)})`);
  const top = path.at(-1) ?? own;
  if (trusted && Date.parse(trusted.validTo) < now)
    refuse(`its authority ${subjectOf(trusted)} expired on ${trusted.validTo}`);
  if (trusted || pair.names === undefined) return undefined;
  if (pair.authority === undefined && isSelfSigned(top)) return subjectOf(top);
  return refuse(
    pair.authority === undefined
      ? `its chain ends with ${subjectOf(top)}, issued by ${inLine(top.issuer)}, which is not a public authority`
      : `its chain ends with ${subjectOf(top)}, issued by ${inLine(top.issuer)}, which is not in ${nameOf(pair)}`,
    advice(pair),
  );
}

/** Whole days until the first certificate of a chain expires. Throws if there is none. */
export function daysLeft(chain: string, now = Date.now()): number {
  const [own] = certificatesOf(chain);
  if (!own) throw new TrueupError('E_INPUT', 'the chain contains no PEM certificate');
  return Math.floor((Date.parse(own.validTo) - now) / 86_400_000);
}
