// What nginx's template needs in addition to the role's variables.
import { createHash } from 'node:crypto';
import { bracketed, sh, type Host, type Scope, type Script } from '../../lib/kit.js';
import { appserver } from '../appserver/role.js';
import { plainText } from '../base/refuse-secret-text.js';
import { curvesOf, tls12Ciphers } from '../base/tls-ciphers.js';
import { hashedNames } from './hashed-names.js';
import { policiesOf } from './default-headers.js';
import type { NginxVars } from './vars.js';

/** The paths that the role uses on a host. */
export const layout = {
  config: '/etc/nginx/nginx.conf',
  certificate: '/etc/nginx/tls/site.pem',
  key: '/etc/nginx/tls/site.key',
  site: '/srv/www/site',
  maintenance: '/srv/www/maintenance',
} as const;

/** RFC 1918, RFC 6598, RFC 4193. */
const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** Text that precedes the ID in the configuration's first lines. */
const configMark = 'Configuration ';

/** The whole configuration; its id is a digest of everything else in it. */
export function configOf({ fleet, facts, platform, vars, render }: Scope<NginxVars>): string {
  const balancers = fleet.withRole('haproxy').map(({ address }) => address);
  const outer = outerPort(fleet.withRole('haproxy')[0], vars);
  const hasV6 = facts.interfaces.some(({ addresses }) => addresses.some((one) => one.includes(':')));
  const draw = (id: string): string => {
    const text = render('nginx/nginx.conf.njk', {
      apps: fleet
        .withRole('appserver')
        .map((app) => `${bracketed(app.address)}:${fleet.varsOf(app, appserver).port}`),
      balancers,
      proxied: balancers.length > 0 ? ' proxy_protocol' : '',
      any_address: hasV6 ? ['0.0.0.0', '[::]'] : ['0.0.0.0'],
      // Without the ranges that the inventory names, because nginx warns about a range that is listed twice.
      private_ranges: privateRanges.filter((range) => !vars.unlimited_clients.includes(range)),
      // nginx 1.25.1 made HTTP/2 a directive of its own, and warns about the old way.
      http2_on_listen: platform.can.nginxHttp2Directive ? '' : ' http2',
      names: [vars.server_name, ...vars.server_aliases],
      public_port: outer === 443 ? '' : `:${outer}`,
      outer_port: outer,
      open_files: vars.worker_connections * 2 + 4096,
      tls12_ciphers: tls12Ciphers,
      curves: curvesOf(platform),
      policies: policiesOf(vars),
      hashed_names: hashedNames,
      certificate: layout.certificate,
      key: layout.key,
      site: `${layout.site}/current`,
      has_files: vars.static !== undefined,
      maintenance_root: layout.maintenance,
      maintenance_uri: '/-/maintenance.html',
      config_mark: configMark,
      config_id: id,
    });
    return plainText(text, 'the configuration of nginx');
  };
  return draw(createHash('sha256').update(draw('')).digest('hex').slice(0, 16));
}

/**
 * The HTTPS port for visitors, which is the balancers' if there are any. Read as written, because the haproxy role
 * imports this one.
 */
function outerPort(balancer: Host | undefined, { https_port }: NginxVars): number {
  if (!balancer) return https_port;
  const { haproxy } = balancer.vars as { haproxy?: { https_port?: number } };
  return haproxy?.https_port ?? 443;
}

/** Exits with 0 if the running nginx has loaded the configuration on disk. */
export function hasLoaded(statusPort: number): Script {
  return sh`
want=$(sed -n ${`s/.*${configMark}\\([0-9a-f]*\\)$/\\1/p`} ${layout.config} | head -n 1)
have=$(timeout "$((3 * \${trueup_pace:-1}))" bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" || exit 1; printf "GET /config HTTP/1.0\r\n\r\n" >&3; cat <&3' ${statusPort} 2>/dev/null | tail -n 1)
[ -n "$have" ] || { echo "nginx does not answer on port "${statusPort}; exit 1; }
[ -n "$want" ] && [ "$want" = "$have" ] || { echo "nginx has loaded configuration $have, but $want is on the disk"; exit 1; }`;
}
