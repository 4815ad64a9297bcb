// The journal entries about a unit, including those that systemd writes on behalf of other processes.
import { sh } from './sh.js';

/*
 * `journalctl -u` takes what the unit's own processes say, and what process 1 says about it. The sentence with the name of
 * a program that is missing comes from neither: a short-lived child of process 1 (systemd-executor, or a fork of it) writes
 * it, and where that has ended before journald looks, the entry has no unit of its own. It says itself which one it is
 * about (UNIT=, OBJECT_SYSTEMD_UNIT=, systemd.journal-fields(7)). Anybody could say that: so only root is believed.
 */
/**
 * Defines `journal_of UNITS OPTION…`, which prints the entries about these units (separated by spaces) with these options of
 * journalctl(1). An alias refers to its unit.
 */
export const unitJournal = sh`
journal_of() (
  journalctl --sync 2>/dev/null || true
  # shellcheck disable=SC2086 # names of units hold no blanks
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
