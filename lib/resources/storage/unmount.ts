// Unmounts a file system, never by force.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { escapeField } from './fstab.js';

/** Succeeds if nothing is mounted there. A mount in use is kept, and the error lists the processes that use it. */
export function unmount(where: string): Script {
  const below = where.replaceAll(/[*?[\]\\]/g, '\\$&');
  return sh`
if [ -n "$(point=${escapeField(where)} awk '$5 == ENVIRON["point"]' /proc/self/mountinfo)" ] && ! said=$(umount -- ${where} 2>&1); then
  users=$(find /proc/[0-9]*/cwd /proc/[0-9]*/exe /proc/[0-9]*/root /proc/[0-9]*/fd \( -lname ${below} -o -lname ${`${below}/*`} \) 2>/dev/null |
    cut -d / -f 3 | sort -nu | head -n 5 | while read -r pid; do printf ' %s (%s)' "$(cat "/proc/$pid/comm" 2>/dev/null)" "$pid"; done)
  printf '%s could not be unmounted: %s\n' ${where} "$said" >&2
  [ -z "$users" ] || printf 'it is in use by%s\n' "$users" >&2
  exit 1
fi`;
}
