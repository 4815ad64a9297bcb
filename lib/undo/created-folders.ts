// Folders that a step makes on the way to its paths: they go with them, once nothing is in them.
import type { Script } from '../model/script.js';
import { sh } from '../shell/sh.js';

/** Prints the folders that are missing on the way to these paths, the deepest first. */
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

/** Takes away the folders that stdin lists, as far as nothing is in them. */
export const leaveFolders = sh`
while IFS= read -r folder; do
  if [ -d "$folder" ] && [ ! -L "$folder" ]; then rmdir -- "$folder" 2>/dev/null || :; fi
done`;
