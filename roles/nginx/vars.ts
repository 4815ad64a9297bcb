// The nginx role's variables.
import { secretString, Type, type Static } from '../../lib/kit.js';

const hostName = { format: 'hostname' };
const size = { pattern: '^\\d+[kKmMgG]?$' };
const time = { pattern: '^\\d+(ms|s|m|h)$' };
const port = { minimum: 1, maximum: 65535 };
/** It stands between double quotes in the configuration, where `$` would start a variable, and nginx takes 4096 bytes. */
const quotable = { pattern: '^[ !#%-\\[\\]-~]*$', maxLength: 4000 };

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    server_name: Type.String({ ...hostName, description: 'The name of the site.' }),
    server_aliases: Type.Array(Type.String(hostName), {
      uniqueItems: true,
      default: [],
      description: 'Other names; they are redirected to server_name. The certificate must be for them too.',
    }),
    certificate: Type.String({
      minLength: 1,
      description: 'PEM file on the controller: the certificate, followed by its chain.',
    }),
    certificate_key: secretString({ description: 'The private key of the certificate, PEM.' }),
    certificate_authority: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'PEM file on the controller: the authority that the checks trust. Absent: those that the controller trusts anyway.',
      }),
    ),
    certificate_days: Type.Integer({
      minimum: 0,
      default: 21,
      description:
        'With fewer days left plan and apply tell that the certificate expires soon, and the checks fail.',
    }),
    http_port: Type.Integer({ ...port, default: 80, description: 'Port that redirects to HTTPS.' }),
    https_port: Type.Integer({ ...port, default: 443, description: 'Port of the site.' }),
    status_port: Type.Integer({
      ...port,
      default: 8081,
      description: "Port on the host's loopback: nginx's own figures, and which configuration it has loaded.",
    }),
    health_path: Type.String({
      pattern: '^/[A-Za-z0-9/_.~-]+$',
      default: '/-/nginx-health',
      description:
        'Answers 200 to the balancers while this nginx can serve; whether the application can is another question.',
    }),
    static: Type.String({
      minLength: 1,
      default: 'builtin:site',
      description:
        "Folder on the controller whose files are served at the site's root. What isn't there is the application's.",
    }),
    static_check: Type.String({
      pattern: '^/[!-~]*$',
      default: '/robots.txt',
      description: 'Path of one of these files, which the checks ask for.',
    }),
    static_seconds: Type.Integer({
      minimum: 0,
      default: 3600,
      description:
        'How long browsers may keep a static file without asking again. Files with a hash in their name (app.3f2a1b9c.css) are kept for a year.',
    }),
    maintenance_page: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'HTML file on the controller, shown while the application is down; a plain one where absent.',
      }),
    ),
    max_body: Type.String({ ...size, default: '10m', description: 'Largest request body.' }),
    connect_timeout: Type.String({
      ...time,
      default: '2s',
      description: 'How long an application server may take to accept a connection.',
    }),
    read_timeout: Type.String({
      ...time,
      default: '60s',
      description: 'How long an application server may be silent while it answers.',
    }),
    keepalive: Type.Integer({
      minimum: 1,
      default: 32,
      description: 'Idle connections that each worker keeps to the application servers.',
    }),
    worker_connections: Type.Integer({
      minimum: 64,
      default: 4096,
      description: 'Connections of one worker; the limit of open files follows from it.',
    }),
    hsts_seconds: Type.Integer({
      minimum: 0,
      default: 300,
      description:
        'How long browsers may insist on HTTPS; 0 sends no such header. It can not be taken back: begin small, and raise it to 86400, 2592000 and 63072000 (two years) once every visitor is well served by HTTPS.',
    }),
    hsts_subdomains: Type.Boolean({
      default: false,
      description: 'Whether that holds for all names below, too.',
    }),
    content_security_policy: Type.String({
      ...quotable,
      default: "base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'",
      description:
        'Content-Security-Policy of every answer, in addition to what the application sends; empty sends none.',
    }),
    permissions_policy: Type.String({
      ...quotable,
      default: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      description: 'Permissions-Policy of every answer; empty sends none.',
    }),
    page_has: Type.Optional(
      Type.String({ minLength: 1, description: 'Text that the checks look for in the first page.' }),
    ),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type NginxVars = Static<typeof vars>;
