// Where in a project's or a package's own files an error comes from.
import { fileURLToPath } from 'node:url';
import type { Place } from '../model/fleet.js';

interface Frame {
  readonly place: Place;
  /** The frame as it appears in the stack. */
  readonly line: string;
}

/** The frames of an error's stack that are in the folder, innermost first, except those in packages installed there. */
export function ownFrames(error: unknown, folder: string): readonly Frame[] {
  if (!(error instanceof Error)) return [];
  return (error.stack ?? '').split('\n').flatMap((line) => {
    const at = /^\s+at (?:.*\()?((?:file:\/\/)?\/.*?)(?:\?[^:]*)?:(\d+):(\d+)\)?$/.exec(line);
    const [, where = '', row, column] = at ?? [];
    const file = where.startsWith('file:') ? fileURLToPath(where) : where;
    if (!file.startsWith(`${folder}/`) || file.slice(folder.length).includes('/node_modules/')) return [];
    return [{ place: { file, line: Number(row), column: Number(column) }, line: line.trim() }];
  });
}
