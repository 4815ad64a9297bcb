// The fleet that a run is about, from the inventory that the command line names.
import { loadFleet } from '../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../lib/inventory/loaded-fleet.js';
import type { Generated } from '../lib/inventory/read/read-generated.js';
import { hintFor } from '../lib/inventory/schema/did-you-mean.js';
import type { Role } from '../lib/model/role.js';
import type { RoleName } from '../lib/model/role-vars.js';
import { TrueupError } from '../lib/model/trueup-error.js';
import { inventoriesOf, isVagrants } from './inventory-option.js';
import { loadOptions, type InventoryOptions } from './load-options.js';

/** `connections`: neither trueup.yml nor the roles' variables; `hosts`: all of it, and hosts may have no roles yet. */
export type Needs = 'connections' | 'hosts';

/** What of the inventory is looked at, all of it where `needs` is absent. */
interface Wanted {
  /** Those that are built in. */
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly needs?: Needs | undefined;
  /** The hosts that the run is about. */
  readonly pattern?: string | undefined;
  /** Receives the warnings. */
  readonly onWarning: (warning: TrueupError) => void;
}

/** The roles that come with trueup. */
export async function builtinRoles(): Promise<ReadonlyMap<RoleName, Role>> {
  const { roles } = await import('../roles/registry.js');
  return roles;
}

/** Throws E_INPUT where `only` names a role that there isn't. */
export function checkRoleNames(only: readonly string[], roles: ReadonlyMap<RoleName, Role>): void {
  const unknown = only.find((name) => !roles.has(name));
  if (unknown === undefined) return;
  throw new TrueupError('E_INPUT', `--role ${unknown}: there is no such role`, {
    hint: hintFor(unknown, [...roles.keys()]),
  });
}

/** Makes what is made at first use, and asks Vagrant for its boxes. Throws InputErrors. */
export function openFleet(
  options: InventoryOptions,
  { roles, needs, pattern, onWarning }: Wanted,
): Promise<LoadedFleet> {
  return loadFleet(inventoriesOf(options.inventory), {
    ...loadOptions(options),
    roles,
    onWarning,
    boxes: {
      all: isVagrants(options.inventory),
      find: async (folder, wanted) => {
        const { findBoxes } = await import('../lib/vagrant/boxes.js');
        return findBoxes(wanted, { folder, env: process.env });
      },
    },
    ...(needs === 'hosts' && { site: 'optional', implicit: true }),
    ...(needs === 'connections' ? { site: 'ignored', missingSecrets: 'tolerated' } : { generate }),
    ...(pattern === undefined ? {} : { limit: pattern }),
  });
}

async function generate(folder: string, wish: Generated): Promise<void> {
  const { makeAtFirstUse } = await import('./first-use.js');
  const made = await makeAtFirstUse(folder, wish);
  // At once: what comes of the run is no matter.
  if (made.length > 0) process.stderr.write(`Created on first use: ${made.join(', ')}\n`);
}
