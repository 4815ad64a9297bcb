// What a bare host is made of: the packages and sources of a cloud image, and no tool of ours.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reasonOf } from '../../model/file-error-reason.js';
import { TrueupError } from '../../model/trueup-error.js';

/** Which distribution the hosts run. */
export interface ImageChoice {
  readonly distro: 'debian' | 'ubuntu';
  readonly suite: string;
  readonly mirror: string;
  /** Accepts an expired index, as on a mirror whose updates are paused; its signature is verified all the same. */
  readonly allowExpired: boolean;
}

/** Everything that determines what an image contains. */
export interface ImageRecipe extends ImageChoice {
  /** Names the image's folder: another recipe, another folder. */
  readonly id: string;
  readonly packages: readonly string[];
  /** deb822 sources(5) of the hosts. */
  readonly sources: string;
  /** The same with the controller's keyring. */
  readonly buildSources: string;
  /** The mirror's keys on the controller. */
  readonly keyring: string;
  /** Where hosts have a copy of them, unless they are the distribution's own. */
  readonly hostsKeyring?: string;
  /** The package from which the controller gets the keyring. */
  readonly keyringPackage: string;
  /** The URLs that must answer before the image can be built. */
  readonly releases: readonly string[];
}

/** Shell that completes the tree in $1 of distribution $2: user, sudo, units, sources, mirror keys (in $3, if set). */
export const finishScript = `set -eu
root=$1
chroot "$root" useradd --create-home --shell /bin/bash --user-group --uid 1000 ubuntu
printf 'ubuntu ALL=(ALL) NOPASSWD:ALL\\n' >"$root/etc/sudoers.d/90-cloud-init-users"
chmod 0440 "$root/etc/sudoers.d/90-cloud-init-users"
rm -f "$root"/etc/ssh/ssh_host_* "$root/etc/machine-id" "$root/var/lib/dbus/machine-id" "$root/etc/hostname"
systemctl --root="$root" --quiet enable systemd-networkd.service
# Lists of packages change when a role asks for it, not some minutes after a boot.
systemctl --root="$root" --quiet disable apt-daily.timer apt-daily-upgrade.timer
# Waits for every link, also those that a lab host has none of.
systemctl --root="$root" --quiet disable systemd-networkd-wait-online.service
rm -f "$root/etc/apt/sources.list" "$root"/etc/apt/sources.list.d/* "$root/etc/resolv.conf"
cp "\${0%/*}/lab.sources" "$root/etc/apt/sources.list.d/$2.sources"
[ -z "$3" ] || install -D -m 0644 "\${0%/*}/mirror.keys" "$root$3"
rm -f "$root/etc/apt/apt.conf.d/99mmdebstrap"
rm -rf "$root"/var/log/apt/* "$root/var/log/dpkg.log" "$root/var/log/bootstrap.log" "$root/var/log/alternatives.log"
`;

const packages = [
  'apt',
  'ca-certificates',
  'dbus',
  'iproute2',
  'iputils-ping',
  'kmod',
  'libpam-systemd',
  'netbase',
  'openssh-server',
  'procps',
  'sudo',
  'systemd-sysv',
  'tzdata',
  'udev',
] as const;

const distros = {
  debian: {
    mirror: 'http://deb.debian.org/debian',
    components: 'main',
    keyring: '/usr/share/keyrings/debian-archive-keyring.gpg',
    keyringPackage: 'debian-archive-keyring',
    security: () => 'http://deb.debian.org/debian-security',
  },
  ubuntu: {
    mirror: 'http://archive.ubuntu.com/ubuntu',
    components: 'main universe',
    keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
    keyringPackage: 'ubuntu-keyring',
    security: (mirror: string) => mirror,
  },
} as const;

/** The image's recipe; absent parts default to the distribution's. Throws E_INPUT for invalid or unreadable ones. */
export function imageRecipe(wanted: {
  distro?: string;
  suite?: string;
  mirror?: string;
  keyring?: string;
  allowExpired?: boolean;
}): ImageRecipe {
  const name = wanted.distro ?? 'debian';
  if (name !== 'debian' && name !== 'ubuntu')
    throw new TrueupError('E_INPUT', `--distro ${name}: not a distribution that the lab can build`, {
      hint: 'Allowed: debian, ubuntu.',
    });
  const distro = distros[name];
  const suite = wanted.suite ?? (name === 'debian' ? 'trixie' : 'noble');
  if (!/^[a-z][a-z0-9-]*$/.test(suite))
    throw new TrueupError('E_INPUT', `--suite ${suite}: not a valid suite name`, {
      hint: 'Use a name such as trixie.',
    });
  const mirror = readMirror(wanted.mirror ?? distro.mirror);
  const security = distro.security(mirror);
  const rolling = name === 'debian' && ['sid', 'unstable'].includes(suite);
  const parts = rolling
    ? [{ uri: mirror, suites: [suite] }]
    : [
        { uri: mirror, suites: [suite, `${suite}-updates`] },
        { uri: security, suites: [`${suite}-security`] },
      ];
  const { allowExpired = false } = wanted;
  const validity = allowExpired ? 'Check-Valid-Until: no\n' : '';
  const signedBy = (keyring: string) =>
    parts
      .map(
        ({ uri, suites }) =>
          `Types: deb\nURIs: ${uri}\nSuites: ${suites.join(' ')}\nComponents: ${distro.components}\nSigned-By: ${keyring}\n${validity}`,
      )
      .join('\n');
  const keys = wanted.keyring === undefined ? undefined : readKeys(wanted.keyring);
  const sources = signedBy(keys?.onHosts ?? distro.keyring);
  const digest = createHash('sha256')
    .update(JSON.stringify([packages, sources, finishScript, keys?.digest]))
    .digest('hex');
  const keyring = keys?.path ?? distro.keyring;
  return {
    distro: name,
    suite,
    mirror,
    allowExpired,
    id: `${name}-${suite}-${digest.slice(0, 12)}`,
    packages,
    sources,
    buildSources: signedBy(keyring),
    keyring,
    ...(keys && { hostsKeyring: keys.onHosts }),
    keyringPackage: distro.keyringPackage,
    releases: parts.flatMap(({ uri, suites }) => suites.map((each) => `${uri}/dists/${each}/InRelease`)),
  };
}

/** apt distinguishes an armored key file from a binary one by its name: apt-key(8), apt-secure(8). */
function readKeys(file: string): {
  readonly path: string;
  readonly onHosts: string;
  readonly digest: string;
} {
  const path = resolve(file);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch (error) {
    throw new TrueupError('E_INPUT', `--keyring ${file}: ${reasonOf(error)}`);
  }
  const armored = content.subarray(0, 5).toString() === '-----';
  return {
    path,
    onHosts: `/etc/apt/keyrings/lab-mirror.${armored ? 'asc' : 'gpg'}`,
    digest: createHash('sha256').update(content).digest('hex'),
  };
}

function readMirror(text: string): string {
  let url;
  try {
    url = new URL(text);
  } catch {
    url = undefined;
  }
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new TrueupError('E_INPUT', `--mirror ${text}: not an http or https URL`);
  if (/[\s"']/.test(text))
    throw new TrueupError('E_INPUT', `--mirror ${text}: contains whitespace or quotes`);
  return text.replace(/\/+$/, '');
}
