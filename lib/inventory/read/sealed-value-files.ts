// Reads the files of an inventory that may hold sealed values.
import { extname, join } from 'node:path';
import { readRegularText } from '../../bounds/read-bounded-file.js';
import { Problems } from '../raw/collect-problems.js';
import { isFolder } from './list-folders.js';
import { inventoryFiles } from './inventory-files.js';
import { isProgram } from './script/is-program.js';
import { allVarsFiles } from './find-vars-files.js';

/** The inventory's YAML files with variables, in the order in which they are read. Throws InputErrors. */
export function* yamlFiles(
  inventory: string | readonly string[],
): Generator<readonly [file: string, source: string]> {
  const problems = new Problems();
  const { sources, vars } = inventoryFiles(inventory, problems);
  const files = sources.flatMap(({ kind, name }) =>
    kind === 'file' && /^(?:\.ya?ml)?$/.test(extname(name)) && !isProgram(name) ? [name] : [],
  );
  for (const { path } of vars) {
    for (const folder of [join(path, 'group_vars'), join(path, 'host_vars')]) {
      if (isFolder(folder)) files.push(...allVarsFiles(folder, problems));
    }
  }
  problems.throwIfAny();
  for (const file of files) {
    const text = readRegularText(file);
    // A file without an ending is YAML only if it contains a sealed value, which an INI inventory can't.
    if (/\.ya?ml$/.test(file) || sealed.test(text)) yield [file, text];
  }
}

const sealed = /!(?:age|vault)\b|^\$ANSIBLE_VAULT/;
