// Queries the digests and contents of files, and parses the answer.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import type { AnswerReader } from '../answer-reader.js';
import { textOf } from '../answer-reader.js';

/** How sha256sum of coreutils escapes names. If a name contains one of these, a backslash precedes the digest. */
const escapes: readonly (readonly [string, string])[] = [
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
];

function escaped(path: string, howMany: number): string {
  return escapes.slice(0, howMany).reduce((name, [plain, written]) => name.replaceAll(plain, written), path);
}

/**
 * Run after `lookAt`: prints the digests of the paths that are regular files, and stores them in `$sums`. If a file
 * can't be read, sha256sum exits with 1, and the line of that file is missing.
 */
export const askSums: Script = sh`
for path do
  shift
  if [ -f "$path" ] && [ ! -L "$path" ]; then set -- "$@" "$path"; fi
done
sums=
[ $# = 0 ] || sums=$(sha256sum -- "$@" || true; echo .)
printf '%s\n' "\${sums:-.}"`;

/**
 * The digest of each path. Names in the answer are matched against the queried paths, because busybox prints a line
 * break in a name unescaped, and coreutils escapes it (a carriage return only since 9.0). If a file could not be read,
 * its path is missing from the result.
 */
export function readSums(answer: AnswerReader, paths: readonly string[]): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const path of paths) {
    const [, slash = '', sum = ''] = /^(\\?)([0-9a-f]{64}) {2}/.exec(answer.rest) ?? [];
    const names = slash === '' ? [path] : [escaped(path, 2), escaped(path, 3)];
    if (names.some((name) => answer.take(`${slash}${sum}  ${name}\n`))) sums.set(path, sum);
  }
  if (answer.line() !== '.') throw new Error('sha256sum(1) printed lines for files that were not queried');
  return sums;
}

export interface Contents {
  /** Contents by the index of the file; only UTF-8 text of at most `shownBytes` bytes. */
  readonly contents: ReadonlyMap<number, string>;
  /** Indexes of the files with a leftover next to them. */
  readonly leftovers: ReadonlySet<number>;
}

/** Parses the lines `content INDEX BASE64` and `left INDEX`, up to the end of the answer. */
export function readContents(answer: AnswerReader, shownBytes: number): Contents {
  const contents = new Map<number, string>();
  const leftovers = new Set<number>();
  while (answer.rest !== '') {
    const [word = '', index = '', base64 = ''] = answer.line().split(' ');
    if (word === 'left') leftovers.add(Number(index));
    if (word !== 'content') continue;
    const text = textOf(base64);
    if (text !== undefined && Buffer.byteLength(text) <= shownBytes) contents.set(Number(index), text);
  }
  return { contents, leftovers };
}
