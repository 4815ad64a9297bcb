// The digests and contents of files: asked for, and read in the answer.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import type { AnswerReader } from '../answer-reader.js';
import { textOf } from '../answer-reader.js';

/** As coreutils' sha256sum writes a name: with a backslash before the digest where one of these is in it. */
const escapes: readonly (readonly [string, string])[] = [
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
];

function escaped(path: string, howMany: number): string {
  return escapes.slice(0, howMany).reduce((name, [plain, written]) => name.replaceAll(plain, written), path);
}

/**
 * Behind `lookAt`: prints the digests of those that are regular files, and leaves them in `$sums`. sha256sum's status 1:
 * some file could not be read; its line is missing then.
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
 * The digest of each path, read against the names that were asked for: busybox writes a line break in a name as it is,
 * coreutils escapes it (the carriage return only since 9.0). A path is missing here if its file could not be read.
 */
export function readSums(answer: AnswerReader, paths: readonly string[]): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const path of paths) {
    const [, slash = '', sum = ''] = /^(\\?)([0-9a-f]{64}) {2}/.exec(answer.rest) ?? [];
    const names = slash === '' ? [path] : [escaped(path, 2), escaped(path, 3)];
    if (names.some((name) => answer.take(`${slash}${sum}  ${name}\n`))) sums.set(path, sum);
  }
  if (answer.line() !== '.') throw new Error('sha256sum(1) reported on other files');
  return sums;
}

export interface Contents {
  /** By number; only what is text of at most the shown size. */
  readonly contents: ReadonlyMap<number, string>;
  /** Numbers of those with a leftover next to them. */
  readonly leftovers: ReadonlySet<number>;
}

/** The lines `content INDEX BASE64` and `left INDEX` up to the answer's end. */
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
