// The configuration a unit is known to run with, kept while a new one is tried. In memory only: it may hold secrets.
import type { Script } from '../model/script.js';
import { sh } from '../shell/sh.js';
import { switchIsArmed } from './undo-switch.js';

/** Gone after a boot, which starts the unit with what is on the disk anyway. */
function folderOf(unit: string): string {
  return `/run/trueup/good/${unit}`;
}

/**
 * Keeps files and links as they are, and which of them are missing. For a unit that runs what is on the disk; while a
 * switch waits to put an older state back, that one stays.
 */
export function keepGood(unit: string, paths: readonly string[]): Script {
  if (paths.length === 0) return sh`:`;
  const folder = folderOf(unit);
  return sh`
if [ ! -d ${folder} ] || ! ${switchIsArmed(unit)}; then
  rm -rf -- ${folder} ${`${folder}.new`}
  ( umask 077; mkdir -p ${`${folder}.new`} )
  n=0
  for path in ${paths}; do
    n=$((n + 1))
    printf '%s\n' "$path" >${`${folder}.new/`}"$n.path"
    if [ -f "$path" ] || [ -L "$path" ]; then cp -a -- "$path" ${`${folder}.new/`}"$n"; fi
  done
  mv -T -- ${`${folder}.new`} ${folder}
fi`;
}

/** Status 0 where there is something to put back. */
export function hasGood(unit: string): Script {
  return sh`[ -d ${folderOf(unit)} ]`;
}

/** Puts the kept files and links back, each at once, staged where `stagedPath` says; what was missing goes. */
export function restoreGood(unit: string): Script {
  const folder = folderOf(unit);
  return sh`
for name in ${`${folder}/`}*.path; do
  [ -e "$name" ] || continue
  path=$(cat "$name")
  kept=\${name%.path}
  if [ -e "$kept" ] || [ -L "$kept" ]; then
    tag=$(printf %s "$path" | sha256sum)
    staged=\${path%/*}/.trueup-$(printf %.12s "$tag")
    rm -rf -- "$staged"
    cp -a -- "$kept" "$staged"
    mv -fT -- "$staged" "$path"
  elif [ -f "$path" ] || [ -L "$path" ]; then rm -f -- "$path"; fi
done
sync`;
}

/** The new configuration is the good one now. */
export function dropGood(unit: string): Script {
  return sh`rm -rf -- ${folderOf(unit)}`;
}
