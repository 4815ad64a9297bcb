// Parent folders that a step creates for its paths: they are removed with the paths if they are empty.
import type { Script } from '../model/script.js';
import { sh } from '../shell/sh.js';

/** Prints the missing parent folders of these paths, deepest first. */
export function missingFolders(paths: readonly string[]): Script {
  return sh`
for path in ${paths.filter((path) => path.startsWith('/'))}; do
  folder=\${path%/*}
  while [ -n "$folder" ] && [ ! -e "$folder" ] && [ ! -L "$folder" ]; do
    printf '%s\n' "$folder"
    folder=\${folder%/*}
  done
done | LC_ALL=C sort -ru`;
}

/** Removes the folders that are listed on stdin, except those that aren't empty. */
export const leaveFolders = sh`
while IFS= read -r folder; do
  if [ -d "$folder" ] && [ ! -L "$folder" ]; then rmdir -- "$folder" 2>/dev/null || :; fi
done`;
