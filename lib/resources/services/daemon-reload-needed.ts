// Finds out which of a unit's files systemd hasn't read yet.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/*
 * NeedDaemonReload is systemd's own comparison of its memory with the disk: one answer for a unit file and all its
 * drop-ins. The cause is a file that exists but was not read, one that was read but is gone, or one that is newer than
 * what was read. A file older than one that was read was read together with it.
 */
/**
 * Defines `needs_reload FILE READ…`, for a unit that needs a daemon-reload; READ are its files that systemd has read.
 * Succeeds if FILE is the reason.
 */
export const needsReload: Script = sh`
needs_reload() (
  own=$1 folder=\${1%/*}
  shift
  read_files=" $* "
  was_read() { case $read_files in *" $1 "*) ;; *) return 1 ;; esac; }
  case $own in
    *.conf) was_read "$own" || [ ! -e "$own" ] || return 0 ;;
    *) folder=$own.d ;;
  esac
  for each in "$@" "$folder"/*.conf; do
    if [ "$each" = "$own" ]; then continue; fi
    if [ -e "$each" ]; then
      # shellcheck disable=SC3013 # dash and busybox have -nt
      was_read "$each" && [ ! "$each" -nt "$own" ] || return 1
    elif was_read "$each"; then
      return 1
    fi
  done
)`;
