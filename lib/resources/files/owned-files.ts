// For types that manage a few files: queries, compares and replaces them together.
import { Unreadable, type Change, type ResourceType } from '../../model/resource.js';
import type { Answer, Script } from '../../model/script.js';
import { Secret } from '../../model/secret.js';
import { join, sh } from '../../shell/sh.js';
import { stagedPath } from '../../shell/staged-path.js';
import { fileType, removeFile, type FileHave, type FileKey } from './file.js';
import { keptPaths, undoSecretFiles } from './undo-files.js';
import { kindInWords } from './path-state.js';
import type { FileContent, OwnFile } from './replace-file.js';

function isWanted(file: OwnFile): file is FileContent {
  return file.content !== undefined;
}

/** The content of a file that should not exist is not queried, because it may be a secret. */
function asked(file: OwnFile): FileContent {
  return isWanted(file) ? file : { path: file.path, content: new Secret('') };
}

/** Queries all files of all wants. */
export function probeFiles(files: readonly (readonly OwnFile[])[]): Script {
  return fileType.probe(files.flat().map(asked));
}

/** One list of haves per want, in order; Unreadable if one of its files couldn't be read. */
export function readFiles(
  answer: Answer,
  files: readonly (readonly OwnFile[])[],
): readonly (readonly FileHave[] | Unreadable)[] {
  const all = fileType.read(answer, files.flat().map(asked));
  let at = 0;
  return files.map((own) => {
    const haves = all.slice(at, (at += own.length));
    const lost = haves.find((have) => have instanceof Unreadable);
    return lost ?? (haves as readonly FileHave[]);
  });
}

/** The differences. If there are several files, each change names its file. */
export function diffFiles(files: readonly OwnFile[], haves: readonly FileHave[]): readonly Change[] {
  return files.flatMap((want, at): readonly Change[] => {
    const have = haves[at];
    if (!have) throw new Error(`the state of ${want.path} is unknown`);
    if (!isWanted(want)) {
      const { state, leftover } = have;
      const from = state.kind === 'missing' ? 'leftover from an interrupted run' : kindInWords(state);
      return state.kind === 'missing' && !leftover ? [] : [{ verb: 'remove', key: want.path, from }];
    }
    return fileType
      .diff(want, have)
      .map((change) => (files.length === 1 ? change : { ...change, ...ofFile(change, want.path) }));
  });
}

/** The changes of one file, with the keys of `fileType`. */
function changesOfFile(
  files: readonly OwnFile[],
  { path }: FileContent,
  changes: readonly Change[],
): readonly Change<FileKey>[] {
  const suffix = files.length === 1 ? '' : ` ${path}`;
  return changes
    .filter(({ key }) => key.endsWith(suffix))
    .map((change) => ({ ...change, key: change.key.slice(0, change.key.length - suffix.length) as FileKey }));
}

function ofFile({ key, what = key }: Change, path: string): Pick<Change, 'key' | 'what'> {
  return { key: `${key} ${path}`, what: `${what} of ${path}` };
}

/** Replaces the files that differ, each atomically, in order; removes those that should not exist. */
export function replaceFiles(files: readonly OwnFile[], haves: readonly FileHave[]): Script {
  const scripts = files.flatMap((want, at) => {
    const have = haves[at];
    if (!isWanted(want)) return [sh`rm -f -- ${[want.path, stagedPath(want.path)]}`];
    const changes = have ? fileType.diff(want, have) : [];
    return have && changes.length > 0 ? [sh`( ${fileType.apply(want, have, changes)} )`] : [];
  });
  return join(scripts);
}

/**
 * Everything except the name and the id of a type that manages only its own files. Instead of removing a file that has been
 * changed since, trueup moves it aside.
 */
export function ownFiles<Want>(
  filesOf: (want: Want) => readonly OwnFile[],
): Omit<ResourceType<Want, readonly FileHave[]>, 'type' | 'id'> {
  return {
    paths: (want) => filesOf(want).map(({ path }) => path),
    probe: (wants) => probeFiles(wants.map(filesOf)),
    read: (answer, wants) => readFiles(answer, wants.map(filesOf)),
    diff: (want, haves) => diffFiles(filesOf(want), haves),
    apply: (want, haves) => replaceFiles(filesOf(want), haves),
    undo: {
      keeps: (want) => keptPaths(filesOf(want)),
      revert: (want, haves) => undoSecretFiles(filesOf(want), haves),
      remove: (want) =>
        join(
          filesOf(want)
            .filter(isWanted)
            .map((one) => removeFile(one)),
        ),
      access(want, changes) {
        const files = filesOf(want);
        const each = files
          .filter(isWanted)
          .map((one) => fileType.undo?.access?.(one, changesOfFile(files, one, changes)));
        return each.find((access) => access !== undefined);
      },
    },
  };
}
