// Tampering with packages.
import { sh } from '../../../shell/sh.js';
import type { ServiceWant } from '../../../resources/services/service-want.js';
import type { PackagesWant } from '../../../resources/packages/packages.js';
import { pathsOf, type Tamper, type Tampering } from '../tampering.js';

/** The session that repairs the tampering depends on these packages. */
const carrying = ['openssh-server', 'sudo'];

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<PackagesWant> = ({ names }, all) => {
  const paths = all.flatMap(pathsOf);
  const units = all.flatMap(({ type, want }) =>
    type.type === 'service' ? [(want as ServiceWant).unit] : [],
  );
  return [
    ...names.slice(0, 1).map((name): Tampering => ({
      how: `${name} marked as automatically installed`,
      script: sh`apt-mark auto ${name} >/dev/null`,
      contained: true,
    })),
    ...names
      .filter((name) => !carrying.includes(name))
      .map((name): Tampering => ({
        how: `${name} purged`,
        script: sh`
units() { for unit in ${units}; do printf '%s %s %s\n' "$unit" "$(systemctl is-active "$unit")" "$(systemctl is-enabled "$unit" 2>/dev/null)"; done; }
was=$(units)
set -- ${paths}
for path do shift; if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi; done
DEBIAN_FRONTEND=noninteractive dpkg --purge --force-depends ${name} >/dev/null 2>&1
for path do [ -e "$path" ] || [ -L "$path" ] || printf 'path %s\n' "$path"; done
units | while read -r unit now; do
  printf '%s\n' "$was" | grep -qxF "$unit $now" || printf 'unit %s\n' "$unit"
done`,
      })),
  ];
};
