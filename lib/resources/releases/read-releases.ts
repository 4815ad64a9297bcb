// Parses a host's answer about releases.
import type { Answer } from '../../model/script.js';

export interface ReleaseHave {
  /** Name of the folder: the release's id, with a number appended if the release had to be created again. */
  readonly name: string;
  /** Whether the release has been unpacked and built, and has not changed since. */
  readonly whole: boolean;
  /** Files that were changed or removed since; at most five. */
  readonly changed: readonly string[];
  readonly owner: string;
  /** Name of the current release; absent if there is none. */
  readonly current?: string;
  /** Whether `current` exists and is not a link. */
  readonly blocked: boolean;
  readonly left: boolean;
}

/** Parses the answer of the probe: one have per id, in order. Throws if the host gave no answer. */
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
