// Whether installed packages require a reboot.
import { sh, type Platform, type Script } from '../../lib/kit.js';

/*
 * Ubuntu's packages, and Debian's with unattended-upgrades, create /run/reboot-required (its .pkgs lists them). A
 * kernel newer than the running one is recognized by its file in /boot; a container uses the kernel of its machine.
 */
const flag = sh`
if [ -e /run/reboot-required ]; then
  sort -u /run/reboot-required.pkgs 2>/dev/null || true
  exit 0
fi`;

/** Exits with 0 and prints what requires the reboot, or exits with 1 if nothing does. */
export function rebootNeeded({ container }: Platform): Script {
  if (container)
    return sh`${flag}
exit 1`;
  return sh`${flag}
newest=
for kernel in /boot/vmlinuz-*; do
  [ -e "$kernel" ] || continue
  newest=$(printf '%s\n' "$newest" "\${kernel#/boot/vmlinuz-}" | sort -V | tail -n 1)
done
running=$(uname -r)
if [ -z "$newest" ] || [ "$newest" = "$running" ]; then exit 1; fi
printf 'kernel %s is running, but %s is installed\n' "$running" "$newest"`;
}
