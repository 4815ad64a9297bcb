// The journal entries about a unit, including those that systemd writes on behalf of other processes.
import { sh } from './sh.js';

/*
 * `journalctl -u` shows what the unit's own processes log, and what process 1 logs about it. The message that names a
 * missing program comes from neither: a short-lived child of process 1 (systemd-executor, or a fork of it) writes it,
 * and if that child has ended before journald looks, the entry belongs to no unit. It only states which unit it is
 * about (UNIT=, OBJECT_SYSTEMD_UNIT=, systemd.journal-fields(7)). Any process can state that, so only root is trusted.
 */
/**
 * Defines `journal_of UNITS OPTION…`, which prints the entries about these units (separated by spaces) with these options of
 * journalctl(1). An alias refers to its unit.
 */
export const unitJournal = sh`
journal_of() (
  journalctl --sync 2>/dev/null || true
  # shellcheck disable=SC2086 # unit names contain no blanks
  names=$(systemctl show -p Id --value -- $1 2>/dev/null) || names=$1
  terms=
  for name in $names; do
    terms="$terms _SYSTEMD_UNIT=$name"
    for field in UNIT OBJECT_SYSTEMD_UNIT COREDUMP_UNIT; do terms="$terms + _UID=0 $field=$name"; done
    terms="$terms +"
  done
  [ -n "$terms" ] || return 0
  shift
  # shellcheck disable=SC2086
  journalctl --quiet --no-pager "$@" \${terms%+}
)`;
