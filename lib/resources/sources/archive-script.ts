// The scripts that unpack an archive next to the current folder, and switch to it.
import type { Blob, Script } from '../../model/script.js';
import { renameOver } from '../../shell/rename-over.js';
import { sh } from '../../shell/sh.js';
import { stagedPath } from '../../shell/staged-path.js';
import { defineListing, stemOf } from './archive-folders.js';
import { defineFetch, fetchFrom, refuseOther, type Source } from './fetch-url.js';

/** What is unpacked, and where. */
export interface Unpacking {
  readonly path: string;
  /** Name of the new folder, after the stem. */
  readonly name: string;
  readonly from: Source | { readonly bundle: Blob };
  readonly strip: number;
  /** `user:group`. */
  readonly owner: string;
}

/** unzip(1) can't strip leading folders. */
const unpack = sh`
case $(head -c 4 "$file" | tr -d '\0') in
  PK*)
    command -v unzip >/dev/null || { echo 'the archive is a zip file: install the package unzip' >&2; exit 1; }
    unzip -q "$file" -d "$new/.unzipped"
    find "$new/.unzipped" -mindepth "$((strip + 1))" -maxdepth "$((strip + 1))" -exec mv -t "$new" -- {} +
    rm -rf -- "$new/.unzipped" ;;
  *) tar -xf "$file" --no-same-owner --no-same-permissions --strip-components="$strip" -C "$new" ;;
esac`;

/** A folder counts as complete once it has its list, which is written last, after everything is on the disk. */
export function unpackBeside({ path, name, from, strip, owner }: Unpacking): Script {
  const new_ = `${stemOf(path)}${name}`;
  const arrive =
    'bundle' in from
      ? sh`${from.bundle} | { cat >"$file" || : >"$new/.failed"; cat >/dev/null; }
[ ! -e "$new/.failed" ] || { echo 'the archive could not be written' >&2; exit 1; }`
      : sh`${defineFetch}
${fetchFrom(from)} >"$file"
${refuseOther(from, sh`"$file"`)}`;
  return sh`
umask 022
new=${new_} file=${`${new_}.archive`} strip=${strip}
${defineListing}
trap 'rm -f -- "$file"' EXIT
rm -rf -- "$new" "$new.list" "$file"
mkdir -- "$new"
${arrive}
${unpack}
rm -f -- "$file"
[ -n "$(ls -A "$new")" ] || { echo 'the unpacked archive is empty; strip may be too high' >&2; exit 1; }
chmod 0755 "$new"
chown -hR -- ${owner} "$new"
sync -f "$new"
listing "$new" >"$new.list.new"
sync "$new.list.new"
mv -fT -- "$new.list.new" "$new.list"
trap - EXIT`;
}

/** Switches the link in one rename. Anything else at the path is never replaced. */
export function switchTo(path: string, target: string): Script {
  const staged = stagedPath(path);
  return sh`
if [ -e ${path} ] && [ ! -L ${path} ]; then
  printf '%s\n' ${`${path} already exists and is not a symbolic link: move it out of the way, then apply again`} >&2; exit 1
fi
rm -f -- ${staged}
ln -s -- ${target} ${staged}
${renameOver(staged, path)}`;
}
