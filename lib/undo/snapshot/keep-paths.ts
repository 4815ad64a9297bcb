// Copies what is at some paths, unchanged, so that it can be put back.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/** Defines `keep PATH COPY`: prints `missing` if nothing is there; otherwise copies it completely and prints `kept`. */
export const keepFunction = sh`
keep() {
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then echo missing; return; fi
  cp -a -- "$1" "$2" || return
  echo kept
}`;

/**
 * Copies all paths to a folder of root's: `N.path` contains the path, `N` is the copy. The folder gets its name once it
 * is complete. Without `folders`, a directory at a path is left alone, now and later, because it could be of any size.
 */
export function keep(
  folder: string,
  paths: readonly string[],
  { folders = false }: { readonly folders?: boolean } = {},
): Script {
  const next = `${folder}.new`;
  return sh`
rm -rf -- ${folder} ${next}
( umask 077; mkdir -p -- ${next} )
( n=0
${keepFunction}
for path in ${paths}; do
  n=$((n + 1))
  ${folders ? sh`` : sh`if [ -d "$path" ] && [ ! -L "$path" ]; then continue; fi`}
  printf '%s\n' "$path" >${`${next}/`}"$n.path"
  keep "$path" ${`${next}/`}"$n" >/dev/null || exit 1
done ) || exit 1
mv -T -- ${next} ${folder}`;
}
