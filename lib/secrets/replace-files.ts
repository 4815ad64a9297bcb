// Replaces several files, all or none: a reader sees either the old or the new version of each.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';

/** Writes all files next to the old ones before it renames the first; after a failure, restores the old ones. */
export function replaceFiles(files: ReadonlyMap<string, string>, mode = 0o644): void {
  const staged: { readonly path: string; readonly stage: string; readonly before: string | undefined }[] = [];
  const done: typeof staged = [];
  try {
    for (const [name, text] of files) {
      const found = statSync(name, { throwIfNoEntry: false });
      const path = found ? realpathSync(name) : name;
      const stage = `${path}.${randomUUID()}~`;
      staged.push({ path, stage, before: found && readFileSync(path, 'utf8') });
      write(stage, text, found ? found.mode & 0o7777 : mode);
    }
    for (const one of staged) {
      renameSync(one.stage, one.path);
      done.push(one);
    }
  } catch (error) {
    for (const { path, stage, before } of done) {
      if (before === undefined) rmSync(path, { force: true });
      else {
        write(stage, before, statSync(path).mode & 0o7777);
        renameSync(stage, path);
      }
    }
    throw error;
  } finally {
    for (const { stage } of staged) rmSync(stage, { force: true });
  }
}

/** Creates a file that no other user can read before its mode is set. */
function write(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    fchmodSync(file, mode); // whatever the umask
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
