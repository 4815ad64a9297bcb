// The headers that the site sends if the application sets none.
import type { NginxVars } from './vars.js';

/** One header; its value is in a variable that is empty if the application's own header applies. */
export interface Policy {
  readonly name: string;
  readonly variable: string;
  /**
   * The part of the application's response to look at, and the pattern that it matches if the application doesn't set
   * the header.
   */
  readonly unless: string;
  readonly matches: string;
  readonly value: string;
}

const wordOf = (name: string): string => name.toLowerCase().replaceAll('-', '_');

const policy = (name: string, value: string): Policy => ({
  name,
  variable: `site_${wordOf(name)}`,
  unless: `$upstream_http_${wordOf(name)}`,
  matches: `''`,
  value,
});

/** The policies, except those that the inventory leaves empty. */
export function policiesOf(vars: NginxVars): readonly Policy[] {
  const { hsts_seconds, hsts_subdomains, content_security_policy, permissions_policy } = vars;
  const hsts = `max-age=${hsts_seconds}${hsts_subdomains ? '; includeSubDomains' : ''}`;
  return [
    policy('X-Content-Type-Options', 'nosniff'),
    policy('Referrer-Policy', 'strict-origin-when-cross-origin'),
    {
      ...policy('X-Frame-Options', 'SAMEORIGIN'),
      // Content-Security-Policy may also state who may frame a page, and the two headers must not disagree.
      unless: '"$upstream_http_x_frame_options:$upstream_http_content_security_policy"',
      matches: '"~^:(?!.*frame-ancestors)"',
    },
    ...(hsts_seconds > 0 ? [policy('Strict-Transport-Security', hsts)] : []),
    ...(content_security_policy ? [policy('Content-Security-Policy', content_security_policy)] : []),
    ...(permissions_policy ? [policy('Permissions-Policy', permissions_policy)] : []),
  ];
}
