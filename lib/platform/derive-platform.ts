// From what a host tells of itself to what its release can do.
import type { Facts } from '../model/facts.js';
import type { Ability, Platform } from '../model/platform.js';
import { abilities } from './abilities.js';
import { compareVersions } from './compare-versions.js';
import { releaseOf } from './detect-release.js';

/** As systemd-detect-virt(1) names them. */
const containers =
  /^(systemd-nspawn|lxc|lxc-libvirt|docker|podman|openvz|rkt|wsl|proot|pouch|container-other)$/;

/** Throws E_PLATFORM for a host that isn't supported. */
export function platformOf(facts: Facts): Platform {
  const { release } = releaseOf(facts.hostname, facts);
  const can = Object.fromEntries(
    Object.entries(abilities).map(([ability, [software, since]]) => {
      const version = release.software[software];
      return [ability, version !== undefined && compareVersions(version, since) >= 0];
    }),
  ) as Record<Ability, boolean>;
  return { release, container: containers.test(facts.virtualization), can };
}
