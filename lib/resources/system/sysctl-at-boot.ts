// The value that a kernel parameter has after the next boot, and the file that sets it.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/** A line of a file that gives a parameter a value. */
export interface Assignment {
  /** Path of the parameter below /proc/sys. */
  readonly path: string;
  readonly file: string;
  readonly line: string;
  readonly value: string;
}

/*
 * sysctl.d(5): systemd-sysctl reads the files of these folders in the order of their names, whichever folder they are
 * in; of two with the same name, only the one in the folder that comes first. The last line wins. /etc/sysctl.conf
 * counts only if a link in a folder points to it (99-sysctl.conf up to Debian 12 and Ubuntu 24.04); `sysctl --system`
 * reads it last, but isn't run at boot. A pattern with * yields to a line that names the parameter, as ours does.
 */
const folders = ['/etc', '/run', '/usr/local/lib', '/usr/lib', '/lib'].map((root) => `${root}/sysctl.d`);

const keep = String.raw`
function pathOf(key,  first, at, one, path) {
  match(key, /[.\/]/); first = substr(key, RSTART, 1); path = ""
  if (first != ".") return key
  for (at = 1; at <= length(key); at++) { one = substr(key, at, 1); path = path (one == "." ? "/" : one == "/" ? "." : one) }
  return path
}
FILENAME == "-" { wanted[$0] = 1; next }
{ sub(/^[ \t]+/, "") }
/^[#;]/ || !index($0, "=") { next }
{
  key = substr($0, 1, index($0, "=") - 1); value = substr($0, index($0, "=") + 1)
  sub(/^-/, "", key); gsub(/[ \t]+$/, "", key); gsub(/^[ \t]+|[ \t]+$/, "", value)
  path = "/proc/sys/" pathOf(key)
  if (path in wanted) printf "%s\t%s\t%s\t%s\n", path, FILENAME, FNR, value
}`;

/** Prints a line for each assignment to one of the paths, in the order in which they apply; see `readAssignment`. */
export function assignments(paths: readonly string[]): Script {
  return sh`
( tab=$(printf '\t')
  found=$(for folder in ${folders}; do
    for each in "$folder"/*.conf; do [ ! -f "$each" ] && [ ! -c "$each" ] || printf '%s\t%s\n' "\${each##*/}" "$each"; done
  done | awk -F "$tab" '! seen[$1]++' | LC_ALL=C sort | cut -f 2)
  IFS='
'
  set -f
  # shellcheck disable=SC2086 # one file per line
  printf '%s\n' ${paths} | awk ${keep} - $found )`;
}

/** Parses a line that `assignments` prints. Throws for anything else. */
export function readAssignment(text: string): Assignment {
  const [path = '', file = '', line = '', ...value] = text.split('\t');
  if (value.length === 0)
    throw new Error(`unexpected answer about kernel parameters: ${JSON.stringify(text)}`);
  return { path, file, line, value: value.join('\t') };
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** The assignment that overrides a drop-in: the last one in a file that is read after it. */
export function winnerOver(own: string, path: string, all: readonly Assignment[]): Assignment | undefined {
  return all.findLast((one) => one.path === path && nameOf(one.file) > nameOf(own));
}
