// The whole stack of five hosts with every variable of every role set to something harmless, and what comes of it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { compileHost } from '../../../lib/compile/compile-host.js';
import { rendererOf } from '../../../lib/compile/render.js';
import type { Workshop } from '../../../lib/compile/scope.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { Facts } from '../../../lib/model/facts.js';
import type { Resource } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';
import { textOfTable } from '../../../lib/resources/own-table.js';
import { createCa, issueLeaf } from '../../../lib/pki/local-ca.js';
import { roles } from '../../../roles/registry.js';
import { debian13 } from './stack.js';
import { ofBalancers, ofWebServers } from './edge-variables.js';

/** Plain data, as in a file of variables. */
export type Data = string | number | boolean | readonly Data[] | { readonly [key: string]: Data };

export interface Made {
  readonly host: string;
  readonly resource: Resource;
  /** Of a file, a unit, a ruleset: its text, secrets included. */
  readonly text: string | undefined;
}

const packageRoot = join(import.meta.dirname, '../../..');
const render = rendererOf(join(packageRoot, 'templates'));
/** Name → address. A name without its number is the host's group. */
export const fiveHosts: Readonly<Record<string, string>> = {
  lb1: '10.0.0.11',
  lb2: '10.0.0.12',
  web1: '10.0.0.21',
  app1: '10.0.0.31',
  db1: '10.0.0.41',
};

/** What a database server beside them, or elsewhere, would have. */
const spare = ['10.0.0.42', '10.0.0.49'];

export class WholeStack {
  private constructor(
    private readonly folder: string,
    /** Role → its variables: all of them. */
    readonly vars: Readonly<Record<string, Data>>,
  ) {}

  static async make(): Promise<WholeStack> {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-whole-'));
    const ca = await createCa('test');
    const names = ['www.example.com', 'www2.example.com', 'db1', 'db2'];
    const leaf = await issueLeaf(ca, { names, addresses: [...Object.values(fiveHosts), ...spare] });
    const files = {
      'site.yml': stringify({
        roles: {
          all: ['base'],
          lb: ['haproxy', 'keepalived'],
          web: ['nginx'],
          app: ['appserver'],
          db: ['mysql'],
        },
      }),
      'site.pem': leaf.fullchain,
      'ca.pem': ca.certificate,
      'page.html': '<p>soon</p>',
      'site/index.html': 'hello',
      'app/main.py': 'pass',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return new WholeStack(folder, everyVariable(leaf.key));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** What hosts get, all or those named. Throws what loading and compiling throw. */
  async compile(vars = this.vars, only?: readonly string[], hosts = fiveHosts): Promise<readonly Made[]> {
    writeFileSync(join(this.folder, 'hosts.yml'), stringify(hostsFile(hosts)));
    mkdirSync(join(this.folder, 'group_vars'), { recursive: true });
    const text = stringify(vars, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 });
    writeFileSync(join(this.folder, 'group_vars/all.yml'), text);
    const fleet = await loadFleet(this.folder, { roles });
    const shop: Workshop = { fleet, roles, packageRoot, render };
    const made: Made[] = [];
    for (const host of fleet.hosts.filter(({ name }) => only?.includes(name) ?? true)) {
      const interfaces = [{ name: 'eth0', addresses: [host.address] }];
      const facts: Facts = { ...debian13, hostname: host.name, interfaces };
      for (const { resource } of await compileHost(host, facts, shop))
        made.push({ host: host.name, resource, text: textOf(resource) });
    }
    return made;
  }
}

function hostsFile(hosts: Readonly<Record<string, string>>): Data {
  const children: Record<string, { hosts: Record<string, Data> }> = {};
  for (const [name, ansible_host] of Object.entries(hosts))
    (children[name.replace(/\d+$/, '')] ??= { hosts: {} }).hosts[name] = { ansible_host };
  return { all: { children } };
}

function textOf({ want }: Resource): string | undefined {
  const { content, rules } = want as { content?: string | Secret; rules?: string };
  const text = content ?? (rules === undefined ? undefined : textOfTable(rules));
  return text instanceof Secret ? text.reveal() : text;
}

function everyVariable(key: string): Readonly<Record<string, Data>> {
  const password = 'passw0rd';
  return {
    base: {
      operators: ['198.18.77.1/32', 'fd00::/64'],
      domain: 'example.com',
      timezone: 'Europe/Berlin',
      ssh_crypto: 'modern',
      time_sync: 'timesyncd',
      ntp_servers: ['ntp.example.com'],
      ssh_port: 22,
      ssh_root_login: 'no',
      ssh_passwords: false,
      firewall: 'nftables',
      drop_forwarded: true,
      reject_fleet: true,
      extra_openings: [{ port: 9100, protocol: 'tcp', from: ['10.9.0.0/16'], why: 'figures' }],
      packages: ['htop'],
      reboot: 'when needed',
      unattended_upgrades: true,
    },
    haproxy: {
      mode: 'http',
      bind: ['*'],
      http_port: 80,
      https_port: 443,
      stats_port: 8404,
      stats_password: password,
      alive_port: 8405,
      healthy_seconds: 30,
      certificate: 'site.pem',
      certificate_key: key,
      backend_authority: 'ca.pem',
      balance: 'leastconn',
      max_connections: 4000,
      server_max_connections: 4000,
      ...ofBalancers,
      timeout_connect: '3s',
      timeout_client: '70s',
      timeout_server: '70s',
      timeout_http_request: '10s',
      timeout_keep_alive: '15s',
      timeout_queue: '10s',
      timeout_tunnel: '1h',
      check_interval: '2s',
    },
    keepalived: {
      virtual_ip: '10.0.0.100',
      virtual_ip_prefix: 32,
      virtual_router_id: 51,
      interface: 'eth0',
      advert_interval: 0.25,
      healthy_seconds: 30,
      preempt: true,
      preempt_delay: 30,
    },
    nginx: {
      server_name: 'www.example.com',
      server_aliases: ['www2.example.com'],
      certificate: 'site.pem',
      certificate_key: key,
      certificate_authority: 'ca.pem',
      certificate_days: 21,
      http_port: 80,
      https_port: 443,
      status_port: 8081,
      health_path: '/-/nginx-health',
      healthy_seconds: 30,
      drain_seconds: 60,
      static: 'site',
      static_check: '/robots.txt',
      static_seconds: 3600,
      maintenance_page: 'page.html',
      max_body: '10m',
      ...ofWebServers,
      connect_timeout: '2s',
      read_timeout: '60s',
      keepalive: 32,
      worker_connections: 4096,
      hsts_seconds: 63072000,
      hsts_subdomains: true,
      content_security_policy: "default-src 'self'",
      permissions_policy: 'camera=()',
      page_has: 'hello',
    },
    appserver: {
      name: 'shop',
      source: 'app',
      packages: ['gunicorn'],
      command: ['/usr/bin/gunicorn', '--threads=4'],
      build: ['/usr/bin/make', 'all'],
      migrate: ['/usr/bin/python3', 'migrate.py'],
      migrate_seconds: 600,
      environment: { COLOUR: 'red' },
      secrets: { session_key: password },
      secret_environment: { API_KEY: password },
      port: 8000,
      socket_activation: true,
      notify: true,
      health_has: '"database":"ok"',
      health_path: '/healthz',
      healthy_seconds: 60,
      live_path: '/livez',
      user: 'shopper',
      workers: 4,
      keep_releases: 5,
      memory_max_mib: 512,
      start_seconds: 90,
      stop_seconds: 35,
      overlap: true,
      jit: false,
      database: {
        name: 'shop',
        user: 'shop',
        password,
        migrate_user: 'shop_migrate',
        migrate_password: password,
        host: 'db1',
        port: 3306,
        ca: 'ca.pem',
      },
    },
    mysql: {
      flavour: 'mysql',
      port: 3306,
      memory_mib: 1024,
      buffer_pool_percent: 60,
      redo_log_mib: 64,
      max_connections: 200,
      binlog_days: 7,
      slow_query_seconds: 1,
      healthy_seconds: 120,
      tls: { certificate: 'site.pem', key, ca: 'ca.pem' },
      databases: [{ name: 'shop', charset: 'utf8mb4', collation: 'utf8mb4_0900_ai_ci' }],
      users: [
        {
          name: 'shop',
          password,
          database: 'shop',
          privileges: ['SELECT', 'INSERT'],
          from: ['appserver'],
        },
      ],
      repository: {
        uris: ['http://deb.debian.org/debian'],
        suites: ['sid'],
        components: ['main'],
        packages: ['mysql-*', 'libstdc++6'],
        check_valid_until: false,
      },
    },
  };
}
