// The state of paths: one stat(1) queries many, and its output numbers them, so that no name can forge a line.
import { Unreadable } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import type { AnswerReader } from '../answer-reader.js';
import { textOf } from '../answer-reader.js';

/** A user or group: its numeric ID, and its name, if the host has one for that ID. */
export interface Account {
  readonly id: string;
  readonly name: string;
}

export interface Present {
  readonly kind: 'file' | 'directory' | 'symbolic link' | 'pipe' | 'socket' | 'device';
  readonly owner: Account;
  readonly group: Account;
  /** Four octal digits. */
  readonly mode: string;
  readonly size: number;
  /** Target of a symbolic link. */
  readonly target?: string;
}

export interface Missing {
  readonly kind: 'missing';
}

export type PathState = Present | Missing;

/**
 * Queries the state of the paths. Afterwards, `$@` contains the existing ones, in order. stat exits with 1 both if a
 * path is missing and if it can't be accessed; only its message distinguishes the two.
 */
export function lookAt(paths: readonly string[]): Script {
  return sh`
set -- ${paths}
n=0 found=
for path do
  shift
  if [ -e "$path" ] || [ -L "$path" ]; then
    set -- "$@" "$path"
    found="$found $n"
  else
    said=$(stat -- "$path" 2>&1 >/dev/null) || true
    said=\${said%' (os error '*} # uutils before 0.1
    case $said in
      *': No such file or directory' | *': Not a directory') ;;
      *) printf 'lost %s %s\n' "$n" "\${said##*: }" ;;
    esac
  fi
  n=$((n + 1))
done
printf 'found%s\n' "$found"
[ $# = 0 ] || stat -c '%f:%u:%g:%s:%U:%G' -- "$@"
for path do
  [ ! -L "$path" ] || { readlink -n -- "$path" | base64 | tr -d '\n'; echo; }
done`;
}

/** The kinds, by the file type bits of inode(7). */
const kinds: Readonly<Record<number, Present['kind']>> = {
  0o100000: 'file',
  0o040000: 'directory',
  0o120000: 'symbolic link',
  0o010000: 'pipe',
  0o140000: 'socket',
  0o060000: 'device',
  0o020000: 'device',
};

function present(line: string): Present {
  const match = /^([0-9a-f]+):(\d+):(\d+):(\d+):([^:]*):([^:]*)$/.exec(line);
  const [, raw = '', uid = '', gid = '', size = '', user = '', group = ''] = match ?? [];
  const bits = Number.parseInt(raw, 16);
  const kind = kinds[bits & 0o170000];
  if (!kind) throw new Error(`unexpected output of stat(1): ${JSON.stringify(line)}`);
  return {
    kind,
    owner: { id: uid, name: user === 'UNKNOWN' ? uid : user },
    group: { id: gid, name: group === 'UNKNOWN' ? gid : group },
    mode: (bits & 0o7777).toString(8).padStart(4, '0'),
    size: Number(size),
  };
}

/** One state per path that `lookAt` was given; Unreadable if the state could not be read. */
export function readStates(answer: AnswerReader, count: number): readonly (PathState | Unreadable)[] {
  const states: (PathState | Unreadable)[] = Array.from({ length: count }, () => ({ kind: 'missing' }));
  let line = answer.line();
  for (; line.startsWith('lost '); line = answer.line()) {
    const [, index = '', why = ''] = /^lost (\d+) (.*)$/.exec(line) ?? [];
    states[Number(index)] = new Unreadable(why === '' ? 'the path changed while it was being read' : why);
  }
  if (!line.startsWith('found')) throw new Error(`unexpected answer about paths: ${JSON.stringify(line)}`);
  const found = line.split(' ').slice(1).map(Number);
  const seen = found.map(() => present(answer.line()));
  found.forEach((index, at) => {
    const state = seen[at];
    if (!state) return;
    states[index] = state.kind === 'symbolic link' ? withTarget(state, answer.line()) : state;
  });
  return states;
}

function withTarget(state: Present, base64: string): Present | Unreadable {
  const target = textOf(base64);
  if (target === undefined) return { ...state, target: Buffer.from(base64, 'base64').toString('latin1') };
  return target === '' ? new Unreadable('its target could not be read') : { ...state, target };
}

/** Whether a declared name or number refers to that account. */
export function isAccount(want: string, have: Account): boolean {
  return want === have.name || want === have.id;
}

/** The kind as shown to people: `symbolic link to /etc/x`, `directory`. */
export function kindInWords(state: PathState): string {
  return state.kind === 'symbolic link' ? `symbolic link to ${state.target ?? '?'}` : state.kind;
}
