// Which releases are kept on a host, and which are removed.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/**
 * Defines `prune`, which reads the variables `releases` (the folder), `name` (the release that is being created or is
 * current) and `before` (the release that was current before, if any). These two releases are kept, and so is every
 * release that contains the working directory of a process. Of the others, the latest ones that have been current are
 * kept, until `keep` releases are kept in total. A release that failed before it became current is removed.
 */
export function definePrune(keep: number): Script {
  return sh`
prune() {
  for left in "$releases"/.unpack-*; do [ ! -e "$left" ] || rm -rf -- "$left"; done
  # A process that ends meanwhile is not a failure. The line break ends the last name.
  in_use="$(readlink -- /proc/[0-9]*/cwd 2>/dev/null || true)
"
  kept=0
  for old in "$releases"/*; do
    [ ! -d "$old" ] || ! must_stay "\${old##*/}" || kept=$((kept + 1))
  done
  # shellcheck disable=SC2012 # names other than those of releases are skipped
  ls -1t "$releases" | while read -r old; do
    case $old in *[!0-9a-f-]*) continue ;; esac
    if must_stay "$old"; then continue; fi
    if [ -e "$releases/.manifest-$old" ] && [ -e "$releases/.served-$old" ] && [ "$kept" -lt ${keep} ]; then
      kept=$((kept + 1)); continue
    fi
    rm -f -- "$releases/.manifest-$old" "$releases/.served-$old"; rm -rf -- "\${releases:?}/$old"
  done
}
must_stay() {
  case $1 in "$name" | "$before") return 0 ;; esac
  case $in_use in *"$releases/$1"[!0-9a-f-]*) return 0 ;; esac
  return 1
}`;
}
