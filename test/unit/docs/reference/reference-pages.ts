// All pages of docs/reference, as they should be.
import { exampleFleet } from '../../../../lib/reference/example-fleet.js';
import { roleReference } from '../../../../lib/reference/role-reference.js';
import { referenceList } from '../../../../lib/reference/reference-list.js';
import { roles } from '../../../../roles/registry.js';
import { resourcePagesOf } from './resource-page.js';

const renewed = '<!-- Made by `npm run docs` from types and schemas: change those. -->\n';

/** Path below docs/reference → content. The list reads the pages of resource types from the disk. */
export async function referencePages(): Promise<ReadonlyMap<string, string>> {
  const all = [...roles.values()];
  const fleet = await exampleFleet(all);
  return new Map([
    ...[...resourcePagesOf()].map(([name, text]) => [`resources/${name}.md`, text] as const),
    ...all.map((role) => [`roles/${role.name}.md`, roleReference(role, fleet)] as const),
    ['README.md', referenceList({ roles: all }, (kind, name) => `${kind}/${name}.md`) + `\n${renewed}`],
  ]);
}
