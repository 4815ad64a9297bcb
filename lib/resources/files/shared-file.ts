// A file of which trueup manages only a part, such as a line or a block. The rest is kept, and the file is replaced atomically.
import { createHash } from 'node:crypto';
import { Unreadable } from '../../model/resource.js';
import type { Answer, Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { AnswerReader, textOf } from '../answer-reader.js';
import { kindInWords, lookAt, readStates, type Present } from './path-state.js';
import { replaceFile, type FileContent } from './replace-file.js';

/** The message for a file that has changed since it was read. */
export function changedMeanwhile(path: string): string {
  return `another program changed ${path} during the run; apply again`;
}

/** The whole file, including what other programs wrote to it. */
export interface SharedFile {
  /** Absent if the file is missing. */
  readonly state?: Present;
  readonly content: string;
}

/** Queries the states and contents of the files. */
export function probeShared(paths: readonly string[]): Script {
  return sh`
${lookAt(paths)}
for path in ${paths}; do
  said=
  if [ -f "$path" ]; then said=$(base64 <"$path"); fi
  printf '%s' "$said" | tr -d '\n'; echo
done`;
}

/** One file per path, in order; Unreadable if it isn't a regular file with UTF-8 text. */
export function readShared(answer: Answer, paths: readonly string[]): readonly (SharedFile | Unreadable)[] {
  const reader = new AnswerReader(answer, paths.join(', '));
  const states = readStates(reader, paths.length);
  return paths.map((path, at) => {
    const state = states[at];
    const content = textOf(reader.line());
    if (!state || state instanceof Unreadable) return state ?? new Unreadable('the host did not answer');
    if (content === undefined) return new Unreadable(`${path} is not UTF-8 text`);
    if (state.kind === 'missing') return { content: '' };
    return state.kind === 'file' ? { state, content } : new Unreadable(`${path} is a ${kindInWords(state)}`);
  });
}

/** The file at one path, for a type that keeps all its wants in one file. */
export function readOneShared(answer: Answer, path: string): SharedFile | Unreadable {
  const [file = new Unreadable('the host did not answer')] = readShared(answer, [path]);
  return file;
}

/** One have per want, in order: what `look` finds for the want in its file. */
export function readParts<Want extends { readonly path: string }, Have>(
  answer: Answer,
  wants: readonly Want[],
  look: (want: Want, file: SharedFile) => Have | Unreadable,
): readonly (Have | Unreadable)[] {
  const files = readShared(
    answer,
    wants.map(({ path }) => path),
  );
  return wants.map((want, at) => {
    const file = files[at] ?? new Unreadable('the host did not answer');
    return file instanceof Unreadable ? file : look(want, file);
  });
}

/**
 * Replaces the content that was read. Owner, group and mode are kept unless others are given; a new file gets the
 * defaults of `replaceFile`. Fails if the file has changed since it was read.
 */
export function replaceShared(
  path: string,
  { state, content: read }: SharedFile,
  content: FileContent['content'],
  access: Pick<FileContent, 'owner' | 'group' | 'mode'> = {},
): Script {
  const sum = createHash('sha256').update(read).digest('hex');
  const kept = state ? { owner: state.owner.id, group: state.group.id, mode: state.mode } : {};
  return sh`
case $({ [ ! -e ${path} ] || cat ${path}; } | sha256sum) in
  ${sum}*) ;;
  *) printf '%s\n' ${changedMeanwhile(path)} >&2; exit 1 ;;
esac
${replaceFile({ path, content, ...kept, ...access })}`;
}
