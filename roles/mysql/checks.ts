// What must hold on a database server, queried as root over the local socket.
import {
  bracketed,
  couldNotLook,
  sh,
  succeeds,
  unitRuns,
  type Check,
  type Host,
  type Scope,
} from '../../lib/kit.js';
import { accountsOf, type Account } from './accounts.js';
import { askServer } from './ask-server.js';
import type { MysqlVars } from './vars.js';

/** Days: enough time to notice the expiry and renew the certificate. */
export const enoughDays = 21;

/** A check whose answer must be these lines, in any order. */
function lines(title: string, host: Host, sql: string, wanted: readonly string[]): Check {
  return {
    title,
    questions: [{ on: host.name, script: askServer(sql) }],
    judge([answer]) {
      if (answer?.status !== 0) throw couldNotLook(`the database on ${host.name} did not answer`, answer);
      const found = answer.stdout.split('\n').filter((line) => line !== '');
      const missing = wanted.filter((line) => !found.includes(line)).map((line) => `missing: ${line}`);
      const extra = found.filter((line) => !wanted.includes(line)).map((line) => `unexpected: ${line}`);
      return missing.length + extra.length === 0 ? undefined : [...missing, ...extra].join('; ');
    },
  };
}

/** Every privilege and role of an account, one `PRIVILEGE on WHAT` per line. USAGE means none. */
function privilegesSql({ user, host }: Account): string {
  const grantee = `"'${user.name}'@'${host}'"`;
  const from = (view: string, on: string): string =>
    `SELECT CONCAT(privilege_type, ' on ', ${on}, IF(is_grantable = 'YES', ' with grant option', ''))` +
    ` FROM information_schema.${view} WHERE grantee = ${grantee} AND privilege_type <> 'USAGE'`;
  const account = `user = '${user.name}' AND host = '${host}'`;
  return [
    from('user_privileges', "'*.*'"),
    // MySQL stores a literal underscore with a backslash before it.
    from('schema_privileges', "REPLACE(table_schema, CHAR(92), '')"),
    from('table_privileges', "CONCAT(table_schema, '.', table_name)"),
    from('column_privileges', "CONCAT(table_schema, '.', table_name, '.', column_name)"),
    `SELECT CONCAT(proc_priv, ' on ', db, '.', routine_name) FROM mysql.procs_priv WHERE ${account}`,
    `SELECT CONCAT('to be ', proxied_user, '@', proxied_host) FROM mysql.proxies_priv WHERE ${account}`,
    // Each server reads only its own comment: MariaDB ignores those for MySQL 5.7 and later.
    "SELECT '' FROM DUAL WHERE FALSE" +
      ` /*!80000 UNION SELECT CONCAT('role ', from_user) FROM mysql.role_edges WHERE to_user = '${user.name}' AND to_host = '${host}' */` +
      ` /*M! UNION SELECT CONCAT('role ', role) FROM mysql.roles_mapping WHERE ${account} */`,
  ].join('; ');
}

/** Checks the certificate that is served, which may differ from the one on disk. */
function lasting({ name }: Host): Check {
  const until = "SHOW GLOBAL STATUS LIKE 'Ssl_server_not_after'";
  return {
    title: `the certificate of the database on ${name} is valid for at least ${enoughDays} more days`,
    questions: [
      {
        on: name,
        script: sh`
said=$(${askServer(until)})
case $said in
  *GMT) ;;
  # MariaDB before 10.6 reports it only over a TLS connection.
  *) said=$(${askServer(until, { tls: true })}) ;;
esac
printf '%s\n' "$said"`,
      },
    ],
    judge([answer]) {
      const until = Date.parse(answer?.stdout.split('\t')[1] ?? '');
      if (answer?.status !== 0 || Number.isNaN(until)) {
        throw couldNotLook(`the database on ${name} doesn't report when its certificate expires`, answer);
      }
      const left = Math.floor((until - Date.now()) / 86_400_000);
      return left >= enoughDays ? undefined : `the certificate expires in ${left} days`;
    },
  };
}

function listening({ name, address }: Host, port: number): Check {
  const loopback = `127.0.0.1:${port}`;
  const own = `${bracketed(address)}:${port}`;
  return {
    title: `the database on ${name} listens only on ${own} and loopback`,
    questions: [{ on: name, script: sh`ss -Hltn sport = ${`:${port}`}; ss -Hltn sport = :33060` }],
    judge([answer]) {
      if (answer?.status !== 0) throw couldNotLook(`the ss command failed on ${name}`, answer);
      const found = answer.stdout.split('\n').flatMap((line) => line.trim().split(/\s+/)[3] ?? []);
      const right = found.includes(own) && found.every((one) => one === own || one === loopback);
      return right ? undefined : found.join(' and ') || 'nothing is listening';
    },
  };
}

/** A user of two databases is listed twice, but is one account. */
function firstOfEach(accounts: readonly Account[]): readonly Account[] {
  return [...new Map(accounts.map((account) => [`${account.user.name}@${account.host}`, account])).values()];
}

/** The checks of the mysql role on one host. */
export function* mysqlChecks({
  host,
  fleet,
  vars,
}: Omit<Scope<MysqlVars>, 'facts' | 'platform' | 'render'>): Iterable<Check> {
  const asked = (title: string, sql: string, wanted: readonly string[]): Check =>
    lines(title, host, sql, wanted);

  yield unitRuns({ on: host.name, unit: ['mariadb.service', 'mysql.service'] });
  yield listening(host, vars.port);
  yield asked(
    `the database on ${host.name} refuses logins over the network without TLS`,
    "SELECT IF(@@GLOBAL.require_secure_transport, 'refused', 'accepted')",
    ['refused'],
  );
  yield asked(`the database on ${host.name} accepts only TLS 1.2 and 1.3`, 'SELECT @@GLOBAL.tls_version', [
    'TLSv1.2,TLSv1.3',
  ]);
  yield succeeds({
    title: `the database on ${host.name} uses the host's time zone`,
    on: host.name,
    // The zone has different names in summer and in winter.
    script: sh`
zone=$(${askServer('SELECT @@GLOBAL.system_time_zone')})
for day in now 2026-01-15 2026-07-15; do [ "$zone" != "$(date -d "$day" +%Z)" ] || exit 0; done
printf 'the database uses %s, but the host uses %s\n' "$zone" "$(date +%Z)"; exit 1`,
  });
  yield lasting(host);
  yield asked(
    `the database on ${host.name} has no anonymous account, and lets root log in only over the local socket`,
    "SELECT CONCAT(User, '@', Host) FROM mysql.user WHERE User = '' OR (User = 'root' AND" +
      " (Host <> 'localhost' OR (plugin NOT IN ('auth_socket', 'unix_socket') AND authentication_string <> 'invalid')))",
    [],
  );
  yield asked(
    `the database on ${host.name} has no test database`,
    "SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'test'",
    [],
  );
  const accounts = accountsOf(vars.users, fleet);
  for (const account of firstOfEach(accounts)) {
    const { user, host: from } = account;
    const declared = vars.users.filter(({ name }) => name === user.name);
    yield asked(
      `${user.name} from ${from} has exactly the declared privileges in the database on ${host.name}`,
      privilegesSql(account),
      declared.flatMap(({ privileges, database }) => privileges.map((one) => `${one} on ${database}`)),
    );
  }
  yield asked(
    `${host.name} accepts its database users only from the declared hosts, and requires TLS`,
    `SELECT CONCAT(User, '@', Host, ' ', ssl_type) FROM mysql.user WHERE User IN (${["''", ...vars.users.map(({ name }) => `'${name}'`)].join(', ')})`,
    firstOfEach(accounts).map(({ user, host: from }) => `${user.name}@${from} ANY`),
  );
}
