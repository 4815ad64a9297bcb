// The script that makes a release and switches to it.
import type { Blob, Script } from '../model/script.js';
import { renameOver } from '../shell/rename.js';
import { join, sh } from '../shell/sh.js';

export interface Deployment {
  readonly root: string;
  /** Name of the folder below releases/. */
  readonly name: string;
  /** Absent where the release is there already. */
  readonly unpack?: Blob;
  readonly build?: Script;
  readonly migrate?: Script;
  /** `user:group`. */
  readonly owner: string;
  readonly keep: number;
}

/*
 * The release is built where it will stay: what a build makes (a Python venv, say) holds its own path. It counts as
 * whole by its manifest, which is written last: the digests of what came in the bundle, taken after the build.
 * Whatever happens to tar, the bundle's bytes are read to their end, as they come on the stream of the next script.
 */
function unpackScript({ unpack, build, owner }: Deployment): Script {
  if (!unpack) return sh`chown -hR -- ${owner} "$folder"`;
  return sh`
rm -rf -- "$folder" "$manifest"
mkdir "$folder"
${unpack} | { tar -xzf - --no-same-owner -C "$folder" || : >"$releases/.unpack-failed"; cat >/dev/null; }
[ ! -e "$releases/.unpack-failed" ] || { rm -rf -- "$folder" "$releases/.unpack-failed"; echo 'the bundle could not be unpacked' >&2; exit 1; }
( cd "$folder" && find . -type f -exec sha256sum {} + ) >"$releases/.unpack-list"
${
  build
    ? sh`( cd "$folder" && ${build}
)`
    : sh``
}
chown -hR -- ${owner} "$folder"
sync -f "$folder"
( cd "$folder" && { sed 's/^\(\\*\)[0-9a-f]\{64\}  //' "$releases/.unpack-list" | tr '\n' '\0' | xargs -0 -r sha256sum 2>/dev/null || true; } ) >"$releases/.unpack-manifest"
sync "$releases/.unpack-manifest"
rm -f -- "$releases/.unpack-list"
mv -fT -- "$releases/.unpack-manifest" "$manifest"`;
}

function switchScript({ migrate }: Deployment): Script {
  return sh`
if [ -e "$root/current" ] && [ ! -L "$root/current" ]; then
  printf '%s is no link: move it away, then run again\n' "$root/current" >&2; exit 1
fi
${
  migrate
    ? sh`( cd "$folder" && ${migrate}
)`
    : sh``
}
touch "$folder"
rm -f -- "$root/.current-new"
ln -s "releases/$name" "$root/.current-new"
${renameOver(sh`"$root/.current-new"`, sh`"$root/current"`)}`;
}

/** Those made current last stay; whatever is neither the current one nor whole goes. */
function pruneScript({ keep }: Deployment): Script {
  return sh`
for left in "$releases"/.unpack-*; do [ ! -e "$left" ] || rm -rf -- "$left"; done
kept=0
# shellcheck disable=SC2012 # other names than those of releases are passed over
ls -1t "$releases" | while read -r old; do
  case $old in *[!0-9a-f-]*) continue ;; esac
  if [ "$old" != "$name" ] && { [ ! -e "$releases/.manifest-$old" ] || [ "$kept" -ge ${keep} ]; }; then
    rm -f -- "$releases/.manifest-$old"; rm -rf -- "\${releases:?}/$old"
  else kept=$((kept + 1)); fi
done`;
}

/** Unpack, build, migrate, switch, prune. `isCurrent`: it is switched to already. */
export function deployScript(deployment: Deployment, isCurrent: boolean): Script {
  const { root, name } = deployment;
  return join([
    sh`
umask 022
root=${root} name=${name}
releases=$root/releases folder=$root/releases/$name manifest=$root/releases/.manifest-$name
mkdir -p -- "$releases"
[ -n "$name" ]`,
    unpackScript(deployment),
    isCurrent ? sh`` : switchScript(deployment),
    pruneScript(deployment),
  ]);
}
