// What an interrupted first start of a server leaves: a data folder that neither works nor is replaced.
import { sh, type Script } from '../../lib/kit.js';
import type { Flavour } from './mysql-or-mariadb.js';

/*
 * The packages' postinst initializes an empty /var/lib/mysql and keeps any other as it is. If that was interrupted, or
 * if MySQL's own SHUTDOWN in it came before the system views were complete (MY-010943), MariaDB no longer starts, and
 * MySQL lacks the views forever. A Config-Version in dpkg's status means that the package was configured before. If the
 * folder contains anyone's database, it stays where it is; nothing is ever deleted.
 */
export function setUnfinishedAside({ package: name }: Flavour): Script {
  return sh`
data=/var/lib/mysql
# In older releases, a package named after the version has the scripts: mariadb-server-10.5, mysql-server-8.0.
dpkg-query -W -f '\${db:Status-Abbrev}|\${Config-Version}\n' ${name} ${`${name}-[0-9]*`} 2>/dev/null | grep -q '^.F.|$' || exit 0
running() { for exe in /proc/[0-9]*/exe; do case $(readlink "$exe" 2>/dev/null) in */mysqld | */mariadbd) return 0 ;; esac; done; return 1; }
for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do running || break; sleep 1; done
if running; then exit 0; fi
for folder in "$data"/*/; do
  [ -d "$folder" ] || continue
  folder=\${folder%/}
  case \${folder##*/} in mysql | performance_schema | sys | '#innodb_redo' | '#innodb_temp' | lost+found) ;; *) exit 0 ;; esac
done
[ -n "$(find "$data" -mindepth 1 -maxdepth 1 ! -name lost+found 2>/dev/null | head -n 1)" ] || exit 0
aside=$(mktemp -d "$data.unfinished-XXXXXX")
find "$data" -mindepth 1 -maxdepth 1 ! -name lost+found -exec mv -t "$aside" -- {} +`;
}
