// Parses a host's answer about the folder of an archive.
import { posix } from 'node:path';

/** A user and a group as `user:group`. */
export interface Owners {
  readonly names: string;
  readonly numbers: string;
}

export interface ArchiveHave {
  /** Target of the link. */
  readonly current?: string;
  /** Whether the path exists and is not a link. */
  readonly blocked: boolean;
  /** Name of the wanted folder, after the stem, if it was ever complete. */
  readonly folder?: string;
  /** Changed or removed files in it, at most five. */
  readonly changed: readonly string[];
  /** Owners of the files in the folder, at most five. */
  readonly owners: readonly Owners[];
  readonly left: boolean;
}

/** Target of a link to one of trueup's folders. */
export const linkTo = (path: string, name: string): string => `.${posix.basename(path)}-${name}`;

/** Whether the folder is completely unpacked and unchanged since. */
export const isWhole = ({ folder, changed }: ArchiveHave): boolean =>
  folder !== undefined && changed.length === 0;

/** Whether these are the wanted user and group, each given by name or by number. */
export function isOwner(wanted: string, { names, numbers }: Owners): boolean {
  const known = [names, numbers].map((pair) => pair.split(':'));
  return wanted.split(':').every((one, at) => known.some((pair) => pair[at] === one));
}

/** Listed as `type mode size time name`, a folder as `d mode name`. */
const pathIn = (line: string): string =>
  line
    .split(' ')
    .slice(line.startsWith('d ') ? 2 : 4)
    .join(' ')
    .trim();

/** Parses the lines that `askArchive` prints. */
export function haveIn(lines: readonly string[]): ArchiveHave {
  const valuesOf = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const [current] = valuesOf('current');
  const [folder] = valuesOf('whole');
  return {
    ...(current !== undefined && { current }),
    ...(folder !== undefined && { folder }),
    blocked: lines.includes('blocked'),
    changed: valuesOf('changed').map(pathIn),
    owners: valuesOf('owner').map((pair) => {
      const [names = '', numbers = ''] = pair.split(' ');
      return { names, numbers };
    }),
    left: lines.includes('left'),
  };
}
