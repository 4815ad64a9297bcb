// Writes new files into a folder: all of them or, if one exists and differs, none. Nothing is overwritten.
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { reasonOf } from '../model/file-error-reason.js';
import { messageOf } from '../model/thrown-message.js';
import { TrueupError } from '../model/trueup-error.js';
import type { Scaffold } from './fill-init-templates.js';

/** What happened to each file, by its path below the folder. */
export interface Put {
  readonly made: readonly string[];
  /** Files that existed with the same text. */
  readonly kept: readonly string[];
}

/** Throws E_INPUT if the folder can't be written to, or if a file exists and differs. */
export function checkFiles(folder: string, files: Scaffold): void {
  const base = nearest(folder);
  if (!isFolder(base))
    throw new TrueupError('E_INPUT', `${base} is not a folder`, { hint: 'Choose another folder.' });
  try {
    accessSync(base, constants.W_OK | constants.X_OK);
  } catch (error) {
    const denied = (error as NodeJS.ErrnoException).code === 'EACCES';
    throw new TrueupError('E_INPUT', `${base}: can't write to this folder: ${reasonOf(error)}`, {
      hint: denied
        ? 'Choose another folder, or ask its owner for write permission.'
        : 'Choose another folder.',
      cause: error,
    });
  }
  const different = [...files].flatMap(([path, text]) => (isAs(folder, path, text) ? [] : [path]));
  if (different.length > 0)
    throw new TrueupError(
      'E_INPUT',
      `${different.map((path) => join(folder, path)).join(', ')}: already ${different.length === 1 ? 'exists' : 'exist'}, with different contents`,
      { hint: 'Nothing was written. Move them out of the way, or choose another folder.' },
    );
}

/** Writes the files that don't exist yet. */
export function putFiles(folder: string, files: Scaffold): Put {
  checkFiles(folder, files);
  const made: string[] = [];
  const kept: string[] = [];
  for (const [path, text] of files) {
    const file = join(folder, path);
    if (existsSync(file)) {
      kept.push(path);
      continue;
    }
    makeFolder(dirname(file));
    // Another process may have created it in the meantime.
    writeFileSync(file, text, { flag: 'wx' });
    made.push(path);
  }
  return { made, kept };
}

/** Creates the folder and those above it. Throws E_INPUT. */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    throw new TrueupError('E_INPUT', `${path} cannot be created: ${messageOf(error)}`, { cause: error });
  }
}

/** Whether the file exists with this text, or doesn't exist and can be created. */
function isAs(folder: string, path: string, text: string): boolean {
  const file = join(folder, path);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) return isFolder(nearest(dirname(file)));
  return found.isFile() && readFileSync(file, 'utf8') === text;
}

/** The path itself, or its nearest ancestor that exists. */
function nearest(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false }) ? path : nearest(dirname(path));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
