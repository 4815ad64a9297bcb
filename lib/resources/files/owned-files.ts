// For types that keep a few files: asks about, compares and replaces them together.
import { Unreadable, type Change } from '../../model/resource.js';
import type { Answer, Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { fileType, type FileHave } from './file.js';
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
