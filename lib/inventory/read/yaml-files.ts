// Reads the files of an inventory that may hold sealed values.
import { readFileSync } from 'node:fs';
import { inventoryFiles } from './inventory-files.js';
import { Problems } from '../raw/problems.js';

/** Its YAML files with variables, in the order they are read. Throws InputErrors. */
export function* yamlFiles(folder: string): Generator<readonly [file: string, source: string]> {
  const problems = new Problems();
  const { hosts, groupVars, hostVars } = inventoryFiles(folder, problems);
  problems.throwIfAny();
  for (const file of [...hosts, ...[...groupVars.values(), ...hostVars.values()].flat()]) {
    yield [file, readFileSync(file, 'utf8')];
  }
}
