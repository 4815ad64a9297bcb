// The signing key of a package repository, downloaded to its own file in /etc/apt/keyrings.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import { ownershipChanges } from '../files/ownership.js';
import { kindInWords } from '../files/path-state.js';
import { placeFile } from '../files/replace-file.js';
import { leftoverChange, onlyLeftover, removeLeftover } from '../files/staged-leftovers.js';
import {
  checkSource,
  checkUrl,
  defineFetch,
  fetchFrom,
  refuseOther,
  type Source,
} from '../sources/fetch-url.js';
import { askKeys, readKeys, type AptKeyHave } from './read-apt-keys.js';
import { defineReadKey } from './parse-openpgp-key.js';

/** Requires `sha256` or `fingerprints`; otherwise, whoever controls the URL would decide which key the host trusts. */
export interface AptKeyWant extends Pick<Source, 'url'>, Partial<Pick<Source, 'sha256'>> {
  /** Name of the file: `nginx` creates /etc/apt/keyrings/nginx.asc. */
  readonly name: string;
  /**
   * Fingerprints of all primary keys in the file, as gpg shows them: 40 hexadecimal digits each. Spaces are ignored.
   */
  readonly fingerprints?: readonly string[];
}

const pathOf = ({ name }: Pick<AptKeyWant, 'name'>): string => `/etc/apt/keyrings/${name}.asc`;

/** The declared fingerprints, in the form in which the host prints them. */
function fingerprintsOf({ fingerprints }: AptKeyWant): string | undefined {
  return fingerprints
    ?.map((one) => one.replaceAll(' ', '').toUpperCase())
    .sort()
    .join(' ');
}

/** The current and the declared key, if they differ. */
function difference(want: AptKeyWant, have: AptKeyHave): Pick<Change, 'from' | 'to'> | undefined {
  const to = fingerprintsOf(want);
  if (to !== undefined && to !== have.fingerprints) return { from: have.fingerprints, to };
  if (want.sha256 === undefined || have.sums.includes(want.sha256)) return undefined;
  return { from: `SHA-256 ${have.sums[0] ?? ''}`, to: `SHA-256 ${want.sha256}` };
}

/**
 * Rejects any key but the declared one. A binary key is converted to ASCII armor: apt derives the format from the
 * file's suffix.
 */
function checkKey(want: AptKeyWant, staged: string): Script {
  const { sha256 } = want;
  const expected = fingerprintsOf(want);
  return sh`
${defineReadKey}
${sha256 === undefined ? sh`` : refuseOther({ sha256 }, staged)}
found=$(fingerprints ${staged} 2>&1) || { printf 'the downloaded file is not a key that apt can use: %s\n' "$found" >&2; exit 1; }
${
  expected === undefined
    ? sh``
    : sh`
[ "$found" = ${expected} ] || {
  printf 'the downloaded key has the fingerprint %s instead of %s; declare this fingerprint only if the owner of the repository has published it\n' "$found" ${expected} >&2
  exit 1
}`
}
[ "$(blocks ${staged})" != 0 ] || {
  text=$(armored <${staged})
  printf '%s\n' "$text" >${staged}
  sync ${staged}
}`;
}

const aptKeyType: ResourceType<AptKeyWant, AptKeyHave> = {
  type: 'apt.key',
  id: ({ name }) => name,
  paths: (want) => [pathOf(want)],
  schedule: { phase: 'sources', seconds: 300 },

  probe: (wants) => askKeys(wants.map(pathOf)),
  read: (answer, wants) => readKeys(answer, wants.map(pathOf)),

  diff(want, have) {
    const { state, leftover } = have;
    const changes: Change[] = leftover ? [leftoverChange] : [];
    const to = fingerprintsOf(want) ?? `SHA-256 ${want.sha256 ?? ''}`;
    if (state.kind === 'missing') return [...changes, { verb: 'create', key: 'key', to }];
    if (state.kind !== 'file') {
      const kind: Change = { verb: 'update', key: 'kind', from: kindInWords(state), to: 'file' };
      return [...changes, kind, { verb: 'create', key: 'key', to }];
    }
    const other = difference(want, have);
    if (other) changes.push({ verb: 'update', key: 'key', ...other });
    return [...changes, ...ownershipChanges({}, state, '0644')];
  },

  apply(want, _have, changes) {
    const path = pathOf(want);
    if (onlyLeftover(changes)) return removeLeftover(path);
    const comes = changes.some(({ key }) => key === 'key');
    return sh`
( umask 022; mkdir -p /etc/apt/keyrings )
${comes ? defineFetch : sh``}
${placeFile({
  path,
  owner: 'root:root',
  mode: '0644',
  write: comes ? fetchFrom(want) : sh`cat -- ${path}`,
  ...(comes && { validate: (staged: string) => checkKey(want, staged) }),
})}`;
  },

  // Like a repository, a key is kept when it is no longer declared: packages from the repository are still installed.
  undo: {},
};

const make = defineResource(aptKeyType);

/**
 * The host downloads the key, which may be binary or ASCII-armored. `fingerprints` or `sha256` is required. Throws E_INPUT
 * for an invalid name, URL, digest or fingerprint.
 */
export function aptKey(want: AptKeyWant): Resource {
  const { name, url, sha256, fingerprints } = want;
  const refuse = (why: string, hint?: string): never => {
    throw new TrueupError(
      'E_INPUT',
      `apt key ${JSON.stringify(name)}: ${why}`,
      hint === undefined ? {} : { hint },
    );
  };
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) refuse('its name may contain only letters, digits, - and _');
  if (sha256 === undefined) checkUrl(url);
  else checkSource({ url, sha256 });
  if (sha256 === undefined && fingerprints === undefined)
    refuse(
      'it needs fingerprints or a sha256',
      'Find the fingerprint in the documentation of the repository, download the file at the URL, and compare the fingerprint with the output of `gpg --show-keys FILE`.',
    );
  if (fingerprints?.length === 0) refuse('it has an empty list of fingerprints');
  for (const one of fingerprints ?? [])
    if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(one.replaceAll(' ', '')))
      refuse(
        `${JSON.stringify(one)} is not a valid fingerprint`,
        'A fingerprint has 40 hexadecimal digits; shorter key IDs can be forged.',
      );
  return make(want);
}
