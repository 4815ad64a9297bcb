// The folders that the link of an archive may point to: which exist, and which may be removed.
import { posix } from 'node:path';
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/** The common prefix of the folders that the link at a path may point to: `/opt/.node-` for `/opt/node`. */
export function stemOf(path: string): string {
  return posix.join(posix.dirname(path), `.${posix.basename(path)}-`);
}

/**
 * Defines `listing FOLDER`, which prints a line for each entry, so that a change can be detected without reading the
 * files. The time and size of folders are left out, because they change when an entry is added.
 */
export const defineListing: Script = sh`
listing() {
  ( cd -- "$1" || exit 1
  now=$(find . -mindepth 1 \( -type d -printf 'd %m %P\n' -o -printf '%y %m %s %T@ %P %l\n' \)) || exit 1
  printf '%s\n' "$now" | LC_ALL=C sort )
}`;

/** Removes a folder if nothing in it was added or changed; otherwise, it is moved to `aside`, or stays. */
export function dropFolder(folder: Script, aside?: string): Script {
  const keep = aside === undefined ? sh`:` : sh`mv -T -- "$old" ${aside}; rm -f -- "$old.list"`;
  return sh`
old=${folder}
if [ -d "$old" ] && [ ! -L "$old" ]; then
  if [ -e "$old.list" ] && [ "$(listing "$old")" != "$(cat "$old.list")" ]; then ${keep}
  else rm -rf -- "$old" "$old.list"; fi
fi`;
}

/**
 * Defines `is_ours NAME`, for what follows the stem in a folder's name: the folders of `/opt/node-x` don't belong to
 * `/opt/node`.
 */
const defineOurs = sh`
is_ours() {
  case $1 in ???????????? | ????????????-2) ;; *) return 1 ;; esac
  case \${1%-2} in *[!0-9a-f]*) return 1 ;; esac
}`;

/** Defines `folders STEM`, which prints the complete folders. */
const defineFolders = sh`
folders() {
  for each in "$1"*; do
    if is_ours "\${each#"$1"}" && [ -d "$each" ] && [ -e "$each.list" ]; then printf '%s\n' "$each"; fi
  done
}`;

/**
 * Defines `leftovers STEM`, which prints what a killed run left behind: folders without a list, archives and unfinished
 * lists.
 */
const defineLeftovers = sh`
leftovers() {
  for each in "$1"*; do
    rest=\${each#"$1"}
    if [ ! -e "$each" ] || ! is_ours "\${rest%%.*}"; then continue; fi
    case $rest in *.archive | *.list.new) printf '%s\n' "$each" ;; *.*) ;; *) [ -e "$each.list" ] || printf '%s\n' "$each" ;; esac
  done
}`;

/**
 * Prints the current state, for `haveIn`. A file name may contain any characters, but is expected to be a single line.
 */
export function askArchive(path: string, id: string): Script {
  const stem = stemOf(path);
  return sh`
( stem=${stem}
${defineListing}
${defineOurs}
${defineLeftovers}
current=$(readlink -- ${path}) || current=
if [ -n "$current" ]; then printf 'current %s\n' "$current"
elif [ -e ${path} ]; then echo blocked; fi
name=${id}
[ "$current" != ${`.${posix.basename(path)}-${id}-2`} ] || name=${`${id}-2`}
if [ -d "$stem$name" ] && [ -e "$stem$name.list" ]; then
  printf 'whole %s\n' "$name"
  owners=$(find "$stem$name" -printf 'owner %u:%g %U:%G\n')
  printf '%s\n' "$owners" | sort -u | head -n 5
  now=$(listing "$stem$name")
  printf '%s\n' "$now" | LC_ALL=C comm -23 "$stem$name.list" - | sed -n '1,5s/^/changed /p'
fi
leftovers "$stem" | sed 's/.*/left/' )
echo '== end'`;
}

/**
 * Removes what a killed run left behind, and older folders except those in `keep`: the last one stays for a rollback.
 */
export function tidyUp(path: string, keep: readonly string[]): Script {
  const stem = stemOf(path);
  return sh`
${defineListing}
${defineOurs}
${defineFolders}
${defineLeftovers}
leftovers ${stem} | while IFS= read -r left; do rm -rf -- "$left"; done
folders ${stem} | while IFS= read -r folder; do
  kept=
  for name in ${keep.map((name) => `${stem}${name}`)}; do [ "$folder" != "$name" ] || kept=1; done
  [ -z "$kept" ] || continue
  ${dropFolder(sh`"$folder"`)}
done`;
}

/**
 * Removes the link and the folders. If files in the current folder were changed, it is moved to the link's path with
 * the suffix `.orphaned`.
 */
export function removeArchive(path: string): Script {
  return sh`
${defineListing}
${defineOurs}
${defineFolders}
stem=${stemOf(path)}
current=$(readlink -- ${path}) || current=
folder=${`${posix.dirname(path)}/`}$current
if [ -n "$current" ] && is_ours "\${folder#"$stem"}"; then
  rm -f -- ${path}
  ${dropFolder(sh`"$folder"`, `${path}.orphaned`)}
  folders "$stem" | while IFS= read -r folder; do
    ${dropFolder(sh`"$folder"`)}
  done
fi`;
}
