// Directories, files and links.
import { absent, directory, file, link, sh, Type, type Resource, type Static } from '../../lib/kit.js';
import type { ContentOf } from './file-content.js';
import { fileEntry, type FileEntry } from './file-entry.js';
import { each, section } from './named-section.js';
import { oneLine, ownership, pathKey } from './shared-schemas.js';
import { values } from './template-values.js';

const directoryEntry = Type.Object(ownership('0755'), { additionalProperties: false });

const gone = Type.Literal('absent', { description: 'Write `absent`, or a mapping.' });

/** The variables with which an inventory declares files. */
export const fileVars = {
  vars: values('Values that all templates of this role can use as `vars`.', { merged: true }),
  directories: Type.Optional(
    section(
      pathKey,
      Type.Union([directoryEntry, gone]),
      'Directories, by path: a mapping with owner, group and mode (`{}` for the defaults), or `absent`, which removes an empty directory. Parents are created first.',
    ),
  ),
  files: Type.Optional(
    section(
      pathKey,
      Type.Union([fileEntry, gone]),
      'Files, by path: a mapping with the contents, or `absent`.',
    ),
  ),
  links: Type.Optional(
    section(pathKey, oneLine('Target of the link.'), 'Symbolic links: a mapping of paths to targets.'),
  ),
};

interface FileVars {
  readonly directories?: Readonly<Record<string, Static<typeof directoryEntry> | 'absent'>>;
  readonly files?: Readonly<Record<string, FileEntry | 'absent'>>;
  readonly links?: Readonly<Record<string, string>>;
}

/** Parent directories come before their contents. */
export function declaredDirectories({ directories = {} }: FileVars): Generator<Resource> {
  const sorted = Object.entries(directories).sort(([a], [b]) => (a < b ? -1 : 1));
  return each('directories', Object.fromEntries(sorted), (path, entry) =>
    entry === 'absent' ? absent({ path }) : directory({ path, ...entry }),
  );
}

/** The files. `contentOf` returns the content of an entry. */
export function declaredFiles({ files }: FileVars, contentOf: ContentOf): Generator<Resource> {
  return each('files', files, (path, entry) => {
    if (entry === 'absent') return absent({ path });
    const { owner, group, mode, validate } = entry;
    return file({
      path,
      content: contentOf(entry),
      ...(owner !== undefined && { owner }),
      ...(group !== undefined && { group }),
      ...(mode !== undefined && { mode }),
      ...(validate && { validate: (staged: string) => sh`${validate} ${staged}` }),
    });
  });
}

/** The links. */
export function declaredLinks({ links }: FileVars): Generator<Resource> {
  return each('links', links, (path, to) => link({ path, to }));
}
