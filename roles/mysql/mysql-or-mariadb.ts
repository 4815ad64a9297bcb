// What differs between the two servers.
import { sh, TrueupError, type Facts, type Platform, type Script } from '../../lib/kit.js';
import type { MysqlVars } from './vars.js';

export interface Flavour {
  readonly name: 'mysql' | 'mariadb';
  readonly package: string;
  readonly unit: string;
  /** Path of our file, in the distribution's folder whose files are read last. */
  readonly config: string;
  readonly client: string;
  /** Validates one configuration file; changes nothing. */
  readonly validate: (file: string) => Script;
  /** Validates all configuration files together. */
  readonly validateAll: Script;
  /** SQL that makes the server reload its certificate and key. */
  readonly reloadTls: string;
}

// mariadbd has no --validate-config. --help reads the options and stops; it reports an unknown one by its exit
// status, but a wrong value only in words.
const mariadbJudges = (options: Script): Script => sh`
said=$(mariadbd ${options} --verbose --help 2>&1 >/dev/null) && status=0 || status=$?
if printf '%s\n' "$said" | grep -F '[ERROR]' >&2; then status=1; fi
[ "$status" = 0 ]`;

/** Both flavours, by name. */
export const flavours: Readonly<Record<Flavour['name'], Flavour>> = {
  mysql: {
    name: 'mysql',
    package: 'mysql-server',
    unit: 'mysql.service',
    config: '/etc/mysql/mysql.conf.d/zz-trueup.cnf',
    client: 'mysql',
    validate: (file) => sh`mysqld ${`--defaults-file=${file}`} --user=mysql --validate-config`,
    validateAll: sh`mysqld --user=mysql --validate-config`,
    reloadTls: 'ALTER INSTANCE RELOAD TLS',
  },
  mariadb: {
    name: 'mariadb',
    package: 'mariadb-server',
    unit: 'mariadb.service',
    config: '/etc/mysql/mariadb.conf.d/zz-trueup.cnf',
    client: 'mariadb',
    validate: (file) => mariadbJudges(sh`${`--defaults-file=${file}`}`),
    validateAll: mariadbJudges(sh``),
    reloadTls: 'FLUSH SSL',
  },
};

/**
 * The flavour of a host. With `auto`, an installed server takes precedence over the release's default, because the data
 * is in its format. Throws E_INPUT if MySQL needs a repository and none is declared, or if a declared repository would
 * not be used.
 */
export function flavourOf(
  host: string,
  { flavour, repository }: Pick<MysqlVars, 'flavour' | 'repository'>,
  { databaseServer }: Facts,
  { release }: Platform,
): Flavour {
  const refuse = (what: string, hint: string): never => {
    throw new TrueupError('E_INPUT', `${host}: ${what}`, { host, hint });
  };
  if (repository && flavour !== 'mysql')
    refuse(
      'mysql.repository is only used with flavour mysql',
      'Set mysql.flavour to mysql, or remove mysql.repository.',
    );
  const own = release.software.mysql === undefined ? 'mariadb' : 'mysql';
  const name = flavour === 'auto' ? (databaseServer ?? own) : flavour;
  if (name === 'mysql' && own !== 'mysql' && !repository)
    refuse(
      databaseServer === 'mysql'
        ? `the host runs MySQL, but ${release.codename} provides no updates for it`
        : `${release.codename} does not include MySQL`,
      databaseServer === 'mysql'
        ? 'Set mysql.flavour to mysql, and mysql.repository to a repository that provides it.'
        : 'Set mysql.repository to a repository that provides it, or use MariaDB with mysql.flavour: auto.',
    );
  return flavours[name];
}
