// A source of Debian packages that apt trusts.
import type { Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { checkPath } from '../check-words.js';
import { defineResource } from '../define-resource.js';
import type { FileHave } from '../files/file.js';
import { ownFiles, replaceFiles } from '../files/owned-files.js';
import type { FileContent } from '../files/replace-file.js';

export interface Pin {
  /** As in apt_preferences(5): `mysql-*`, `*`. */
  readonly packages: string;
  readonly priority: number;
  /** As in apt_preferences(5): `origin nginx.org`. Where absent, the releases named like the repository's suites. */
  readonly match?: string;
}

export interface RepositoryWant {
  readonly name: string;
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** The key that signs it: its text, ASCII-armored; or an `aptKey`, declared before it. */
  readonly key?: string | Resource;
  /** Path of a keyring on the host, instead of `key`. With neither, the distribution's own keys must have signed it. */
  readonly signedBy?: string;
  /** `false` takes an index past its date; its signature still counts. */
  readonly checkValidUntil?: false;
  /** The first that fits a package counts. */
  readonly pin?: readonly Pin[];
}

/** deb822-style, sources.list(5). */
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

/** The preferences go before the source: a half-done change must not let a whole other release in. */
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
  // The next installation of packages sees that a source is younger than the lists, and updates them.
  apply: (want, haves) => sh`
( umask 022; mkdir -p /etc/apt/keyrings /etc/apt/preferences.d /etc/apt/sources.list.d )
${replaceFiles(filesOf(want), haves)}`,
  // A source stays once nobody declares it any more: what came from it is still there.
  undo: {},
};

const make = defineResource(repositoryType);

const oneWord = /^[^\s#]+$/;

/** A package source with its key and its pins. Throws E_INPUT for what would not be one line of sources.list(5). */
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
