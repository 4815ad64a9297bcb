// Makes one more inventory in a project, with the groups that its trueup.yml assigns roles to.
import { Problems } from '../inventory/raw/problems.js';
import { findSite, readSite } from '../inventory/read/read-site.js';
import { TrueupError } from '../model/trueup-error.js';
import type { NamedAddress } from './answers.js';
import { wrongName } from './names.js';
import { projectFolder } from './project-folder.js';
import { putFiles, type Put } from './put-files.js';
import { scaffoldOf } from './scaffold.js';

interface InventoryAnswers {
  readonly user: string;
  readonly hosts: readonly NamedAddress[];
}

/** Asks, with a host for each group to begin with, once the name is known to be good. Throws E_INPUT. */
export async function makeInventory(
  from: string,
  name: string,
  answers: (firstHosts: readonly string[]) => Promise<InventoryAnswers>,
): Promise<Put & { readonly folder: string }> {
  const wrong = wrongName(name);
  if (wrong !== undefined) throw new TrueupError('E_INPUT', `${name}: ${wrong}`);
  const folder = projectFolder(from);
  const groups = await groupsOf(folder);
  const { user, hosts } = await answers(groups.map((group) => `${stemOf(group)}1`));
  const grouped = groups
    .map((group) => ({ name: group, hosts: hosts.filter((host) => belongs(host, group)) }))
    .filter((group) => group.hosts.length > 0);
  const others = hosts.filter((host) => !groups.some((group) => belongs(host, group)));
  return { folder, ...putFiles(folder, scaffoldOf(['inventory'], { name, user, groups: grouped, others })) };
}

async function groupsOf(folder: string): Promise<readonly string[]> {
  const site = findSite([{ path: folder, shared: true }]);
  const problems = new Problems();
  const { entries } = site
    ? await readSite(site, { groups: [], incomplete: true, optional: true }, problems)
    : { entries: [] };
  problems.throwIfAny();
  const named = new Set(entries.map(({ group }) => group));
  return [...named].filter((group) => !['all', 'ungrouped'].includes(group));
}

/** `server` of the group servers: its hosts are server1, server2. */
function stemOf(group: string): string {
  return group.replaceAll('_', '-').replace(/s$/, '');
}

function belongs({ name }: NamedAddress, group: string): boolean {
  const stem = name.replace(/-?\d+$/, '');
  return stem === stemOf(group) || stem === group;
}
