// The limits of the edge, with a harmless value each.

export const ofBalancers = {
  unavailable_http_port: 8406,
  unavailable_https_port: 8407,
  client_connections: 200,
  hard_stop_after: '5m',
};

export const ofWebServers = {
  static_immutable: ['/assets/'],
  header_kib: 16,
  response_header_kib: 32,
  header_timeout: '10s',
  body_timeout: '30s',
  shutdown_timeout: '24h',
  client_requests_at_once: 200,
  client_requests_per_second: 500,
  unlimited_clients: ['10.9.0.0/16', '2001:db8::/32'],
};
