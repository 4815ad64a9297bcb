// A pair of commits for each type that keeps its state elsewhere than in a file, and how to look at that state.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, type Bundle } from '../../lib/compile/bundles/bundle.js';
import {
  authorizedKey,
  certificate,
  command,
  directory,
  hostname,
  hostsEntries,
  mysqlDatabase,
  mysqlGrant,
  mysqlUser,
  packages,
  release,
  repository,
  Secret,
  service,
  sh,
  sysctl,
  timezone,
  user,
  type Resource,
  type Script,
} from '../../lib/kit.js';
import { createCa, issueLeaf } from '../../lib/pki/local-ca.js';

export interface TypeCase {
  readonly type: string;
  /** Run before anything else. */
  readonly prepare?: Script;
  readonly before: () => readonly Resource[];
  readonly after: () => readonly Resource[];
  /** Prints all that the case changes. */
  readonly look: Script;
  readonly cleanUp: Script;
  /** What must be said to stay; the host need not be what it was then. */
  readonly stays?: RegExp;
}

const root = '/srv/trueup-types';

/** A folder with an application that says this. */
async function app(says: string): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    mkdirSync(join(folder, 'static'));
    writeFileSync(join(folder, 'static', 'says'), says);
    return await bundle(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What takes a while to make; the cases have it from `makeMaterial` on. */
let one: Bundle, two: Bundle;
let [chain, privateKey] = ['', new Secret('')];

export async function makeMaterial(): Promise<void> {
  [one, two] = [await app('one'), await app('two')];
  const ca = await createCa('test CA');
  const leaf = await issueLeaf(ca, { names: ['www.example.org'] });
  [chain, privateKey] = [leaf.certificate + ca.certificate, new Secret(leaf.key)];
}

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBHK1Tn5Gt1E6f3H4rQ0D5WjOVeSLN2a6ExyQ8fOqYxV somebody';
const account = user({ name: 'tutypes' });

const port = 'net.ipv4.ip_local_port_range';
const forward = 'net.ipv4.ip_forward';

const server = [
  packages({ names: ['mariadb-server'] }),
  service({ unit: 'mariadb', running: true, enabled: true }),
];
const who = { name: "we'ird", host: '127.0.0.1' };
const password = new Secret('only-for-this-test');
const mysqlBefore = [
  mysqlDatabase({ name: 'app_db', charset: 'latin1', collation: 'latin1_swedish_ci' }),
  mysqlUser({ ...who, password, requireTls: true }),
  mysqlGrant({ user: who.name, host: who.host, on: 'app_db.*', privileges: ['SELECT', 'UPDATE'] }),
];

/** By type; each begins on a host that has nothing of it. */
export const typeCases: readonly TypeCase[] = [
  {
    type: 'sysctl',
    before: () => [sysctl({ key: port, value: '20000 61000' })],
    after: () => [sysctl({ key: port, value: '21000 61000' }), sysctl({ key: forward, value: '1' })],
    look: sh`cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/ip_local_port_range; grep -r . /etc/sysctl.d/ | grep trueup`,
    cleanUp: sh`rm -f /etc/sysctl.d/99-trueup-*; echo 0 >/proc/sys/net/ipv4/ip_forward; echo 32768 60999 >/proc/sys/net/ipv4/ip_local_port_range`,
  },
  {
    type: 'timezone',
    before: () => [packages({ names: ['tzdata'] }), timezone({ name: 'Asia/Tokyo' })],
    after: () => [timezone({ name: 'Europe/Berlin' })],
    look: sh`readlink /etc/localtime; cat /etc/timezone 2>/dev/null || true; date +%Z`,
    cleanUp: sh`ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime; if [ -e /etc/timezone ]; then echo Etc/UTC >/etc/timezone; fi`,
  },
  {
    type: 'hostname',
    before: () => [hostname({ name: 'trueup-one' })],
    after: () => [hostname({ name: 'trueup-two.example.org' })],
    look: sh`hostname; cat /etc/hostname`,
    cleanUp: sh`:`,
  },
  {
    type: 'hosts entries',
    before: () => [hostsEntries({ entries: [{ address: '198.18.77.15', names: ['tutypes'] }] })],
    after: () => [hostsEntries({ entries: [{ address: '198.18.77.16', names: ['tutypes', 'tutwo'] }] })],
    look: sh`cat /etc/hosts; getent hosts tutypes`,
    cleanUp: sh`sed -i '/^# trueup: begin/,/^# trueup: end/d' /etc/hosts`,
  },
  {
    type: 'apt.repository',
    before: () => [
      repository({
        name: 'tutypes',
        uris: ['http://deb.debian.org/debian'],
        suites: ['trixie-updates'],
        components: ['main'],
      }),
    ],
    after: () => [
      repository({
        ...{ name: 'tutypes', uris: ['http://deb.debian.org/debian'], suites: ['trixie-backports'] },
        ...{ components: ['main', 'contrib'], pin: [{ packages: '*', priority: 1 }] },
      }),
    ],
    look: sh`grep . /etc/apt/sources.list.d/tutypes* /etc/apt/preferences.d/tutypes* 2>/dev/null || true`,
    cleanUp: sh`rm -f /etc/apt/sources.list.d/tutypes* /etc/apt/preferences.d/tutypes*`,
  },
  {
    type: 'authorizedKey',
    before: () => [account, authorizedKey({ user: 'tutypes', key })],
    after: () => [account, authorizedKey({ user: 'tutypes', key: `no-pty ${key}` })],
    look: sh`cat ~tutypes/.ssh/authorized_keys; stat -c '%U:%G %a' ~tutypes/.ssh/authorized_keys`,
    cleanUp: sh`userdel -r tutypes 2>/dev/null || [ $? = 6 ]`,
  },
  {
    type: 'authorizedKey that was not there',
    before: () => [account],
    after: () => [account, authorizedKey({ user: 'tutypes', key })],
    look: sh`cat ~tutypes/.ssh/authorized_keys 2>/dev/null || true`,
    cleanUp: sh`userdel -r tutypes 2>/dev/null || [ $? = 6 ]`,
  },
  {
    type: 'certificate that was not there',
    before: () => [directory({ path: root })],
    after: () => [
      directory({ path: root }),
      certificate({
        ...{
          certificate: `${root}/site.pem`,
          key: `${root}/site.key`,
          chain,
        },
        privateKey,
      }),
    ],
    look: sh`ls -A ${root}`,
    cleanUp: sh`rm -rf ${root}`,
  },
  {
    type: 'release',
    before: () => [release({ root, bundle: one })],
    after: () => [release({ root, bundle: two })],
    look: sh`readlink ${`${root}/current`}; cat ${`${root}/current/static/says`}`,
    cleanUp: sh`rm -rf ${root}`,
  },
  {
    type: 'release that was the first',
    before: () => [],
    after: () => [release({ root, bundle: one })],
    look: sh`readlink ${`${root}/current`} || true`,
    cleanUp: sh`rm -rf ${root}`,
  },
  {
    type: 'release of which one is kept',
    before: () => [release({ root, bundle: one })],
    after: () => [release({ root, bundle: two, keep: 1 })],
    look: sh`readlink ${`${root}/current`}; cat ${`${root}/current/static/says`}`,
    cleanUp: sh`rm -rf ${root}`,
  },
  {
    type: 'release that somebody took away',
    before: () => [release({ root, bundle: one })],
    after: () => [
      release({ root, bundle: two }),
      command({
        name: 'take the older releases away',
        run: sh`cd ${`${root}/releases`}; for old in *; do [ "releases/$old" = "$(readlink ../current)" ] || rm -rf -- "$old"; done`,
        unless: sh`[ "$(ls ${`${root}/releases`} | wc -l)" = 1 ]`,
      }),
    ],
    look: sh`readlink ${`${root}/current`}`,
    cleanUp: sh`rm -rf ${root}`,
    stays: /releases\/\w+ is no longer kept|no undo is declared/,
  },
  {
    type: 'mysql',
    before: () => [...server, ...mysqlBefore],
    after: () => [
      ...server,
      mysqlDatabase({ name: 'app_db', charset: 'utf8mb4', collation: 'utf8mb4_general_ci' }),
      mysqlUser({ ...who, password, requireTls: false }),
      mysqlGrant({ user: who.name, host: who.host, on: 'app_db.*', privileges: ['SELECT', 'DELETE'] }),
      mysqlUser({ name: 'second', host: '127.0.0.1', password }),
      mysqlGrant({ user: 'second', host: '127.0.0.1', on: 'app_db.*', privileges: ['INSERT'] }),
    ],
    look: sh`mariadb -N -e "SHOW CREATE DATABASE app_db; SELECT user, host, ssl_type FROM mysql.user WHERE host = '127.0.0.1'; SHOW GRANTS FOR 'we''ird'@'127.0.0.1'"`,
    cleanUp: sh`
export DEBIAN_FRONTEND=noninteractive
systemctl stop mariadb 2>/dev/null || true
apt-get -q -y purge 'mariadb-*' 'mysql-*' >/dev/null 2>&1 || true
rm -rf /var/lib/mysql /etc/mysql`,
  },
];
