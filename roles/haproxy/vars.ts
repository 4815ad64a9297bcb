// The haproxy role's variables.
import { secretString, Type, type Static } from '../../lib/kit.js';

const port = { minimum: 1, maximum: 65535 };
const time = { pattern: '^\\d+(ms|s|m|h|d)$' };

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    mode: Type.Union([Type.Literal('tcp'), Type.Literal('http')], {
      default: 'tcp',
      description:
        '`tcp` passes TLS through to the web servers; `http` terminates TLS on the balancer, using `certificate`, and re-encrypts the traffic to the web servers.',
    }),
    bind: Type.Array(Type.String({ pattern: '^(\\*|[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$' }), {
      minItems: 1,
      uniqueItems: true,
      default: ['*'],
      description:
        'Addresses to listen on: `*` is every IPv4 address, `::` every IPv6 address. The virtual IP alone is not enough, because the standby balancer does not hold it.',
    }),
    http_port: Type.Integer({ ...port, default: 80, description: 'Port for plain HTTP.' }),
    https_port: Type.Integer({ ...port, default: 443, description: 'Port for HTTPS.' }),
    stats_port: Type.Integer({
      ...port,
      default: 8404,
      description:
        'Port of the statistics page and of /metrics for Prometheus, on the private address. Only operators can reach it.',
    }),
    stats_password: Type.Optional(
      secretString({
        description:
          'Password of the statistics page, for the user `operator`. If unset, no password is needed.',
      }),
    ),
    alive_port: Type.Integer({
      ...port,
      default: 8405,
      description: 'Loopback port that answers while HAProxy is serving; keepalived checks it.',
    }),
    unavailable_http_port: Type.Integer({
      ...port,
      default: 8406,
      description:
        'With mode tcp: loopback port of the page that is shown over plain HTTP while no web server is healthy.',
    }),
    unavailable_https_port: Type.Integer({
      ...port,
      default: 8407,
      description:
        'With mode tcp: loopback port of the page that is shown over HTTPS while no web server is healthy. Used only if there is a certificate.',
    }),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 30,
      description:
        'Maximum number of seconds to wait, after a change, for a balancer to answer with the new configuration. The next balancer is changed only once it has answered.',
    }),
    certificate: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "PEM file on the controller: the site's certificate, followed by its chain. With mode http, it is used for all visitors; with mode tcp, only for the page that is shown while no web server is healthy.",
      }),
    ),
    certificate_key: Type.Optional(
      secretString({ description: "The certificate's private key, in PEM format." }),
    ),
    backend_authority: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "With mode http: PEM file on the controller with the CA that must have issued the web servers' certificates. Defaults to the CAs that the host trusts.",
      }),
    ),
    balance: Type.Union([Type.Literal('leastconn'), Type.Literal('roundrobin'), Type.Literal('source')], {
      default: 'leastconn',
      description: 'Algorithm that chooses a web server.',
    }),
    max_connections: Type.Integer({
      minimum: 100,
      default: 4000,
      description:
        'Maximum number of connections on each of the two ports; further connections wait in the kernel. The limit on open files is a little more than four times this number.',
    }),
    server_max_connections: Type.Integer({
      minimum: 1,
      default: 4000,
      description:
        'Maximum number of connections to one web server; further connections wait in HAProxy for up to timeout_queue.',
    }),
    client_connections: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 200,
      description:
        'Maximum number of connections per client (an IPv4 address or an IPv6 /64); further connections are closed immediately. Clients in nginx.unlimited_clients are exempt. 0 means no limit.',
    }),
    hard_stop_after: Type.String({
      ...time,
      default: '24h',
      description:
        'How long connections that outlive a reload (downloads, uploads, WebSockets) may continue. After each reload, the old process keeps running until these connections end, but no longer than this.',
    }),
    timeout_connect: Type.String({
      ...time,
      default: '3s',
      description: 'Timeout for connecting to a web server.',
    }),
    timeout_client: Type.String({
      ...time,
      default: '70s',
      description: 'How long a client may go without sending anything.',
    }),
    timeout_server: Type.String({
      ...time,
      default: '70s',
      description: 'How long a web server may go without sending anything.',
    }),
    timeout_http_request: Type.String({
      ...time,
      default: '10s',
      description: 'How long the entire request header may take to arrive (mode http).',
    }),
    timeout_keep_alive: Type.String({
      ...time,
      default: '15s',
      description: 'How long to wait for the next request on a connection (mode http).',
    }),
    timeout_queue: Type.String({
      ...time,
      default: '10s',
      description: 'How long a connection may wait for a free web server.',
    }),
    timeout_tunnel: Type.String({
      ...time,
      default: '1h',
      description:
        'How long a connection that has become a tunnel (WebSocket) may be idle in both directions.',
    }),
    timeout_unacknowledged: Type.String({
      ...time,
      default: '10s',
      description:
        "How long a web server's kernel may take to acknowledge data. After that, the connection is closed. This also applies to connections that remain in the old process after a reload; that process runs no health checks.",
    }),
    check_interval: Type.String({
      ...time,
      default: '2s',
      description: 'Time between health checks of a web server.',
    }),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type HaproxyVars = Static<typeof vars>;
