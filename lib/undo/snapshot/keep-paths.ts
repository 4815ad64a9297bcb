// Keeps what stands at some paths, as it is, to be put back.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/** Defines `keep PATH COPY`: prints `missing` where nothing is, else copies it, whole, and prints `kept`. */
export const keepFunction = sh`
keep() {
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then echo missing; return; fi
  cp -a -- "$1" "$2" || return
  echo kept
}`;

/**
 * Keeps all of them in a folder of root's: `N.path` says which, `N` is what was there. It has its name once it is whole.
 * Without `folders` a directory that stands at a path is left alone, now and later: who knows how large it is.
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
