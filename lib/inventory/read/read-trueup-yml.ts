// Reads trueup.yml: which roles each group gets, and where more roles come from.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../../model/fleet.js';
import type { RoleName } from '../../model/role-name-and-vars.js';
import { hintFor } from '../schema/did-you-mean.js';
import { siteFileSchema } from '../schema/inventory-schemas.js';
import type { Problems } from '../raw/collect-problems.js';
import type { VarsFolder } from './inventory-files.js';
import { readChecked } from './read-checked-file.js';
import { entriesOf, type Raw } from '../raw/raw-value.js';
import type { Named } from '../../roles/wanted-roles.js';

export interface SiteEntry {
  readonly group: string;
  readonly role: RoleName;
  /** The role's place in the file. */
  readonly place: Place;
}

/** The file that assigns roles to groups. */
export interface SiteFile {
  readonly path: string;
  /** Whether it belongs to the project rather than to an inventory; it may then name groups that aren't in this one. */
  readonly shared: boolean;
}

const names = ['trueup.yml', 'trueup.yaml', 'site.yml', 'site.yaml'];

/** trueup.yml beside the inventory, else in the project's folder; if there is none, site.yml, its old name. */
export function findSite(folders: readonly VarsFolder[]): SiteFile | undefined {
  const places = names.flatMap((name) =>
    folders.map(({ path, shared }) => ({ path: join(path, name), shared })),
  );
  return places.find(({ path }) => existsSync(path));
}

/** The hint if there is no such file. */
export const howToAssign =
  'Create a trueup.yml that lists the roles of each group: roles: {all: [base], web: [nginx]}.';

interface Known {
  readonly groups: readonly string[];
  /** Whether there may be more groups, in a source that can't be read. */
  readonly incomplete?: boolean | undefined;
  /** Whether a playbook in its place is ignored. */
  readonly optional?: boolean;
}

/** The content of the file. */
export interface Site {
  /** All roles of all groups, in the order written, even if a role doesn't exist. */
  readonly entries: readonly SiteEntry[];
  /** Packages and folders with more roles. */
  readonly packages: readonly Named[];
}

/** Reads the file. Unknown groups are problems. */
export async function readSite(
  { path: file, shared }: SiteFile,
  { groups, incomplete, optional = false }: Known,
  problems: Problems,
): Promise<Site> {
  const place = { file, line: 1, column: 1 };
  const written = await readChecked(
    file,
    siteFileSchema,
    problems,
    (one) => one.kind !== 'list' && !isEncrypted(one),
  );
  if (written && isEncrypted(written)) {
    const hint = `It contains no secrets, so decrypt it with \`ansible-vault decrypt ${file}\`.`;
    problems.add('must not be encrypted with ansible-vault', { place, hint });
  } else if (!written) {
    const hint = 'List the roles of each group: roles: {all: [base], web: [nginx]}.';
    problems.add('no roles are assigned', { place, hint });
  } else if (written.kind === 'list' && !optional) {
    problems.add('this is a playbook, which trueup does not run', { place, hint: howToAssign });
  }
  const entries: SiteEntry[] = [];
  for (const [group, { place, value }] of entriesOf(entriesOf(written).get('roles')?.value)) {
    if (!groups.includes(group) && !incomplete) {
      const details = { place, hint: hintFor(group, groups) };
      const message = `roles.${group}: there is no group named ${group}`;
      if (shared) problems.warn(message, details);
      else problems.add(message, details);
    }
    entries.push(...namesIn(value).map(({ name, place }) => ({ group, role: name, place })));
  }
  return { entries, packages: namesIn(entriesOf(written).get('packages')?.value) };
}

function namesIn(value: Raw | undefined): readonly Required<Named>[] {
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [{ name: item.value, place: item.place }] : [],
  );
}

function isEncrypted(written: Raw): boolean {
  return written.kind === 'map' && written.vault !== undefined;
}
