// Parses a host's answer about releases.
import type { Answer } from '../../model/script.js';

export interface ReleaseHave {
  /** The folder's name: the wanted id, or that with a number where it had to be made again. */
  readonly name: string;
  /** Unpacked, built and unchanged since. */
  readonly whole: boolean;
  /** Files that were changed or removed since; at most five. */
  readonly changed: readonly string[];
  readonly owner: string;
  /** Name of the current release; absent where there is none. */
  readonly current?: string;
  /** `current` exists and is not a link. */
  readonly blocked: boolean;
  readonly left: boolean;
}

/** One per id, in order. Reads the lines of the release's probe. Throws if the host gave no answer. */
export function readReleases({ status, stdout }: Answer, ids: readonly string[]): readonly ReleaseHave[] {
  const sections = stdout.split(/^== release\n/m).slice(1);
  if (status !== 0 || sections.length !== ids.length)
    throw new Error(`its probe failed with status ${status}`);
  return sections.map((section, at): ReleaseHave => {
    const lines = section.split('\n');
    const valueOf = (word: string): string | undefined =>
      lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
    const changed = lines
      .filter((line) => line.startsWith('changed '))
      .map((line) => line.slice(8).replace(/: FAILED.*/, ''));
    const current = valueOf('current')?.replace(/^releases\//, '');
    return {
      name: valueOf('whole') ?? ids[at] ?? '',
      whole: valueOf('whole') !== undefined && changed.length === 0,
      changed,
      owner: valueOf('owner') ?? '',
      ...(current === undefined ? {} : { current }),
      blocked: lines.includes('blocked'),
      left: lines.includes('left'),
    };
  });
}
