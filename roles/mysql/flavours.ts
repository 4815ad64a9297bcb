// What differs between the two servers.
import { sh, type Script } from '../../lib/kit.js';

export interface Flavour {
  readonly package: string;
  readonly unit: string;
  /** The distribution's folder whose files are read last. */
  readonly config: string;
  readonly client: string;
  /** Judges one configuration file; changes nothing. */
  readonly validate: (file: string) => Script;
  /** Judges all configuration files together. */
  readonly validateAll: Script;
  /** SQL that makes the server read certificate and key again. */
  readonly reloadTls: string;
}

// mariadbd has no --validate-config. --help reads the options and stops; it reports an unknown one by its exit
// status, but a wrong value only in words.
const mariadbJudges = (options: Script): Script => sh`
said=$(mariadbd ${options} --verbose --help 2>&1 >/dev/null) && status=0 || status=$?
if printf '%s\n' "$said" | grep -F '[ERROR]' >&2; then status=1; fi
[ "$status" = 0 ]`;

/** Both flavours, by name. */
export const flavours: Readonly<Record<'mysql' | 'mariadb', Flavour>> = {
  mysql: {
    package: 'mysql-server',
    unit: 'mysql.service',
    config: '/etc/mysql/mysql.conf.d/zz-trueup.cnf',
    client: 'mysql',
    validate: (file) => sh`mysqld ${`--defaults-file=${file}`} --user=mysql --validate-config`,
    validateAll: sh`mysqld --user=mysql --validate-config`,
    reloadTls: 'ALTER INSTANCE RELOAD TLS',
  },
  mariadb: {
    package: 'mariadb-server',
    unit: 'mariadb.service',
    config: '/etc/mysql/mariadb.conf.d/zz-trueup.cnf',
    client: 'mariadb',
    validate: (file) => mariadbJudges(sh`${`--defaults-file=${file}`}`),
    validateAll: mariadbJudges(sh``),
    reloadTls: 'FLUSH SSL',
  },
};

/** Runs SQL as root over the local socket; rows come raw, one a line. No file of root's changes how it logs in. */
export function askServer({ client }: Flavour, sql: string): Script {
  return sh`${client} --no-defaults --user=root --batch --skip-column-names --raw --execute=${sql}`;
}
