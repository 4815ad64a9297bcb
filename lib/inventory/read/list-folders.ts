// Lists folders; one that can't be read is a problem.
import { readdirSync, statSync } from 'node:fs';
import type { Problems } from '../raw/collect-problems.js';
import { reasonOf } from '../../model/file-error-reason.js';

/** Deepest nesting of folders, because a link may make a folder contain itself. */
export const deepestFolder = 8;

/** Names in a folder, sorted as Ansible sorts them, without hidden files and editors' backups. */
export function visible(folder: string, problems: Problems): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.') && !name.endsWith('~'))
      .sort(byBytes);
  } catch (error) {
    problems.add(`can't be read: ${reasonOf(error)}`, { place: { file: folder, line: 1, column: 1 } });
    return [];
  }
}

/** Whether there is a folder at this path. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // reading it reports why
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
