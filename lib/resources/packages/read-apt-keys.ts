// The state of the keys in /etc/apt/keyrings: digests and fingerprints.
import { Unreadable } from '../../model/resource.js';
import type { Answer, Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { lookAt, readStates, type PathState } from '../files/path-state.js';
import { askSums, readSums } from '../files/read-contents.js';
import { lookForLeftovers } from '../files/staged-leftovers.js';
import { defineReadKey } from './parse-openpgp-key.js';

/** The state of one key. */
export interface AptKeyHave {
  readonly state: PathState;
  /** Digest of the file; if the file is a binary key that trueup converted to text, also the digest of the binary key. */
  readonly sums: readonly string[];
  /** The fingerprints on one line, or a sentence that says why there are none. */
  readonly fingerprints: string;
  readonly leftover: boolean;
}

/** Queries the state of all keys. */
export function askKeys(paths: readonly string[]): Script {
  return sh`
${lookAt(paths)}
${askSums}
${defineReadKey}
key() {
  [ -f "$2" ] && [ ! -L "$2" ] || return 0
  said=$(fingerprints "$2" 2>&1) || [ $? = 3 ]
  last=$(printf '%s\n' "$said" | tail -n 1)
  printf 'key %s %s\n' "$1" "$last"
  raw=$(sha256sum <"$2")
  again=$(unarmored "$2" | armored | sha256sum)
  [ "$again" = "$raw" ] || return 0
  bare=$(unarmored "$2" | sha256sum)
  printf 'bare %s %s\n' "$1" "$bare"
}
${join(paths.map((path, index) => sh`key ${index} ${path}`))}
${lookForLeftovers(paths)}`;
}

/** One have per path, in order. */
export function readKeys(answer: Answer, paths: readonly string[]): readonly (AptKeyHave | Unreadable)[] {
  const reader = new AnswerReader(answer, 'apt keys');
  const states = readStates(reader, paths.length);
  const isFile = (at: number): boolean => {
    const state = states[at];
    return state !== undefined && !(state instanceof Unreadable) && state.kind === 'file';
  };
  const sums = readSums(
    reader,
    paths.filter((_, at) => isFile(at)),
  );
  const told = new Map<string, string>();
  while (reader.rest !== '') {
    const [, what = '', says = ''] = /^(\w+ \d+) ?(.*)$/.exec(reader.line()) ?? [];
    told.set(what, says);
  }
  return paths.map((path, at) => {
    const state = states[at] ?? new Unreadable('the host did not answer');
    if (state instanceof Unreadable) return state;
    const sum = sums.get(path);
    const fingerprints = told.get(`key ${at}`) ?? '';
    if (isFile(at) && (sum === undefined || fingerprints === ''))
      return new Unreadable('its content could not be read');
    const known = [sum, told.get(`bare ${at}`)?.slice(0, 64)].filter((one) => one !== undefined);
    return { state, sums: known, fingerprints, leftover: told.has(`left ${at}`) };
  });
}
