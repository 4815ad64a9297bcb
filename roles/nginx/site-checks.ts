// What a visitor must get at an entry point of the site: a balancer, the virtual IP, or nginx itself.
import { httpAnswers, oldTlsRefused, tlsCertificate, type Check, type Scope } from '../../lib/kit.js';
import type { NginxVars } from './vars.js';

export interface FrontDoor {
  /** Address to connect to. */
  readonly address: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** For titles: `lb1`, `the virtual IP`. */
  readonly name: string;
}

const retry = { times: 5, pauseSeconds: 1 };

/** Checks that connect from the controller. */
export function* siteChecks(
  door: FrontDoor,
  vars: NginxVars,
  { fleet, read }: Pick<Scope<NginxVars>, 'fleet' | 'read'>,
): Generator<Check> {
  const { address, httpPort, httpsPort, name } = door;
  // A page is composed from what all of them provide.
  const needs = [...fleet.withRole('nginx'), ...fleet.withRole('appserver'), ...fleet.withRole('mysql')].map(
    ({ name: host }) => host,
  );
  const authority =
    vars.certificate_authority === undefined ? {} : { authority: read(vars.certificate_authority) };
  const visible = (port: number, usual: number): string => (port === usual ? '' : `:${port}`);
  const site = `https://${vars.server_name}${visible(httpsPort, 443)}`;
  const plain = `http://${vars.server_name}${visible(httpPort, 80)}`;

  yield httpAnswers({
    title: `via ${name}: ${plain} redirects to HTTPS`,
    url: `${plain}/some/page?a=1`,
    address,
    needs,
    retry,
    expect: { status: 301, headers: { location: `${site}/some/page?a=1` } },
  });
  yield httpAnswers({
    title: `via ${name}: ${site}/ returns 200${vars.page_has === undefined ? '' : ` with ${vars.page_has}`}`,
    url: `${site}/`,
    address,
    needs,
    ...authority,
    retry,
    expect: { status: 200, ...(vars.page_has !== undefined && { body: vars.page_has }) },
  });
  if (vars.static !== undefined && vars.static_check !== undefined)
    yield httpAnswers({
      title: `via ${name}: ${site}${vars.static_check} is served as a cacheable file`,
      url: `${site}${vars.static_check}`,
      address,
      needs,
      ...authority,
      retry,
      expect: {
        status: 200,
        headers: { 'cache-control': new RegExp(`max-age=${vars.static_seconds}`), etag: /./ },
      },
    });
  yield httpAnswers({
    title: `via ${name}: security headers are sent with pages and errors`,
    url: `${site}/.hidden`,
    address,
    needs,
    ...authority,
    retry,
    expect: { status: 404, headers: securityHeaders(vars) },
  });
  yield tlsCertificate({
    address,
    needs,
    port: httpsPort,
    name: vars.server_name,
    ...authority,
    daysLeft: vars.certificate_days,
    retry,
  });
  yield oldTlsRefused({ address, needs, port: httpsPort, name: vars.server_name, retry });
  yield httpAnswers({
    title: `via ${name}: requests for ${vars.health_path} are refused`,
    url: `${site}${vars.health_path}`,
    address,
    needs,
    ...authority,
    retry,
    expect: { status: 403 },
  });
}

function securityHeaders(vars: NginxVars): Readonly<Record<string, string | RegExp | false>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': /./,
    server: /^nginx$/,
    ...(vars.hsts_seconds > 0 && { 'strict-transport-security': `max-age=${vars.hsts_seconds}` }),
    ...(vars.content_security_policy !== '' && { 'content-security-policy': vars.content_security_policy }),
  };
}
