// Creates a file or replaces it, atomically.
import type { Script } from '../../model/script.js';
import type { Secret } from '../../model/secret.js';
import { renameOver } from '../../shell/rename-over.js';
import { sh } from '../../shell/sh.js';
import { stagedPath } from '../../shell/staged-path.js';
import { refuseUnplaceable } from './staged-leftovers.js';

export interface FileContent {
  /** Absolute path. */
  readonly path: string;
  /** The complete content. Pass a `Secret` to keep it out of plans and reports. */
  readonly content: string | Secret;
  /** Owner: a name or numeric ID. Defaults to `root`. */
  readonly owner?: string;
  /** Group: a name or numeric ID. Defaults to `root`. */
  readonly group?: string;
  /** Permissions: four octal digits. Defaults to `0644`. */
  readonly mode?: string;
  /**
   * Returns a script that checks the new file at its temporary path. The new file is put in place only if the script
   * exits with status 0.
   */
  readonly validate?: (staged: string) => Script;
}

/** A file, or a path at which a file is no longer declared. */
export type OwnFile = FileContent | { readonly path: string; readonly content?: undefined };

/*
 * With noclobber, the shell opens the file with O_EXCL. Owner, mode and content are then set on the open file, not by
 * name: in a folder that an unprivileged user owns, the name may be swapped at any moment. printf is a builtin, so no
 * process has the content in its arguments. sync(1) makes the rename safe if the power fails.
 */

/** The path of a file, and what is written to it. */
export interface Placing extends Pick<FileContent, 'path' | 'validate'> {
  /** A shell word: `root:root`. */
  readonly owner: string | Script;
  /** A shell word. */
  readonly mode: string | Script;
  /** Writes the content to stdout. */
  readonly write: Script;
}

/** Sets owner and mode first, then writes the content, validates the file and renames it. */
export function placeFile({ path, owner, mode, write, validate }: Placing): Script {
  const staged = stagedPath(path);
  return sh`
${refuseUnplaceable(path)}
rm -f -- ${staged}
staged=${staged}
trap 'rm -f -- "$staged"' EXIT
set -C; exec 3>${staged}; set +C
chown -- ${owner} /proc/self/fd/3
chmod -- ${mode} /proc/self/fd/3
${write} >&3
sync /proc/self/fd/3
exec 3>&-
${validate ? sh`( ${validate(staged)} )` : sh``}
${renameOver(staged, path)}
trap - EXIT`;
}

/** Writes the complete content, with owner and mode. */
export function replaceFile(want: FileContent): Script {
  const { path, content, owner = 'root', group = 'root', mode = '0644', validate } = want;
  const write = sh`printf %s ${content}`;
  return placeFile({ path, owner: `${owner}:${group}`, mode, write, ...(validate && { validate }) });
}
