// A MySQL or MariaDB server: for the application servers only, encrypted, root by socket.
import {
  certificate,
  daysLeft,
  defineRole,
  directory,
  dropIn,
  file,
  judgeChain,
  mysqlDatabase,
  mysqlGrant,
  mysqlUndeclared,
  mysqlUser,
  packages,
  repository,
  service,
  sysctl,
  succeeds,
  type CertificateWant,
  type Fleet,
  type Host,
  type Platform,
  type Resource,
} from '../../lib/kit.js';
import { comesBack } from '../base/always-restart.js';
import { accountsOf } from './accounts.js';
import { zoneOf } from '../base/time-zone.js';
import { plainText } from '../base/refuse-secret-text.js';
import { askServer } from './ask-server.js';
import { enoughDays, mysqlChecks } from './checks.js';
import { flavourOf, type Flavour } from './mysql-or-mariadb.js';
import { serverId } from './server-id.js';
import { sizesFor } from './memory-and-disk-sizes.js';
import { setUnfinishedAside } from './interrupted-first-start.js';
import { variablesEffect } from './variables-effect.js';
import { vars, type MysqlVars } from './vars.js';

const folder = '/etc/mysql/trueup';
const tls = { ca: `${folder}/ca.pem`, certificate: `${folder}/server.pem`, key: `${folder}/server.key` };
const logFolder = '/var/log/mysql';

/** The declared repository for MySQL, on a release that doesn't include it. */
function repositoryOf({ repository: named }: MysqlVars, read: (path: string) => string): readonly Resource[] {
  if (!named) return [];
  const { uris, suites, components, key, packages: names, check_valid_until } = named;
  return [
    repository({
      name: 'mysql',
      uris,
      suites,
      components,
      ...(key === undefined ? {} : { key: read(key) }),
      ...(check_valid_until ? {} : { checkValidUntil: false }),
      pin: [
        { packages: '*', priority: 100 },
        { packages: names.join(' '), priority: 990 },
      ],
    }),
  ];
}

/** MariaDB before 10.11 accepts only one address; the host itself can use the socket. */
function bindAddresses(address: string, { name }: Flavour, { can }: Platform): readonly string[] {
  const several = name === 'mysql' || can.mariadbBindsSeveralAddresses;
  return several ? ['127.0.0.1', address] : [address];
}

/**
 * The names by which applications reach the server: those in their variables, or else its address. With several
 * servers, a name may belong to another one.
 */
function namesOf({ address }: Host, fleet: Fleet): readonly string[] {
  const told = fleet.withRole('appserver').flatMap((app) => {
    const { appserver } = app.vars as { appserver?: { database?: { host?: string } } };
    return appserver?.database?.host ?? [];
  });
  if (told.length === 0) return [address];
  return fleet.withRole('mysql').length > 1 ? [] : [...new Set(told)];
}

/**
 * The server's certificate, which must be valid for these names and come from the CA that the applications verify it
 * against.
 */
function pairOf(
  { tls }: MysqlVars,
  names: readonly string[],
  read: (path: string) => string,
): Pick<CertificateWant, 'chain' | 'privateKey' | 'names' | 'authority' | 'authorityFrom'> {
  const authorityFrom = { variable: 'mysql.tls.ca', path: tls.ca };
  return { chain: read(tls.certificate), privateKey: tls.key, names, authority: read(tls.ca), authorityFrom };
}

/** The database server. */
export const mysql = defineRole({
  name: 'mysql',
  why: 'Stores the data that the application must not lose, in one place for all application servers. No other host can reach the database.',
  vars,

  turns: {
    serves: ({ vars }) => vars.databases.map(({ name }) => name).join(', ') || 'databases',
    healthy: ({ host: { name: on }, vars }) => ({
      seconds: vars.healthy_seconds,
      checks: [
        succeeds({ title: `the database on ${on} answers`, on, script: askServer('SELECT 1'), prints: '1' }),
      ],
    }),
  },

  *listens({ vars }) {
    const from = [...new Set(vars.users.flatMap((user) => user.from))];
    yield { protocol: 'tcp', port: vars.port, from, why: 'SQL over TLS' };
  },

  *foresee({ vars, host, fleet, read }) {
    const pair = pairOf(vars, namesOf(host, fleet), read);
    judgeChain(`mysql.tls.certificate (${vars.tls.certificate})`, pair);
    const left = daysLeft(pair.chain);
    if (left < enoughDays)
      yield `mysql.tls.certificate (${vars.tls.certificate}) expires in ${left} days; renew it, then apply`;
  },

  *resources({ vars, facts, platform, fleet, host, render, read }) {
    const flavour = flavourOf(host.name, vars, facts, platform);
    yield* repositoryOf(vars, read);
    yield packages({ names: [flavour.package, 'logrotate'], beforeRetry: setUnfinishedAside(flavour) });

    yield directory({ path: folder });
    const pair = certificate({
      certificate: tls.certificate,
      key: tls.key,
      ...pairOf(vars, namesOf(host, fleet), read),
      group: 'mysql',
      keyMode: '0640',
    });
    const ca = file({ path: tls.ca, content: read(vars.tls.ca) });
    yield ca;
    yield pair;
    yield directory({ path: logFolder, owner: 'mysql', group: 'adm', mode: '0750' });
    const settings = plainText(
      render('mysql/zz-trueup.cnf.njk', {
        tls,
        log_folder: logFolder,
        memory: vars.memory_mib ?? facts.memoryMiB,
        sizes: sizesFor(vars, facts.memoryMiB),
        server_id: serverId(host.address),
        flavour: flavour.name,
        bind: bindAddresses(host.address, flavour, platform).join(','),
      }),
      "the server's configuration",
    );
    const config = file({ path: flavour.config, content: settings, validate: flavour.validate });
    yield config;
    // At boot, the address may appear after the server has started, which would recover its data only to exit.
    yield sysctl({ key: 'net.ipv4.ip_nonlocal_bind', value: '1' });
    yield dropIn({
      unit: flavour.unit,
      name: 'zz-trueup',
      content: render('mysql/service.conf.njk', { client: flavour.client, reload: flavour.reloadTls }),
    });
    yield comesBack(flavour.unit, platform);
    const server = service({
      unit: flavour.unit,
      running: true,
      enabled: true,
      test: flavour.validateAll,
      reloadOn: [ca, pair],
      restartOn: [config, ...zoneOf(host, fleet)],
    });
    yield server;
    yield variablesEffect(flavour, settings, [config, server]);

    const accounts = accountsOf(vars.users, fleet);
    yield mysqlUndeclared({ accounts: accounts.map(({ user, host }) => ({ name: user.name, host })) });
    for (const database of vars.databases) yield mysqlDatabase(database);
    for (const { user, host } of accounts) {
      yield mysqlUser({ name: user.name, host, password: user.password, requireTls: true });
      yield mysqlGrant({ user: user.name, host, on: `${user.database}.*`, privileges: user.privileges });
    }
  },

  checks: mysqlChecks,
});
