// Which packages tests may ask for: whatever the sources name.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../lib/package-root.js';

const folders = ['cli', 'lib', 'roles', 'templates', 'inventory', 'test'];

/** Every word that could be a package's name (Debian Policy, 5.6.1): most are none, which does no harm. */
export function packagesNamed(): ReadonlySet<string> {
  const words = new Set<string>();
  for (const folder of folders)
    for (const entry of readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), 'latin1');
      for (const [word] of text.matchAll(/[a-z0-9][a-z0-9+.-]+/g)) words.add(word.replace(/[.-]+$/, ''));
    }
  return words;
}
