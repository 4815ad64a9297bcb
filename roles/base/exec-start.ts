// The files that systemd reads for a unit, and the command that starts the unit.
import { sh, type Script } from '../../lib/kit.js';

/**
 * Defines `unit_says UNIT`, which sets `files` to the unit's files, `variables` to its environment files (both in the
 * order in which they apply, separated by blanks) and `main` to its main process or 0; and `exec_start FILE…`, which
 * prints a line `FILE:LINE`, tab, command. It calls systemctl only once, because it runs in each plan.
 */
export const execStart: Script = sh`
unit_says() {
  fragment='' drop_ins='' variables='' main=0 files=''
  said=$(systemctl show -p FragmentPath,DropInPaths,EnvironmentFiles,MainPID -- "$1")
  IFS='
'
  for line in $said; do
    case $line in
      FragmentPath=*) fragment=\${line#*=} ;;
      DropInPaths=*) drop_ins=\${line#*=} ;;
      EnvironmentFiles=/*) line=\${line#*=}; [ ! -r "\${line%% (*}" ] || variables="$variables \${line%% (*}" ;;
      MainPID=*) main=\${line#*=} ;;
    esac
  done
  unset IFS
  for file in $fragment $drop_ins; do
    # systemd also lists a file that was removed after it read its units.
    [ ! -r "$file" ] || files="$files $file"
  done
}
exec_start() {
  [ $# = 0 ] || awk '
    /^[ \t]*ExecStart[ \t]*=/ {
      value = $0
      sub(/^[^=]*=[ \t]*/, "", value)
      said = value == "" ? "" : FILENAME ":" FNR "\t" value
    }
    END { if (said != "") print said }' "$@"
}`;
