// Every resource type that a file below lib/resources defines.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { registeredTypes } from '../../lib/resources/registry.js';

const folder = join(import.meta.dirname, '../../lib/resources');

for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (name.endsWith('.ts')) await import(pathToFileURL(join(folder, name)).href);
}

export const builtInTypes = registeredTypes();
