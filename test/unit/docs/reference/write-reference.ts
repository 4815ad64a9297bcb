// npm run docs: writes docs/reference, and what each role's README lists of a host.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sectionsOnHosts, withSection } from './on-a-host.js';
import { referencePages } from './reference-pages.js';

const folder = join(import.meta.dirname, '../../../../docs/reference');

const write = async (): Promise<void> => {
  for (const [name, text] of await referencePages()) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
};

rmSync(folder, { recursive: true, force: true });
await write();
// The list is made of the pages that are there.
await write();

for (const [role, section] of await sectionsOnHosts()) {
  const path = join(folder, `../../roles/${role}/README.md`);
  writeFileSync(path, withSection(readFileSync(path, 'utf8'), section));
}
