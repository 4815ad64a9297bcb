// What HAProxy's template needs in addition to the role's variables.
import { createHash } from 'node:crypto';
import {
  bracketed,
  Secret,
  sh,
  TrueupError,
  type Fleet,
  type Host,
  type Platform,
  type Scope,
  type Script,
} from '../../lib/kit.js';
import { curvesOf, tls12Ciphers } from '../base/tls-ciphers.js';
import { nginx } from '../nginx/role.js';
import type { NginxVars } from '../nginx/vars.js';
import { unavailableAnswer } from './unavailable-page.js';
import type { HaproxyVars } from './vars.js';

/** The paths that the role uses on a host. */
export const layout = {
  config: '/etc/haproxy/haproxy.cfg',
  certificate: '/etc/haproxy/tls/site.pem',
  /** HAProxy looks for a certificate's key at the certificate's path plus `.key`. */
  key: '/etc/haproxy/tls/site.pem.key',
  backendAuthority: '/etc/haproxy/tls/web-authority.pem',
  /** From Debian's ca-certificates, because `@system-ca` requires HAProxy 2.6. */
  systemAuthorities: '/etc/ssl/certs/ca-certificates.crt',
  reload: '/usr/local/libexec/trueup/haproxy-reload',
} as const;

const configMark = 'Configuration ';

/** Quotes the password as one word of HAProxy's configuration (configuration.txt, 2.2 Quoting and escaping). */
function quoted({ name }: { readonly name: string }, password: Secret): Secret {
  const text = password.reveal();
  if (/[\u0000-\u001f]/.test(text))
    throw new TrueupError(
      'E_INPUT',
      `${name}: haproxy.stats_password contains a line break or control character`,
    );
  return new Secret(`'operator:${text.replaceAll("'", String.raw`'\''`)}'`);
}

/** Whether HAProxy terminates TLS: for every visitor, or for the page that is shown when no web server is healthy. */
export function endsTls({ mode, certificate }: HaproxyVars): boolean {
  return mode === 'http' || certificate !== undefined;
}

/**
 * The size of a buffer, in bytes, that is large enough for the headers that nginx accepts and sends, and for a page of
 * `page` bytes. HAProxy reserves a part of it for what it adds.
 */
function bufferBytes(
  { mode }: HaproxyVars,
  { header_kib, response_header_kib }: NginxVars,
  page: number,
): number {
  const usual = 16 * 1024;
  const own = 4 * 1024;
  const heads = mode === 'http' ? Math.max(3 * header_kib, response_header_kib) * 1024 : 0;
  return Math.max(usual, heads + own, page + own);
}

/**
 * The environment variables that differ between balancers, as `NAME=value`: addresses, and the curves that a host's
 * OpenSSL supports. The unit passes them to HAProxy, and so does a script that validates a configuration.
 */
export function environmentOf(host: Host, vars: HaproxyVars, platform?: Platform): readonly string[] {
  // Any curves will do to validate a configuration.
  const curves = platform ? curvesOf(platform) : ['X25519', 'prime256v1'];
  return [`PRIVATE_ADDRESS=${host.address}`, ...(endsTls(vars) ? [`TLS_CURVES=${curves.join(':')}`] : [])];
}

/** The site that HAProxy balances. Throws E_INPUT if there is none. */
export function siteOf(host: Host, fleet: Fleet): NginxVars {
  return fleet.varsOf(firstWeb(host, fleet), nginx);
}

/**
 * At boot, a specific address may appear after HAProxy has started; without privileges, `transparent` only allows for
 * that.
 */
function optionsOf(address: string): string {
  if (address === '*') return '';
  return address === '::' ? ' v6only' : ' transparent';
}

/** The web server whose variables describe the site. Throws E_INPUT if there is none. */
export function firstWeb({ name }: Host, fleet: Fleet): Host {
  const [first] = fleet.withRole('nginx');
  if (first) return first;
  throw new TrueupError('E_INPUT', `${name}: HAProxy has no web servers to balance`, {
    host: name,
    hint: 'Assign the role nginx to a host.',
  });
}

/** The configuration, the same on every balancer; its id is a digest of everything else in it. */
export function configOf({ host, fleet, vars, render }: Scope<HaproxyVars>, page: string): string | Secret {
  const webs = fleet.withRole('nginx');
  const site = siteOf(host, fleet);
  const servers = webs.map((web) => {
    const { http_port, https_port } = fleet.varsOf(web, nginx);
    return { name: web.name, address: bracketed(web.address), http_port, https_port };
  });
  const authority = vars.backend_authority === undefined ? layout.systemAuthorities : layout.backendAuthority;
  const draw = (id: string): string | Secret =>
    render('haproxy/haproxy.cfg.njk', {
      site,
      servers,
      binds: vars.bind.map((address) => ({
        text: bracketed(address),
        options: optionsOf(address),
      })),
      ends_tls: endsTls(vars),
      buffer_bytes: bufferBytes(vars, site, Buffer.byteLength(page)),
      page: unavailableAnswer,
      public_port: vars.https_port === 443 ? '' : `:${vars.https_port}`,
      tls12_ciphers: tls12Ciphers,
      tls_options: ` ssl crt ${layout.certificate} alpn h2,http/1.1 curves "\${TLS_CURVES}"`,
      // If TLS is passed through, the client verifies it; the health check only tests whether the server speaks TLS.
      tls_to_servers:
        vars.mode === 'http'
          ? // Over HTTP/2, nginx drops what is too large without an error, and doesn't support WebSocket.
            `ssl verify required ca-file ${authority} sni str(${site.server_name}) alpn http/1.1`
          : 'check-ssl verify none',
      ...(vars.stats_password && { stats_auth: quoted(host, vars.stats_password) }),
      config_mark: configMark,
      config_id: id,
    });
  const blank = draw('');
  const text = blank instanceof Secret ? blank.reveal() : blank;
  return draw(createHash('sha256').update(text).digest('hex').slice(0, 16));
}

/** Exits with 0 if the running HAProxy has loaded the configuration on disk. */
export function hasLoaded(alivePort: number): Script {
  return sh`
want=$(sed -n ${`s/.*${configMark}\\([0-9a-f]*\\)$/\\1/p`} ${layout.config} | head -n 1)
most=$((3 * \${trueup_pace:-1}))
have=$(printf 'GET / HTTP/1.0\r\n\r\n' | socat -t "$most" - TCP4:127.0.0.1:${alivePort},connect-timeout="$most" | tail -n 1)
[ -n "$have" ] || { echo "HAProxy does not answer on port "${alivePort}; exit 1; }
[ -n "$want" ] && [ "$want" = "$have" ] || { echo "HAProxy has loaded configuration $have, but $want is on the disk"; exit 1; }`;
}
