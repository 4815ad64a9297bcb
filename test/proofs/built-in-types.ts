// Every resource type that a file below lib/resources defines.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { registeredTypes } from '../../lib/resources/registry.js';

const folder = join(import.meta.dirname, '../../lib/resources');

for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  const module = `../../lib/resources/${name.replace(/ts$/, 'js')}`;
  if (name.endsWith('.ts')) await import(module);
}

export const builtInTypes = registeredTypes();
