// What makes each kind of check red, by the thing itself that the check is about: a table.
import type { KeyPair } from '../../lib/pki/local-ca.js';

/** Done to a host of the stack, as root; all of a round together, before one verify. */
export interface Sabotage {
  readonly host: string;
  readonly script: string;
  /** What apply doesn't put right, because nobody declared it. */
  readonly mend?: string;
  /** Titles that must be red then, as `kindOf` tells them. */
  readonly red: readonly string[];
}

/** A title without the names of this stack: the same check of another host or port is of the same kind. */
export function kindOf(title: string): string {
  return title
    .replaceAll(/198\.18\.[0-9.]+(:\d+)?/g, 'IP')
    .replace(/\b(?:lb1|lb2|web1|app1|db1)(?:, (?:lb1|lb2|web1|app1|db1))*\b/g, 'HOST')
    .replace(/^via (?:HOST|the virtual IP)/, 'via DOOR')
    .replace(/^port \d+ on HOST/, 'port PORT on HOST')
    .replace(/from IP has/, 'has')
    .replace(/^guestbook_migrate/, 'guestbook');
}

const sql = (...statements: readonly string[]): string => `mysql -uroot -e "${statements.join('; ')}"`;

/** Daemons that are off, or don't start at boot. */
const off: readonly Sabotage[] = [
  {
    host: 'lb1',
    script: 'systemctl disable --now haproxy',
    red: [
      'haproxy.service on HOST is active and starts at boot',
      'haproxy on HOST runs with the configuration on disk',
      'haproxy on HOST exposes its metrics to Prometheus',
      'port PORT on HOST is open to HOST',
      'port PORT on HOST is open to the controller',
    ],
  },
  ...['lb1', 'lb2'].map((host) => ({
    host,
    script: 'systemctl disable --now keepalived',
    red: ['keepalived.service on HOST is active and starts at boot', 'IP is held by exactly one of HOST'],
  })),
  {
    host: 'web1',
    script: 'systemctl disable --now nginx',
    red: [
      'nginx.service on HOST is active and starts at boot',
      '/status on port 8081 on HOST returns 200',
      'haproxy on HOST reports HOST as up',
      // A door that shuts by itself must not pass for one that refuses.
      'IP refuses TLS 1.1 and older',
    ],
  },
  {
    host: 'app1',
    script: 'systemctl disable --now guestbook.socket; systemctl disable --now guestbook.service',
    red: [
      'guestbook.socket on HOST is active and starts at boot',
      'guestbook.service on HOST is active and starts at boot',
      'guestbook on HOST answers requests from HOST at /livez',
    ],
  },
  {
    host: 'db1',
    script: 'systemctl disable --now mysql; systemctl mask --runtime ssh.service',
    mend: 'systemctl unmask --runtime ssh.service',
    red: [
      'mariadb.service or mysql.service on HOST is active and starts at boot',
      'the database on HOST listens only on IP and loopback',
      'ssh.service on HOST, or its socket, is active and starts at boot',
    ],
  },
];

/** A server that is somebody else's: it answers 200 to everything, over TLS of any age. */
const anotherServer = `events {}
http {
  ssl_certificate /etc/nginx/red.pem; ssl_certificate_key /etc/nginx/red.key;
  ssl_protocols TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;
  server { listen 80 proxy_protocol; listen 443 ssl proxy_protocol; return 200 "another server"; }
  server { listen 127.0.0.1:8081; location /status { stub_status; } return 200 "feed\\n"; }
}`;
const weak = [
  'NoNewPrivileges=no',
  'ProtectSystem=no',
  'ProtectHome=no',
  'PrivateTmp=no',
  'PrivateDevices=no',
  'ProtectKernelTunables=no',
  'ProtectKernelModules=no',
  'RestrictNamespaces=no',
  'SystemCallFilter=',
  'CapabilityBoundingSet=~',
  'RestrictAddressFamilies=',
];

/** A certificate of the site and one of the database, both valid for a few days more. */
export interface Certificates {
  readonly site: KeyPair;
  readonly database: KeyPair;
}

const put = (path: string, text: string): string => `cat >${path} <<'END'\n${text}\nEND\n`;

/** Daemons that run, and do what they shouldn't. `app` is the application server's address. */
const wrong = ({ site, database }: Certificates, app: string): readonly Sabotage[] => [
  {
    host: 'db1',
    script: `set -e
ln -sfn /usr/share/zoneinfo/Asia/Tokyo /etc/localtime
configuration=$(ls /etc/mysql/*/zz-trueup.cnf)
of() { sed -n "s/^$1 = //p" "$configuration"; }
cat >"$(of ssl_cert)" <<'END'
${database.certificate}END
cat >"$(of ssl_key)" <<'END'
${database.key}END
${sql(
  'CREATE DATABASE test',
  "CREATE USER ''@'203.0.113.9' IDENTIFIED BY 'no matter'",
  "CREATE USER 'guestbook'@'203.0.113.9' IDENTIFIED BY 'no matter'",
  'SET GLOBAL require_secure_transport = OFF',
  "SET GLOBAL tls_version = 'TLSv1.3'",
  'ALTER INSTANCE RELOAD TLS',
  'CREATE ROLE red',
  `GRANT red TO 'guestbook'@'${app}'`,
  `ALTER USER 'guestbook'@'${app}' ACCOUNT LOCK`,
)}`,
    mend: sql(
      'DROP DATABASE IF EXISTS test',
      "DROP USER IF EXISTS ''@'203.0.113.9', 'guestbook'@'203.0.113.9'",
      'DROP ROLE IF EXISTS red',
      `ALTER USER 'guestbook'@'${app}' ACCOUNT UNLOCK`,
      'SET GLOBAL require_secure_transport = ON',
      "SET GLOBAL tls_version = 'TLSv1.2,TLSv1.3'",
      'ALTER INSTANCE RELOAD TLS',
    ),
    red: [
      'the database on HOST has no test database',
      'the database on HOST has no anonymous account, and lets root log in only over the local socket',
      'HOST accepts its database users only from the declared hosts, and requires TLS',
      'the database on HOST refuses logins over the network without TLS',
      'the database on HOST accepts only TLS 1.2 and 1.3',
      'the certificate of the database on HOST is valid for at least 21 more days',
      "the database on HOST uses the host's time zone",
      'guestbook has exactly the declared privileges in the database on HOST',
    ],
  },
  {
    host: 'app1',
    script: `secret=$(ls /etc/guestbook/credentials/* | head -n 1)
chmod 644 "$secret"
mkdir -p /etc/systemd/system/guestbook.service.d
{ printf '%s\\n' '[Service]' ${weak.map((line) => `'${line}'`).join(' ')}; printf 'Environment="RED=%s"\\n' "$(head -n 1 "$secret")"; } >/etc/systemd/system/guestbook.service.d/99-red.conf
systemctl daemon-reload
systemctl restart guestbook.service
# Stands for the real one, which the lab's image doesn't have.
systemd-run --quiet --unit=atd sleep infinity
sleep 4
ln -sfn "$(readlink /etc/localtime)" /etc/localtime`,
    mend: 'systemctl stop atd.service; rm -f /etc/systemd/system/guestbook.service.d/99-red.conf; systemctl daemon-reload; systemctl restart guestbook.service',
    red: [
      "the daemons on HOST use the host's time zone",
      'only root can read the secrets of guestbook on HOST',
      'guestbook on HOST runs in a sandbox',
      'guestbook on HOST is healthy: /healthz returns 200 with "database":"ok"',
      'no process of guestbook on HOST has a secret in its command line or environment',
    ],
  },
  {
    host: 'web1',
    // What is served differs; then what is on the disk is wrong, too.
    script: `set -e
${put('/etc/nginx/red.pem', site.certificate)}${put('/etc/nginx/red.key', site.key)}
cp /etc/nginx/nginx.conf /run/was.conf
${put('/etc/nginx/nginx.conf', anotherServer)}
systemctl reload nginx
sleep 1
{ cat /run/was.conf; echo nonsense; } >/etc/nginx/nginx.conf
ip address add 198.18.77.100/32 dev "$(ip -o -4 route show default | sed 's/.* dev \\([^ ]*\\).*/\\1/')"`,
    mend: 'ip address del 198.18.77.100/32 dev "$(ip -o -4 route show default | sed "s/.* dev \\([^ ]*\\).*/\\1/")"; rm -f /etc/nginx/red.pem /etc/nginx/red.key /run/was.conf',
    red: [
      'via DOOR: http://www.foobar.com redirects to HTTPS',
      'via DOOR: https://www.foobar.com/ returns 200 with <title>Guest book</title>',
      'via DOOR: https://www.foobar.com/robots.txt is served as a cacheable file',
      'via DOOR: security headers are sent with pages and errors',
      'via DOOR: requests for /-/nginx-health are refused',
      'IP refuses TLS 1.1 and older',
      'IP has a trusted certificate for www.foobar.com with at least 21 days left',
      'nginx on HOST runs with the configuration on disk',
      'the configuration of nginx on HOST is valid',
      'no other machine has an address of the fleet or virtual_router_id 51, as seen from HOST',
    ],
  },
  {
    host: 'lb2',
    script: `cat >/usr/local/bin/date <<'END'
#!/bin/sh
exec /usr/bin/date --date='1 hour' "$@"
END
chmod 755 /usr/local/bin/date
printf 'PasswordAuthentication yes\\n' >/etc/ssh/sshd_config.d/00-red.conf
echo nonsense >>/etc/haproxy/haproxy.cfg
echo 'vrrp_instance nonsense {' >>/etc/keepalived/keepalived.conf`,
    mend: 'rm -f /usr/local/bin/date /etc/ssh/sshd_config.d/00-red.conf',
    red: [
      "the clock on HOST is within 5 s of the controller's",
      'sshd on HOST accepts keys, but not passwords',
      'the configuration of haproxy on HOST is valid',
      'the configuration of keepalived on HOST is valid',
      '/etc/haproxy/haproxy.cfg is identical on HOST',
    ],
  },
  ...['lb1', 'lb2', 'web1', 'app1', 'db1'].map((host) => ({
    host,
    script: 'nft flush ruleset',
    red: [
      'HOST drops undeclared traffic, even after a reboot',
      'port PORT on HOST is closed to HOST',
      'port PORT on HOST is closed to the controller',
    ],
  })),
];

export const rounds: Readonly<
  Record<string, (certificates: Certificates, app: string) => readonly Sabotage[]>
> = {
  'what is off': () => off,
  'what runs, and is wrong': wrong,
};
