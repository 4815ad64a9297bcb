// Finds the command that systemd starts a unit with, and who says so.
import { sh, type Script } from '../../lib/kit.js';

/** Defines `unit_files UNIT`, which prints what systemd reads of it in that order, and `exec_start FILE…`, a line `FILE:LINE`, tab, command. */
export const execStart: Script = sh`
unit_files() {
  for file in $(systemctl show -p FragmentPath --value -- "$1") $(systemctl show -p DropInPaths --value -- "$1"); do
    # systemd names also one that was removed since it read its units.
    [ ! -r "$file" ] || printf '%s\n' "$file"
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
