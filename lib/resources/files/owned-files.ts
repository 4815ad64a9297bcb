// For types that keep a few files: asks about, compares and replaces them together.
import { Unreadable, type Change, type ResourceType } from '../../model/resource.js';
import type { Answer, Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { fileType, removeFile, type FileHave, type FileKey } from './file.js';
import { keptPaths, undoSecretFiles } from './going-back.js';
import type { FileContent } from './replace-file.js';

/** Asks about all files of all wants. */
export function probeFiles(files: readonly (readonly FileContent[])[]): Script {
  return fileType.probe(files.flat());
}

/** One list of haves per want, in order; Unreadable where one of its files couldn't be read. */
export function readFiles(
  answer: Answer,
  files: readonly (readonly FileContent[])[],
): readonly (readonly FileHave[] | Unreadable)[] {
  const all = fileType.read(answer, files.flat());
  let at = 0;
  return files.map((own) => {
    const haves = all.slice(at, (at += own.length));
    const lost = haves.find((have) => have instanceof Unreadable);
    return lost ?? (haves as readonly FileHave[]);
  });
}

/** What differs; where there are several files the change says which. */
export function diffFiles(files: readonly FileContent[], haves: readonly FileHave[]): readonly Change[] {
  return files.flatMap((want, at) => {
    const have = haves[at];
    if (!have) throw new Error(`the state of ${want.path} is unknown`);
    return fileType
      .diff(want, have)
      .map((change) => (files.length === 1 ? change : { ...change, ...ofFile(change, want.path) }));
  });
}

/** Those of one file, as the file's own type has them. */
function changesOfFile(
  files: readonly FileContent[],
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

/** Replaces those that differ, each atomically, in order. */
export function replaceFiles(files: readonly FileContent[], haves: readonly FileHave[]): Script {
  const scripts = files.flatMap((want, at) => {
    const have = haves[at];
    const changes = have ? fileType.diff(want, have) : [];
    return have && changes.length > 0 ? [sh`( ${fileType.apply(want, have, changes)} )`] : [];
  });
  return join(scripts);
}

/** All but name and id of a type that is nothing but its files; one that somebody changed is not removed but moved aside. */
export function ownFiles<Want>(
  filesOf: (want: Want) => readonly FileContent[],
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
      remove: (want) => join(filesOf(want).map((one) => removeFile(one))),
      access(want, changes) {
        const files = filesOf(want);
        const each = files.map((one) => fileType.undo?.access?.(one, changesOfFile(files, one, changes)));
        return each.find((access) => access !== undefined);
      },
    },
  };
}
