// Puts back what was kept: completely or not at all, whatever is there by now, and whoever owns the folder.
import type { Script } from '../../model/script.js';
import { renameOver } from '../../shell/rename-over.js';
import { sh } from '../../shell/sh.js';

/**
 * Defines `place STAGED PATH OWNER MODE`: stdin becomes the file. In a user's folder, names may turn into links at any
 * moment, so noclobber makes the shell open with O_EXCL, and owner, mode and content are set on the opened file.
 */
export const placeFunction = sh`
place() (
  rm -rf -- "$1" && set -C && exec 3>"$1" &&
    chown -- "$3" /proc/self/fd/3 && chmod -- "$4" /proc/self/fd/3 &&
    cat >&3 && sync /proc/self/fd/3 && exec 3>&- || exit 1
  ${renameOver(sh`"$1"`, sh`"$2"`)}
)`;

/**
 * Defines `put_back COPY PATH` and `take_away PATH`; both return a status, even where `set -e` is ignored. The copy is
 * staged beside the path, with the name that `stagedPath` returns, computed here because only the host knows the path.
 * What is unchanged is left alone, because each sync of a busy disk takes time. A link is restored as a link, a folder
 * completely, in place of whatever is there; only a folder replaces a folder. `take_away` leaves a folder that isn't
 * empty: it is in use.
 */
export const putBackFunctions = sh`
${placeFunction}
tree_of() { ( cd -- "$1" && find . -exec stat -c '%N %f %u:%g' {} + && find . -type f -exec sha256sum {} + ) | sort; }
is_as_kept() {
  if [ -L "$1" ] || [ -L "$2" ]; then
    [ -L "$1" ] && [ -L "$2" ] && [ "$(readlink -- "$1")" = "$(readlink -- "$2")" ]; return
  fi
  [ "$(stat -c '%f %u:%g' -- "$1")" = "$(stat -c '%f %u:%g' -- "$2" 2>/dev/null)" ] || return
  if [ -d "$1" ]; then [ "$(tree_of "$1")" = "$(tree_of "$2")" ]
  elif [ -f "$1" ]; then cmp -s -- "$1" "$2"; fi
}
put_back() (
  if is_as_kept "$1" "$2"; then exit 0; fi
  folder=\${2%/*}
  tag=$(printf %s "$2" | sha256sum) || exit 1
  staged=$folder/.trueup-$(printf %.12s "$tag")
  if [ ! -d "$folder/" ]; then printf 'the folder %s is missing\n' "$folder" >&2; exit 1; fi
  if [ -d "$1" ] && [ ! -L "$1" ]; then
    rm -rf -- "$staged" "$staged-old" && cp -aT -- "$1" "$staged" &&
      find "$staged" \( -type f -o -type d \) -exec sync {} + || exit 1
    if [ -e "$2" ] || [ -L "$2" ]; then mv -T -- "$2" "$staged-old" || exit 1; fi
    mv -T -- "$staged" "$2" && rm -rf -- "$staged-old"
    exit
  fi
  if [ -d "$2" ] && [ ! -L "$2" ]; then printf '%s is a directory now\n' "$2" >&2; exit 1; fi
  if [ -f "$1" ] && [ ! -L "$1" ]; then
    was=$(stat -c '%u:%g %a' -- "$1") || exit 1
    place "$staged" "$2" "\${was% *}" "\${was#* }" <"$1"
    exit
  fi
  rm -rf -- "$staged" || exit 1
  if [ -L "$1" ]; then ln -sT -- "$(readlink -- "$1")" "$staged"; else cp -aT -- "$1" "$staged"; fi || exit 1
  ${renameOver(sh`"$staged"`, sh`"$2"`)}
)
take_away() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir -- "$1" 2>/dev/null || :; else rm -f -- "$1"; fi
}`;

/**
 * Puts back everything that `keep` kept in the folder, and removes what was missing. Exits with 1 at the first failure,
 * even where `set -e` is ignored. `folders` recreates the parent folders of kept paths, as root's.
 */
export function putBack(folder: string, { folders = false }: { readonly folders?: boolean } = {}): Script {
  return sh`
( ${putBackFunctions}
for name in ${`${folder}/`}*.path; do
  [ -e "$name" ] || continue
  path=$(cat -- "$name") kept=\${name%.path}
  if [ -e "$kept" ] || [ -L "$kept" ]; then
    ${folders ? sh`( umask 022; mkdir -p -- "\${path%/*}" ) || exit 1` : sh``}
    put_back "$kept" "$path" || exit 1
  else take_away "$path" || exit 1; fi
done ) || exit 1`;
}
