// A swap file: created next to its destination, then renamed; switched on and off.
import type { Script } from '../../model/script.js';
import { renameOver } from '../../shell/rename-over.js';
import { sh } from '../../shell/sh.js';
import { stagedPath } from '../../shell/staged-path.js';
import { refuseUnplaceable } from '../files/staged-leftovers.js';
import { escapeField } from './fstab.js';

/** Does nothing if the swap is off. The swapped-out data must fit into memory; otherwise, swapoff reports an error. */
export function swapOff(path: string): Script {
  return sh`
if [ -n "$(path=${escapeField(path)} awk '$1 == ENVIRON["path"]' /proc/swaps)" ]; then swapoff -- ${path}; fi`;
}

/** Activates the swap file with this priority, even if it is already active with another one. */
export function swapOn(path: string, priority?: number): Script {
  const options = priority === undefined ? [] : ['-p', priority];
  return sh`
${swapOff(path)}
swapon ${options} -- ${path} || {
  if systemd-detect-virt --quiet --container; then printf '%s\n' ${`${path} cannot be activated as swap inside this container`} >&2; fi
  exit 1
}`;
}

/** swapon(8) refuses a file that has holes or uses copy-on-write, which is the default on btrfs. */
export function makeSwapFile(path: string, bytes: number): Script {
  const staged = stagedPath(path);
  return sh`
( ${refuseUnplaceable(path)}
staged=${staged}
rm -f -- "$staged"
trap 'rm -f -- "$staged"' EXIT
( umask 077; set -C; : >"$staged" )
kind=$(stat -f -c %T -- "$staged")
[ "$kind" != btrfs ] || chattr +C -- "$staged"
head -c ${bytes} /dev/zero >"$staged"
mkswap -- "$staged" >/dev/null
sync -- "$staged"
${swapOff(path)}
${renameOver(staged, path)}
trap - EXIT )`;
}
