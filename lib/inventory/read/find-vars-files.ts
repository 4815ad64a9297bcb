// Finds the files of group_vars/ and host_vars/, by the names of the groups or hosts they are about.
import { extname, join } from 'node:path';
import type { Problems } from '../raw/collect-problems.js';
import { deepestFolder, isFolder, visible } from './list-folders.js';

/** In the order in which Ansible looks: it reads only the first one that exists. */
const endings = ['', '.yml', '.yaml', '.json'];

/** The files of one group or host in such a folder: NAME, NAME.yml, NAME.yaml, NAME.json, or all below NAME/. */
export function varsFilesOf(
  name: string,
  folder: string,
  names: ReadonlySet<string>,
  problems: Problems,
): readonly string[] {
  const found = endings.map((ending) => name + ending).filter((file) => names.has(file));
  const [first, second] = found;
  if (first === undefined) return [];
  const path = join(folder, first);
  if (second !== undefined) {
    problems.warn(`ignored, as in Ansible, because ${path} is read instead`, {
      place: { file: join(folder, second), line: 1, column: 1 },
      hint: `To use both, put them into a folder named ${name}.`,
    });
  }
  return isFolder(path) ? below(path, 0, problems) : [path];
}

/** The name that a group or host must have for the file to be read; undefined if there is none. */
export function nameOfVars(file: string, folder: string): string | undefined {
  const ending = endings.slice(1).find((one) => file.endsWith(one)) ?? '';
  const name = file.slice(0, file.length - ending.length);
  if (ending !== '' || isFolder(join(folder, file))) return name;
  // Without an ending, it may be about a host whose name contains dots, or be something else.
  return file.includes('.') ? undefined : name;
}

/** All files of such a folder, for every group or host. */
export function allVarsFiles(folder: string, problems: Problems): readonly string[] {
  return visible(folder, problems).flatMap((name) => {
    const path = join(folder, name);
    return isFolder(path) ? below(path, 0, problems) : [path];
  });
}

function below(folder: string, depth: number, problems: Problems): readonly string[] {
  if (depth > deepestFolder) {
    problems.add('folders are nested too deeply here', { place: { file: folder, line: 1, column: 1 } });
    return [];
  }
  return visible(folder, problems).flatMap((name) => {
    const path = join(folder, name);
    const ending = extname(name);
    if (isFolder(path)) return ending === '' ? below(path, depth + 1, problems) : [];
    return endings.includes(ending) ? [path] : [];
  });
}
