// Scripts that look for what an interrupted apply may have left on a host.
import { sh } from '../../shell/sh.js';
import type { Resource } from '../../model/resource.js';
import type { Script } from '../../model/script.js';

/** Prints a line per path, with the digest of its content. */
export function contents(paths: readonly string[]): Script {
  return sh`for path in ${paths}; do printf '%s %s\n' "$path" "$(sha256sum <"$path" 2>/dev/null || echo none)"; done`;
}

/** Prints what dpkg left unfinished. A dpkg that is still working wasn't interrupted. */
export const dpkgHalf = sh`
if ! pgrep -x 'dpkg|apt-get' >/dev/null; then
dpkg --audit | head -n 1
for file in /var/lib/dpkg/updates/[0-9]*; do [ ! -e "$file" ] || echo "$file"; done
fi`;

/** Prints what trueup itself left behind, for use after the next apply. */
export const leftovers = sh`
find /etc /srv /usr/local /usr/sbin /var/lib/trueup /run/trueup /root /home -xdev \( -name '.trueup-*' -o -name '*.trueup' \
  -o -name '*.trueup-back' -o -name '*.new' -o -name '.unpack-*' -o -name '.current-new' -o -name '*.before-trueup' -o -name 'policy-rc.d' \) -print
for name in apt-update-pending; do [ ! -e "/var/lib/trueup/$name" ] || echo "/var/lib/trueup/$name"; done
for left in /var/lib/trueup/undo /etc/systemd/system/trueup-undo.service; do [ ! -e "$left" ] || echo "$left"; done
systemctl list-timers --no-legend --no-pager 'trueup-*'
flock -n /run/trueup/lock true || echo 'the lock is held'
${dpkgHalf}`;

/** Paths of declared resources that are whole files. */
export function inputsOf(resources: readonly Resource[]): readonly string[] {
  return [
    ...new Set(
      resources.flatMap(({ type, want }) =>
        type.type === 'file' || type.type === 'systemd.unit' || type.type === 'certificate'
          ? (type.paths?.(want) ?? [])
          : [],
      ),
    ),
  ];
}
