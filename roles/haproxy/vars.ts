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
        '`tcp` passes TLS through to the web servers; `http` terminates it here, with a certificate of its own, and uses TLS again to the web servers.',
    }),
    bind: Type.Array(Type.String({ pattern: '^(\\*|[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$' }), {
      minItems: 1,
      uniqueItems: true,
      default: ['*'],
      description:
        'Addresses to listen on: `*` is every IPv4 address, `::` every IPv6 address. The virtual IP alone is not enough: the standby balancer does not have it.',
    }),
    http_port: Type.Integer({ ...port, default: 80, description: 'Port for plain HTTP.' }),
    https_port: Type.Integer({ ...port, default: 443, description: 'Port for HTTPS.' }),
    stats_port: Type.Integer({
      ...port,
      default: 8404,
      description:
        "Port of the statistics page and of Prometheus' /metrics, on the private address and for operators only.",
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
      description: 'Loopback port that answers while this HAProxy serves; keepalived checks it.',
    }),
    unavailable_http_port: Type.Integer({
      ...port,
      default: 8406,
      description:
        'Loopback port, with mode tcp, of the page that is shown over plain HTTP while no web server is healthy.',
    }),
    unavailable_https_port: Type.Integer({
      ...port,
      default: 8407,
      description: 'The same page over TLS, if there is a certificate.',
    }),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 30,
      description:
        'Seconds that a balancer may take after a change until it answers with its new configuration; then the next one is changed.',
    }),
    certificate: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'PEM file on the controller: the certificate of the site, followed by its chain. With mode http every visitor gets it; with mode tcp only while no web server is healthy, for a page that says so.',
      }),
    ),
    certificate_key: Type.Optional(secretString({ description: 'The private key of the certificate, PEM.' })),
    backend_authority: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "With mode http: PEM file on the controller, the CA that must have issued the web servers' certificate. Defaults to the CAs that the host trusts.",
      }),
    ),
    balance: Type.Union([Type.Literal('leastconn'), Type.Literal('roundrobin'), Type.Literal('source')], {
      default: 'leastconn',
      description: 'How a web server is chosen.',
    }),
    max_connections: Type.Integer({
      minimum: 100,
      default: 4000,
      description:
        'Maximum number of connections on each of the two ports; further ones wait in the kernel. The limit on open files follows from it: a little more than four times as many.',
    }),
    server_max_connections: Type.Integer({
      minimum: 1,
      default: 4000,
      description:
        'Maximum number of connections to one web server; further ones wait here, for up to timeout_queue.',
    }),
    client_connections: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 200,
      description:
        'Maximum number of connections per client (an IPv4 address or an IPv6 /64); further ones are closed at once. nginx.unlimited_clients have no limit. 0: no limit.',
    }),
    hard_stop_after: Type.String({
      ...time,
      default: '24h',
      description:
        'How long connections that outlive a reload may continue: downloads, uploads, WebSockets. After each reload, the old process stays until then.',
    }),
    timeout_connect: Type.String({
      ...time,
      default: '3s',
      description: 'Timeout for connecting to a web server.',
    }),
    timeout_client: Type.String({
      ...time,
      default: '70s',
      description: 'How long a client may send nothing.',
    }),
    timeout_server: Type.String({
      ...time,
      default: '70s',
      description: 'How long a web server may send nothing.',
    }),
    timeout_http_request: Type.String({
      ...time,
      default: '10s',
      description: 'How long the whole request header may take to arrive (mode http).',
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
      description: 'How long both sides may send nothing once a connection has become a tunnel (WebSocket).',
    }),
    timeout_unacknowledged: Type.String({
      ...time,
      default: '10s',
      description:
        "How long a web server's kernel may take to acknowledge what was sent to it; then the connection is closed, even one that a reload has left to the old process, which makes no health checks.",
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
