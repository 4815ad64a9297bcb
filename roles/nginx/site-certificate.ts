// The certificate that visitors of the site see, wherever TLS ends: judged before anything is changed.
import { daysLeft, judgeChain, type Fleet, type Secret } from '../../lib/kit.js';
import type { NginxVars } from './vars.js';

type Read = (path: string) => string;

/** A certificate of the site, the names that it must be valid for, and the CA that visitors trust. */
export interface SiteCertificate {
  readonly chain: string;
  readonly privateKey: Secret;
  readonly names: readonly string[];
  readonly authority?: string;
  readonly authorityFrom: { readonly variable: string; readonly path?: string | undefined };
}

interface Files {
  readonly certificate: string;
  readonly key: Secret;
  readonly authority: string | undefined;
  /** The variable that declares `authority`. */
  readonly authorityVariable?: string;
}

/** The certificate in `files`, for the names of the site. */
export function siteCertificate(
  site: NginxVars,
  { certificate, key, authority, authorityVariable = 'nginx.certificate_authority' }: Files,
  read: Read,
): SiteCertificate {
  return {
    chain: read(certificate),
    privateKey: key,
    names: [site.server_name, ...site.server_aliases],
    authorityFrom: { variable: authorityVariable, path: authority },
    ...(authority !== undefined && { authority: read(authority) }),
  };
}

/**
 * nginx's own certificate: behind a balancer that terminates TLS, the balancer is nginx's only client and knows its CA.
 */
export function ownCertificate(fleet: Fleet, vars: NginxVars, read: Read): SiteCertificate {
  const { haproxy } = (fleet.withRole('haproxy')[0]?.vars ?? {}) as {
    haproxy?: { mode?: string; backend_authority?: string };
  };
  const files = { certificate: vars.certificate, key: vars.certificate_key };
  if (haproxy?.mode !== 'http')
    return siteCertificate(vars, { ...files, authority: vars.certificate_authority }, read);
  const behind = { authority: haproxy.backend_authority, authorityVariable: 'haproxy.backend_authority' };
  const inner = siteCertificate(vars, { ...files, ...behind }, read);
  return { ...inner, names: [vars.server_name] };
}

/** Throws if the certificate is unusable; warns if it expires soon or has a private CA. `variable` sets its `path`. */
export function* foreseeCertificate(
  variable: string,
  path: string,
  pair: SiteCertificate,
  { certificate_days: enough }: Pick<NginxVars, 'certificate_days'>,
): Generator<string> {
  const unknown = judgeChain(`${variable} (${path})`, pair);
  if (unknown !== undefined)
    yield `${variable} (${path}) was issued by ${unknown}, which is not a public authority: set ${pair.authorityFrom.variable} to the certificate of that authority, so that the checks trust it; your clients must trust it as well`;
  const left = daysLeft(pair.chain);
  if (left < enough) yield `${variable} (${path}) expires in ${left} days; renew it, then apply`;
}
