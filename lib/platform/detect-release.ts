// Which release a host runs, or which one it is closest to.
import type { Facts } from '../model/facts.js';
import type { Release } from '../model/platform.js';
import { TrueupError } from '../model/trueup-error.js';
import { compareVersions } from './compare-versions.js';
import { releases } from './releases.js';

/** The release whose abilities count on a host. */
export interface KnownRelease {
  readonly release: Release;
  /** The host runs this very release; otherwise it runs an untested one, and this is the closest one before it. */
  readonly exact: boolean;
}

/** Throws E_PLATFORM if the host is neither Debian nor Ubuntu, or older than every supported release. */
export function releaseOf(host: string, { os }: Pick<Facts, 'os'>): KnownRelease {
  const exact = releases.find(
    ({ id, version, codename }) => id === os.id && (codename === os.codename || version === os.version),
  );
  if (exact) return { release: exact, exact: true };
  // A derivative, such as Raspberry Pi OS or Linux Mint, names the release that it is made of.
  const base = releases.find(({ codename }) => codename === os.codename);
  if (base) return { release: base, exact: false };
  const family = releases.filter(({ id }) => id === os.id);
  // Debian's testing and unstable have no version; they are younger than all that have one.
  const older = family.filter(({ version }) => os.version === '' || compareVersions(version, os.version) < 0);
  const closest = older.at(-1);
  if (closest) return { release: closest, exact: false };
  throw new TrueupError('E_PLATFORM', `${host}: ${inWords(os)} is not supported`, {
    host,
    hint: `Supported: ${releases.map(nameOf).join(', ')}.`,
  });
}

/** `Debian 12`, `Ubuntu 24.04`. */
export function nameOf({ id, version }: Pick<Release, 'id' | 'version'>): string {
  return `${id === 'ubuntu' ? 'Ubuntu' : 'Debian'} ${version}`;
}

function inWords({ id, version, codename }: Facts['os']): string {
  return [id || 'an unknown operating system', version || codename].filter((word) => word !== '').join(' ');
}
