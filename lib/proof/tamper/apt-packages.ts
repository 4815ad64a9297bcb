// Tampering with packages.
import { sh } from '../../shell/sh.js';
import type { ServiceWant } from '../../resources/services/service-want.js';
import type { PackagesWant } from '../../resources/packages/packages.js';
import { pathsOf, type Tamper, type Tampering } from './tampering.js';

/** The session that repairs it runs through these. */
const carrying = ['openssh-server', 'sudo'];

/** Every resource of the type. */
export const tamper: Tamper<PackagesWant> = ({ names }, all) => {
  const paths = all.flatMap(pathsOf);
  const units = all.flatMap(({ type, want }) =>
    type.type === 'service' ? [(want as ServiceWant).unit] : [],
  );
  return [
    ...names.slice(0, 1).map((name): Tampering => ({
      how: `${name} marked as automatically installed`,
      script: sh`apt-mark auto ${name} >/dev/null`,
    })),
    ...names
      .filter((name) => !carrying.includes(name))
      .map((name): Tampering => ({
        how: `${name} purged`,
        script: sh`
runs=
for unit in ${units}; do if systemctl -q is-active "$unit"; then runs="$runs $unit"; fi; done
set -- ${paths}
for path do shift; if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi; done
DEBIAN_FRONTEND=noninteractive dpkg --purge --force-depends ${name} >/dev/null 2>&1
for path do [ -e "$path" ] || [ -L "$path" ] || printf 'path %s\n' "$path"; done
for unit in $runs; do systemctl -q is-active "$unit" || printf 'unit %s\n' "$unit"; done`,
      })),
  ];
};
