// Names, addresses and logins of an inventory's hosts, without looking at roles or opening secrets.
import { isIPv4 } from 'node:net';
import type { VaultSettings } from '../../secrets/vault/vault-passwords.js';
import { pluginName } from '../variables/connection-plugins.js';
import { filling } from '../variables/lazy-filler.js';
import { groupTree } from '../groups/group-tree.js';
import { inventoryFiles } from './inventory-files.js';
import { originsOf } from '../variables/precedence.js';
import { roleKeysOf } from '../variables/role-keys.js';
import { Problems } from '../raw/collect-problems.js';
import { readInventory } from './read-inventory.js';
import { vaultAccess } from './lazy-vault-passwords.js';

export interface HostAddress {
  readonly name: string;
  /** Where trueup reaches it: `ansible_host`, else its name if that is an address, else `private_address`. */
  readonly address: string;
  /** `private_address`, if it differs. */
  readonly alsoAt?: string;
  readonly port?: number;
  readonly user?: string;
  /** Set if it is the controller itself. */
  readonly local?: true;
  /** Its variable `suite`: the release that the lab boots for it. */
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
  // No address is derived from a secret, so secrets aren't opened.
  const fill = filling(inventory, { tree, keys, open: ({ text }) => text });
  const hosts = [...inventory.hosts.values()].map((host) => {
    const disagreements = new Problems(); // loadFleet reports them, if they concern variables that trueup uses
    const origins = originsOf(host, tree, keys, disagreements);
    const text = (name: string): string | undefined => {
      const written = origins.get(name)?.at(-1)?.value;
      if (!written) return undefined;
      const { value, finding } = fill(host.name, name, written);
      if (finding) problems.add(finding.message, finding);
      // In an encrypted inventory, every text is sealed.
      if (value?.kind === 'sealed' && value.how === 'literal') return value.text;
      if (value?.kind !== 'scalar') return undefined;
      return ['string', 'number'].includes(typeof value.value) ? String(value.value) : undefined;
    };
    const { name } = host;
    const own = text('private_address');
    const reached =
      text('ansible_ssh_host') ?? text('ansible_host') ?? (isIPv4(name) ? name : undefined) ?? own ?? name;
    const suite = text('suite');
    const user = text('ansible_ssh_user') ?? text('ansible_user');
    const port = Number(text('ansible_ssh_port') ?? text('ansible_port'));
    return {
      ...{ name, address: reached },
      ...(own !== undefined && own !== reached && { alsoAt: own }),
      ...(port > 0 && { port }),
      ...(user !== undefined && { user }),
      ...(suite !== undefined && { suite }),
      ...(pluginName(text('ansible_connection')) === 'local' && ({ local: true } as const)),
    };
  });
  problems.throwIfAny();
  return hosts;
}
