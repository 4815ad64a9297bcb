// Names and addresses of an inventory's hosts, without looking at roles or opening secrets.
import type { VaultSettings } from '../../secrets/vault/vault-passwords.js';
import { filling } from '../variables/filling.js';
import { groupTree } from '../groups/group-tree.js';
import { inventoryFiles } from './inventory-files.js';
import { originsOf } from '../variables/precedence.js';
import { roleKeysOf } from '../variables/role-keys.js';
import { Problems } from '../raw/problems.js';
import { readInventory } from './read-inventory.js';
import { vaultAccess } from './vault-access.js';

export interface HostAddress {
  readonly name: string;
  /** `private_address`, else `ansible_host`, else its name. */
  readonly address: string;
  /** Its variable `suite`: the release that the lab is to boot for it. */
  readonly suite?: string;
}

/** The hosts in a folder, in the order written: for use before the files of the secrets exist. */
export async function readHosts(
  given: string | readonly string[],
  vault?: VaultSettings,
): Promise<readonly HostAddress[]> {
  const problems = new Problems();
  const vaults = vaultAccess(vault, problems);
  const inventory = await readInventory(inventoryFiles(given, problems), { vaults }, problems);
  const tree = groupTree(inventory, problems);
  const keys = roleKeysOf(new Map());
  // No address is made of a secret: those stay closed.
  const fill = filling(inventory, { tree, keys, open: ({ text }) => text });
  const hosts = [...inventory.hosts.values()].map((host) => {
    const disagreements = new Problems(); // loadFleet reports them, if they concern variables that trueup uses
    const origins = originsOf(host, tree, keys, disagreements);
    const text = (name: string): string | undefined => {
      const written = origins.get(name)?.at(-1)?.value;
      if (!written) return undefined;
      const { value, finding } = fill(host.name, name, written);
      if (finding) problems.add(finding.message, finding);
      // Every text of an encrypted inventory is one.
      if (value?.kind === 'sealed' && value.how === 'literal') return value.text;
      return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
    };
    const suite = text('suite');
    return {
      name: host.name,
      address: text('private_address') ?? text('ansible_ssh_host') ?? text('ansible_host') ?? host.name,
      ...(suite !== undefined && { suite }),
    };
  });
  problems.throwIfAny();
  return hosts;
}
