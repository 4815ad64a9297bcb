// The configuration a unit is known to run with, kept while a new one is tried. In memory only: it may hold secrets.
import type { Script } from '../../model/script.js';
import { renameOver } from '../../shell/rename.js';
import { sh } from '../../shell/sh.js';

/** Gone after a boot, which starts the unit with what is on the disk anyway. */
export function goodFolder(unit: string): string {
  return `/run/trueup/good/${unit}`;
}

/** Keeps files and links as they are, and which of them are missing. For a unit that runs what is on the disk. */
export function keepGood(unit: string, paths: readonly string[]): Script {
  if (paths.length === 0) return sh`:`;
  const folder = goodFolder(unit);
  return sh`
rm -rf -- ${folder} ${`${folder}.new`}
( umask 077; mkdir -p ${`${folder}.new`} )
n=0
for path in ${paths}; do
  n=$((n + 1))
  printf '%s\n' "$path" >${`${folder}.new/`}"$n.path"
  if [ -f "$path" ] || [ -L "$path" ]; then cp -a -- "$path" ${`${folder}.new/`}"$n"; fi
done
mv -T -- ${`${folder}.new`} ${folder}`;
}

/** Status 0 where there is something to put back. */
export function hasGood(unit: string): Script {
  return sh`[ -d ${goodFolder(unit)} ]`;
}

/**
 * Puts the kept files and links back, each at once, staged where `stagedPath` says; what was missing goes. Exits with 1
 * at the first that can't, also where nobody heeds `set -e`.
 */
export function restoreGood(folder: string): Script {
  return sh`
put_back() {
  tag=$(printf %s "$2" | sha256sum) || return
  staged=\${2%/*}/.trueup-$(printf %.12s "$tag")
  rm -rf -- "$staged" || return
  # In a folder that is a user's own, somebody may put a link there meanwhile.
  cp -a --remove-destination -- "$1" "$staged" || return
  [ -L "$staged" ] || sync "$staged" || return
  ${renameOver(sh`"$staged"`, sh`"$2"`)}
}
for name in ${`${folder}/`}*.path; do
  [ -e "$name" ] || continue
  path=$(cat "$name")
  kept=\${name%.path}
  if [ -e "$kept" ] || [ -L "$kept" ]; then put_back "$kept" "$path" || exit 1
  elif [ -f "$path" ] || [ -L "$path" ]; then rm -f -- "$path" || exit 1; fi
done`;
}

/** The new configuration is the good one now. */
export function dropGood(unit: string): Script {
  return sh`rm -rf -- ${goodFolder(unit)}`;
}
