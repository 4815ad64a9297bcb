// The nginx role's variables.
import { secretString, Type, type Static } from '../../lib/kit.js';
import { ranges } from '../base/address-ranges.js';

const hostName = { format: 'hostname' };
const size = { pattern: '^\\d+[kKmMgG]?$' };
const time = { pattern: '^\\d+(ms|s|m|h)$' };
const port = { minimum: 1, maximum: 65535 };
/**
 * The value is within double quotes in the configuration, where `$` would start a variable; nginx accepts up to 4096
 * bytes.
 */
const quotable = { pattern: '^[ !#%-\\[\\]-~]*$', maxLength: 4000 };

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    server_name: Type.String({
      ...hostName,
      examples: ['www.example.org'],
      description: "The site's host name.",
    }),
    server_aliases: Type.Array(Type.String(hostName), {
      uniqueItems: true,
      default: [],
      description:
        'Other names of the site, which are redirected to server_name. The certificate must cover them as well.',
    }),
    certificate: Type.String({
      minLength: 1,
      examples: ['certs/www.example.org.pem'],
      description: 'PEM file on the controller: the certificate, followed by its chain.',
    }),
    certificate_key: secretString({ description: "The certificate's private key, in PEM format." }),
    certificate_authority: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'PEM file on the controller: the CA that visitors and the checks trust. Defaults to the CAs that Node.js trusts on the controller.',
      }),
    ),
    certificate_days: Type.Integer({
      minimum: 0,
      default: 21,
      description:
        'If the certificate has fewer days left than this, plan and apply warn that it expires soon, and the checks fail.',
    }),
    http_port: Type.Integer({ ...port, default: 80, description: 'Port that redirects to HTTPS.' }),
    https_port: Type.Integer({ ...port, default: 443, description: 'HTTPS port of the site.' }),
    status_port: Type.Integer({
      ...port,
      default: 8081,
      description: "Loopback port that serves nginx's own metrics and reports which configuration is loaded.",
    }),
    health_path: Type.String({
      pattern: '^/[A-Za-z0-9/_.~-]+$',
      default: '/-/nginx-health',
      description:
        'Path that returns 200 to the balancers while this nginx can serve, whether or not the application can.',
    }),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 30,
      description:
        'Seconds to wait, after a change, for a web server to answer with the new configuration. The next web server is changed only after that.',
    }),
    drain_seconds: Type.Integer({
      minimum: 1,
      default: 60,
      description:
        'Seconds that open connections have to finish before a web server is restarted or rebooted, provided that another web server is serving.',
    }),
    static: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "Folder on the controller whose files are served at the site's root. All other requests go to the application; if no folder is set, all requests do. builtin:site contains the files of the guest book.",
      }),
    ),
    static_immutable: Type.Array(Type.String({ pattern: '^/([A-Za-z0-9_.-]+/)+$', maxLength: 200 }), {
      uniqueItems: true,
      default: [],
      description:
        'Folders of the site, such as /assets/, in which files never change because each build gives a changed file a new name. Browsers cache these files for a year.',
    }),
    static_check: Type.Optional(
      Type.String({
        pattern: '^/[!-~]*$',
        examples: ['/robots.txt'],
        description:
          'Path of a file in `static` that the checks request. If unset, no static file is checked.',
      }),
    ),
    static_seconds: Type.Integer({
      minimum: 0,
      default: 3600,
      description:
        'Seconds that browsers may cache a static file. Files with a hash in their name (app.3f2a1b9c.css) are cached for a year.',
    }),
    maintenance_page: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'HTML file on the controller, shown while the application is down. Defaults to a plain page.',
      }),
    ),
    max_body: Type.String({
      ...size,
      default: '10m',
      description: 'Largest request body; larger ones are refused with 413.',
    }),
    header_kib: Type.Integer({
      minimum: 1,
      maximum: 256,
      default: 16,
      description:
        'Maximum size, in KiB, of one line of a request. A longer URL is refused with 414, a longer header, such as a cookie, with 431. The total for all lines is limited to three times this size.',
    }),
    response_header_kib: Type.Integer({
      minimum: 4,
      maximum: 256,
      default: 32,
      description:
        "Maximum total size, in KiB, of the headers of an application's response. Larger headers are treated as an application error (502).",
    }),
    header_timeout: Type.String({
      ...time,
      default: '10s',
      description: 'How long a client may take to send the request header.',
    }),
    body_timeout: Type.String({
      ...time,
      default: '30s',
      description: 'How long a client may pause while sending a request body.',
    }),
    shutdown_timeout: Type.String({
      ...time,
      default: '24h',
      description:
        'How long downloads, uploads and WebSockets that outlive a reload may continue. After each reload, the old workers keep running until these connections end, but no longer than this.',
    }),
    client_requests_at_once: Type.Integer({
      minimum: 0,
      maximum: 100_000,
      default: 200,
      description:
        'Maximum number of simultaneous requests per client; further requests are refused with 429. 0 means no limit.',
    }),
    client_requests_per_second: Type.Integer({
      minimum: 0,
      maximum: 100_000,
      default: 500,
      description:
        'Requests that one client may send to the application per second, in addition to a burst of twice as many; further requests are refused with 429. 0 means no limit.',
    }),
    unlimited_clients: ranges({
      default: [],
      description:
        'Addresses and ranges that are exempt from per-client limits, in nginx and in HAProxy. Examples are a CDN or another balancer in front of the site, a large office behind one address, and a monitoring system.',
    }),
    connect_timeout: Type.String({
      ...time,
      default: '2s',
      description: 'How long an application server may take to accept a connection.',
    }),
    read_timeout: Type.String({
      ...time,
      default: '60s',
      description: 'How long an application server may pause while sending a response.',
    }),
    keepalive: Type.Integer({
      minimum: 1,
      default: 32,
      description: 'Number of idle connections that each worker keeps open to the application servers.',
    }),
    worker_connections: Type.Integer({
      minimum: 64,
      default: 4096,
      description: 'Maximum number of connections per worker; the limit on open files is derived from it.',
    }),
    hsts_seconds: Type.Integer({
      minimum: 0,
      default: 300,
      description:
        'Number of seconds for which browsers insist on HTTPS (Strict-Transport-Security). With 0, the header is not sent. Browsers that already received it keep insisting on HTTPS until it expires, so start with a small number, and raise it to 86400, 2592000 and 63072000 (two years) once HTTPS works for every visitor.',
    }),
    hsts_subdomains: Type.Boolean({
      default: false,
      description: 'Whether HSTS also applies to all subdomains.',
    }),
    content_security_policy: Type.String({
      ...quotable,
      default: "base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'",
      description:
        'Content-Security-Policy header for each response in which the application sets none. If empty, no header is sent.',
    }),
    permissions_policy: Type.String({
      ...quotable,
      default: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      description:
        'Permissions-Policy header for each response in which the application sets none. If empty, no header is sent.',
    }),
    page_has: Type.Optional(
      Type.String({ minLength: 1, description: 'Text that the checks look for on the home page.' }),
    ),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type NginxVars = Static<typeof vars>;
