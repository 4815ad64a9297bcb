// What the host fetches: files, archives and checkouts.
import { archive, download, git, secretString, Type, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { accountName, oneLine, ownership, path, pathKey, textOrSecret } from './shared-schemas.js';

const source = {
  url: textOrSecret('http or https URL. If it contains credentials, make it a secret.'),
  sha256: Type.String({
    pattern: '^[0-9a-f]{64}$',
    description: 'SHA-256 digest of the file: 64 hexadecimal digits, as printed by sha256sum(1).',
  }),
};
const downloadEntry = Type.Object({ ...source, ...ownership('0644') }, { additionalProperties: false });

const owners = {
  owner: Type.Optional(accountName('Owner of all files in it. Defaults to root.')),
  group: Type.Optional(accountName('Group of all files in it. Defaults to root.')),
};
const archiveEntry = Type.Object(
  {
    ...source,
    strip: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Number of leading folders to strip from each path in the archive. Defaults to 0.',
      }),
    ),
    ...owners,
  },
  { additionalProperties: false },
);

const gitEntry = Type.Object(
  {
    repository: oneLine('`https://…`, `ssh://…`, `git@host:path` or `file:///…`, without a password.'),
    ref: oneLine('A full commit hash (40 digits), a branch, or a tag.'),
    ...owners,
    submodules: Type.Optional(
      Type.Boolean({ description: 'Whether to check out submodules. Defaults to false.' }),
    ),
    user: Type.Optional(oneLine('For https: user name. Defaults to git.')),
    password: Type.Optional(secretString({ description: 'For https: password or token.' })),
    key_file: Type.Optional(path('For ssh: path of a private key on the host.')),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares downloads, archives and checkouts. */
export const sourceVars = {
  downloads: Type.Optional(section(pathKey, downloadEntry, 'Files from a URL, by path.')),
  archives: Type.Optional(
    section(
      pathKey,
      archiveEntry,
      'Tarballs and zip files from a URL, by the path under which their contents appear.',
    ),
  ),
  git: Type.Optional(
    section(pathKey, gitEntry, 'Checkouts of git repositories, by path. The package git must be installed.'),
  ),
};

interface SourceVars {
  readonly downloads?: Readonly<Record<string, Static<typeof downloadEntry>>>;
  readonly archives?: Readonly<Record<string, Static<typeof archiveEntry>>>;
  readonly git?: Readonly<Record<string, Static<typeof gitEntry>>>;
}

/** The files, then the archives, then the checkouts. */
export function* declaredSources({ downloads, archives, git: checkouts }: SourceVars): Generator<Resource> {
  yield* each('downloads', downloads, (where, entry) => download({ path: where, ...entry }));
  yield* each('archives', archives, (where, { url, sha256, ...rest }) =>
    archive({ path: where, from: { url, sha256 }, ...rest }),
  );
  yield* each('git', checkouts, (where, { key_file, ...rest }) =>
    git({ path: where, ...rest, ...(key_file !== undefined && { keyFile: key_file }) }),
  );
}
