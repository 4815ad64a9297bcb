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
        '`tcp` passes TLS through to the web servers; `http` ends it here, with a certificate of its own, and speaks TLS to the web servers again.',
    }),
    bind: Type.Array(Type.String({ pattern: '^(\\*|[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$' }), {
      minItems: 1,
      uniqueItems: true,
      default: ['*'],
      description:
        'Addresses to listen on: `*` is every IPv4 address, `::` every IPv6 address. The virtual IP alone would not do: the passive balancer does not have it.',
    }),
    http_port: Type.Integer({ ...port, default: 80, description: 'Port for plain HTTP.' }),
    https_port: Type.Integer({ ...port, default: 443, description: 'Port for HTTPS.' }),
    stats_port: Type.Integer({
      ...port,
      default: 8404,
      description:
        "Statistics page, and Prometheus' /metrics, on the private address and for operators only.",
    }),
    stats_password: Type.Optional(
      secretString({
        description: 'Password of the statistics page, for the user `operator`; none where absent.',
      }),
    ),
    alive_port: Type.Integer({
      ...port,
      default: 8405,
      description: 'Answers on the loopback while this HAProxy serves; keepalived asks it.',
    }),
    unavailable_http_port: Type.Integer({
      ...port,
      default: 8406,
      description:
        'With mode tcp, on the loopback: the page that is shown over plain HTTP while no web server is well.',
    }),
    unavailable_https_port: Type.Integer({
      ...port,
      default: 8407,
      description: 'The same over TLS, with a certificate.',
    }),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 30,
      description:
        'How long a balancer may take, once it was changed, until it answers with its new configuration; then the next one is changed.',
    }),
    certificate: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'PEM file on the controller: the certificate of the site, followed by its chain. With mode http it is shown to every visitor; with mode tcp only while no web server is well, for a page that says so.',
      }),
    ),
    certificate_key: Type.Optional(secretString({ description: 'The private key of the certificate, PEM.' })),
    backend_authority: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          "With mode http: PEM file on the controller, the authority that the web servers' certificate must come from; the host's own list where absent.",
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
        'Connections of each of the two ports; more wait in the kernel. The limit of open files follows from it: a bit more than four times as many.',
    }),
    server_max_connections: Type.Integer({
      minimum: 1,
      default: 4000,
      description: 'Connections to one web server; more wait here, as long as timeout_queue.',
    }),
    client_connections: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 200,
      description:
        'Connections that one client may have, an address of IPv4 or a /64 of IPv6; more are closed at once. nginx.unlimited_clients may have any number. 0: no limit.',
    }),
    hard_stop_after: Type.String({
      ...time,
      default: '24h',
      description:
        'How long connections that outlive a reload may go on: downloads, uploads, WebSockets. Each reload leaves its old process until then.',
    }),
    timeout_connect: Type.String({ ...time, default: '3s', description: 'To connect to a web server.' }),
    timeout_client: Type.String({ ...time, default: '70s', description: 'Silence of a client.' }),
    timeout_server: Type.String({ ...time, default: '70s', description: 'Silence of a web server.' }),
    timeout_http_request: Type.String({
      ...time,
      default: '10s',
      description: 'For a whole request head to arrive (mode http).',
    }),
    timeout_keep_alive: Type.String({
      ...time,
      default: '15s',
      description: 'For the next request of a connection (mode http).',
    }),
    timeout_queue: Type.String({ ...time, default: '10s', description: 'To wait for a free web server.' }),
    timeout_tunnel: Type.String({
      ...time,
      default: '1h',
      description: 'Silence of both sides once a connection has become a tunnel (WebSocket).',
    }),
    timeout_unacknowledged: Type.String({
      ...time,
      default: '10s',
      description:
        "For a web server's kernel to take in what was sent to it; then the connection is ended, also one that a reload has left to the old process, which makes no health checks.",
    }),
    check_interval: Type.String({
      ...time,
      default: '2s',
      description: 'Between health checks of a web server.',
    }),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type HaproxyVars = Static<typeof vars>;
