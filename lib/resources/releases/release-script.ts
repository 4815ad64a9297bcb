// The script that creates a release and switches to it.
import type { Blob, Script } from '../../model/script.js';
import { renameOver } from '../../shell/rename-over.js';
import { join, sh } from '../../shell/sh.js';
import { definePrune } from './prune-releases.js';

export interface Deployment {
  readonly root: string;
  /** Name of the folder in releases/. */
  readonly name: string;
  /** Absent if the release is already on the host. */
  readonly unpack?: Blob;
  readonly build?: Script;
  readonly migrate?: Script;
  readonly prove?: Script;
  /** `user:group`. */
  readonly owner: string;
  readonly keep: number;
}

/*
 * The release is built in its final place, because the result of a build (a Python venv, say) contains its own path. It
 * counts as complete once it has a manifest, which is written last: the digests of the bundle's files, taken after the
 * build. Even if tar fails, the bundle's bytes are read to the end, because the next script is on the same stream.
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

function switchScript({ migrate, prove }: Deployment): Script {
  const steps = [migrate, prove].flatMap((step) =>
    step
      ? [
          sh`( cd "$folder" && ${step}
)`,
        ]
      : [],
  );
  return sh`
if [ -e "$root/current" ] && [ ! -L "$root/current" ]; then
  printf '%s is not a link: move it out of the way, then run again\n' "$root/current" >&2; exit 1
fi
${join(steps)}
touch "$folder"
rm -f -- "$root/.current-new"
ln -s "releases/$name" "$root/.current-new"
${renameOver(sh`"$root/.current-new"`, sh`"$root/current"`)}`;
}

/**
 * Prunes, unpacks, builds, migrates, proves, switches, and prunes again. `isCurrent` means that `current` already
 * points to the release.
 */
export function deployScript(deployment: Deployment, isCurrent: boolean): Script {
  const { root, name, keep } = deployment;
  return join([
    sh`
umask 022
root=${root} name=${name}
releases=$root/releases folder=$root/releases/$name manifest=$root/releases/.manifest-$name
mkdir -p -- "$releases"
[ -n "$name" ]
before=$(readlink -- "$root/current") || before=
before=\${before##*/}
# Earlier versions of trueup marked none: all complete releases are then assumed to have served.
if [ -z "$(find "$releases" -maxdepth 1 -name '.served-*' | head -n 1)" ]; then
  for whole in "$releases"/.manifest-*; do [ ! -e "$whole" ] || : >"$releases/.served-\${whole##*/.manifest-}"; done
fi
if [ -n "$before" ] && [ -e "$releases/.manifest-$before" ]; then : >"$releases/.served-$before"; fi
${definePrune(keep)}
# Releases that failed before this one must not fill the disk.
prune`,
    unpackScript(deployment),
    isCurrent ? sh`` : switchScript(deployment),
    sh`prune`,
  ]);
}
