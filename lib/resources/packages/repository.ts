// An apt repository with its signing key and its pins.
import type { Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import type { FileHave } from '../files/file.js';
import { ownFiles, replaceFiles } from '../files/owned-files.js';
import type { FileContent } from '../files/replace-file.js';

export interface Pin {
  /** Package names or patterns, as in apt_preferences(5): `mysql-*`, `*`. */
  readonly packages: string;
  /** Priority, as in apt_preferences(5). */
  readonly priority: number;
  /**
   * The versions that the pin applies to, as in apt_preferences(5): `origin nginx.org`. Defaults to the releases named in `suites`.
   */
  readonly match?: string;
}

export interface RepositoryWant {
  /** Name of the files: `nginx` creates /etc/apt/sources.list.d/nginx.sources. */
  readonly name: string;
  /** Base URIs of the repository. */
  readonly uris: readonly string[];
  /** Suites, such as `trixie`. */
  readonly suites: readonly string[];
  /** Components, such as `main`. Leave this empty if every suite is a path that ends with `/`. */
  readonly components: readonly string[];
  /** The signing key: ASCII-armored text, or an `aptKey` that is declared before the repository. */
  readonly key?: string | Resource;
  /**
   * Path of a keyring on the host, as an alternative to `key`. If neither is set, apt uses the keys that the host already
   * trusts.
   */
  readonly signedBy?: string;
  /** Set to `false` to accept an index that has expired. Its signature is still checked. */
  readonly checkValidUntil?: false;
  /** Pins for packages. The first pin that matches a package applies. */
  readonly pin?: readonly Pin[];
}

/** The source in deb822 style, as in sources.list(5). */
function sourcesText(want: RepositoryWant): string {
  const lines = [
    'Types: deb',
    `URIs: ${want.uris.join(' ')}`,
    `Suites: ${want.suites.join(' ')}`,
    ...(want.components.length > 0 ? [`Components: ${want.components.join(' ')}`] : []),
    ...(want.key !== undefined ? [`Signed-By: ${keyringOf(want)}`] : []),
    ...(want.signedBy !== undefined ? [`Signed-By: ${want.signedBy}`] : []),
    ...(want.checkValidUntil === false ? ['Check-Valid-Until: no'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function keyringOf({ name, key }: RepositoryWant): string {
  const path = typeof key === 'object' ? key.type.paths?.(key.want)[0] : undefined;
  return path ?? `/etc/apt/keyrings/${name}.asc`;
}

/** A suite may be named by its codename (`n=`) as well as by its archive name (`a=`): both are tried. */
function pinText({ pin = [], suites }: RepositoryWant): string {
  const stanzas = pin.flatMap(({ packages, priority, match }) => {
    const matches =
      match === undefined ? suites.flatMap((suite) => [`release n=${suite}`, `release a=${suite}`]) : [match];
    return matches.map((one) => `Package: ${packages}\nPin: ${one}\nPin-Priority: ${priority}\n`);
  });
  return stanzas.length === 0 ? '# nothing is pinned\n' : stanzas.join('\n');
}

/** The preferences come before the source: an incomplete change must not upgrade the host to another release. */
function filesOf(want: RepositoryWant): readonly FileContent[] {
  const { name, key } = want;
  return [
    ...(typeof key !== 'string' ? [] : [{ path: keyringOf(want), content: `${key.trim()}\n` }]),
    { path: `/etc/apt/preferences.d/${name}`, content: pinText(want) },
    { path: `/etc/apt/sources.list.d/${name}.sources`, content: sourcesText(want) },
  ];
}

const repositoryType: ResourceType<RepositoryWant, readonly FileHave[]> = {
  type: 'apt.repository',
  schedule: { phase: 'sources' },
  id: ({ name }) => name,
  ...ownFiles(filesOf),
  // The next installation of packages notices that a source is newer than the lists, and updates them.
  apply: (want, haves) => sh`
( umask 022; mkdir -p /etc/apt/keyrings /etc/apt/preferences.d /etc/apt/sources.list.d )
${replaceFiles(filesOf(want), haves)}`,
  // A source is kept when it is no longer declared: packages from it are still installed.
  undo: {},
};

const make = defineResource(repositoryType);

const oneWord = /^[^\s#]+$/;

/** The repository is added before packages are installed. Throws E_INPUT for values that are invalid in sources.list(5). */
export function repository(want: RepositoryWant): Resource {
  const refuse = (why: string): never => {
    throw new TrueupError('E_INPUT', `apt repository ${JSON.stringify(want.name)}: ${why}`);
  };
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(want.name))
    refuse('its name may contain only letters, digits, - and _');
  if (want.uris.length === 0 || want.suites.length === 0) refuse('it needs a URI and a suite');
  for (const word of [...want.uris, ...want.suites, ...want.components]) {
    if (!oneWord.test(word)) refuse(`${JSON.stringify(word)} is not a single word`);
  }
  if (want.components.length === 0 && !want.suites.every((suite) => suite.endsWith('/')))
    refuse('it needs a component');
  if (want.key !== undefined && want.signedBy !== undefined) refuse('it has both a key and signedBy');
  if (typeof want.key === 'string' && !/^-----BEGIN PGP PUBLIC KEY BLOCK-----$/m.test(want.key)) {
    refuse('its key is not an ASCII-armored public key');
  }
  if (typeof want.key === 'object' && want.key.type.type !== 'apt.key')
    refuse(`its key is ${want.key.id}, not an aptKey`);
  if (want.signedBy !== undefined) checkPath(want.signedBy);
  for (const { packages, priority, match = 'x' } of want.pin ?? []) {
    if (!Number.isInteger(priority)) refuse(`${priority} is not a valid priority`);
    if (!/^[^\n]+$/.test(packages) || !/^[^\n]+$/.test(match)) refuse('a pin must be one line');
  }
  return make(want);
}
