// Rolls back an archive: restores the target of the link and the owner of the files.
import { posix } from 'node:path';
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { defineListing, dropFolder, stemOf } from './archive-folders.js';
import { switchTo } from './archive-script.js';
import { isWhole, linkTo, type ArchiveHave } from './read-archive.js';

/** Former target of the link; undefined if there was no link. */
export function formerFolder(path: string, { current }: ArchiveHave): string | undefined {
  return current === undefined ? undefined : posix.resolve(posix.dirname(path), current);
}

/**
 * `name` is the name of the folder that the change switched to. If it was unpacked for this change, it is removed, unless its
 * files were changed since.
 */
export function goBack(path: string, name: string, have: ArchiveHave): readonly (Script | string)[] {
  const folder = `${stemOf(path)}${name}`;
  const [owner, ...others] = have.owners;
  const owned = !isWhole(have)
    ? [
        sh`${defineListing}
${dropFolder(sh`${folder}`)}`,
      ]
    : others.length > 0
      ? [`the files in ${path} had different owners`]
      : owner
        ? [sh`chown -hR -- ${owner.numbers} ${folder}`]
        : [];
  if (have.current === linkTo(path, name)) return owned;
  return [linkBack(path, have), ...owned];
}

function linkBack(path: string, have: ArchiveHave): Script {
  const former = formerFolder(path, have);
  if (former === undefined || have.current === undefined) return sh`rm -f -- ${path}`;
  return sh`
[ -e ${former} ] || { printf '%s\n' ${`${former} no longer exists`} >&2; exit 1; }
${switchTo(path, have.current)}`;
}
