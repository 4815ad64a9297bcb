// The certificate that visitors of the site see, wherever TLS ends: judged before anything is changed.
import { daysLeft, judgeChain, type Fleet, type Secret } from '../../lib/kit.js';
import type { NginxVars } from './vars.js';

type Read = (path: string) => string;

/** What a certificate of the site must be: for its names, from an authority that visitors trust. */
export interface SiteCertificate {
  readonly chain: string;
  readonly privateKey: Secret;
  readonly names: readonly string[];
  readonly authority?: string;
}

/** The certificate in `files`, for the names of the site. */
export function siteCertificate(
  site: NginxVars,
  files: { readonly certificate: string; readonly key: Secret; readonly authority: string | undefined },
  read: Read,
): SiteCertificate {
  return {
    chain: read(files.certificate),
    privateKey: files.key,
    names: [site.server_name, ...site.server_aliases],
    ...(files.authority !== undefined && { authority: read(files.authority) }),
  };
}

/** nginx's own: behind a balancer that ends TLS, the balancer is its only client, and knows its authority. */
export function ownCertificate(fleet: Fleet, vars: NginxVars, read: Read): SiteCertificate {
  const { haproxy } = (fleet.withRole('haproxy')[0]?.vars ?? {}) as {
    haproxy?: { mode?: string; backend_authority?: string };
  };
  const files = { certificate: vars.certificate, key: vars.certificate_key };
  if (haproxy?.mode !== 'http')
    return siteCertificate(vars, { ...files, authority: vars.certificate_authority }, read);
  const inner = siteCertificate(vars, { ...files, authority: haproxy.backend_authority }, read);
  return { ...inner, names: [vars.server_name] };
}

/** Throws where it must not be shown; tells where it expires soon. `variable` names it in the inventory, `path` is its file. */
export function* foreseeCertificate(
  variable: string,
  path: string,
  pair: SiteCertificate,
  { certificate_days: enough }: Pick<NginxVars, 'certificate_days'>,
): Generator<string> {
  judgeChain(`${variable} (${path})`, pair);
  const left = daysLeft(pair.chain);
  if (left < enough) yield `${variable} (${path}) expires in ${left} days: renew it, and apply`;
}
