// For types that manage files: what a rollback needs to know about them.
import type { Script } from '../../model/script.js';
import { Secret } from '../../model/secret.js';
import { sh } from '../../shell/sh.js';
import type { PathState } from './path-state.js';
import type { OwnFile } from './replace-file.js';

/** Paths of the files whose earlier state may be kept: no copy is kept of a file that contains a secret. */
export function keptPaths(files: readonly OwnFile[]): readonly string[] {
  return files.flatMap(({ path, content }) => (content instanceof Secret ? [] : [path]));
}

/** For files with secrets: a file that did not exist is removed again; a file that existed can't be restored. */
export function undoSecretFiles(
  files: readonly OwnFile[],
  haves: readonly { readonly state: PathState }[],
): readonly (Script | string)[] {
  return files.flatMap(({ path, content }, at): (Script | string)[] => {
    if (!(content instanceof Secret)) return [];
    return haves[at]?.state.kind === 'missing' ? [sh`rm -f -- ${path}`] : [whySecretStays(path)];
  });
}

function whySecretStays(path: string): string {
  return `${path} contains a secret, so no earlier copy is kept; apply the older commit instead`;
}
