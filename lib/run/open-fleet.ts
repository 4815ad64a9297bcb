// Opens the fleet of a run.
import { loadFleet } from '../inventory/load-fleet.js';
import type { LoadedFleet } from '../inventory/loaded-fleet.js';
import { hintFor } from '../inventory/schema/did-you-mean.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { inventoriesOfRun, isVagrants } from './find-inventories.js';
import { environmentOfPrograms } from './environment-settings.js';
import { loadOptions } from './inventory-load-options.js';
import type { InventorySettings } from './run-settings.js';

/** `connections`: trueup.yml and roles' variables aren't read; `hosts`: everything is, and hosts may have no roles. */
export type Needs = 'connections' | 'hosts';

/** Which parts of the inventory are read: all of them if `needs` is absent. */
export interface Wanted {
  /** The built-in roles. */
  readonly builtin: ReadonlyMap<RoleName, Role>;
  readonly needs?: Needs | undefined;
  /** A pattern for the hosts of the run. */
  readonly pattern?: string | undefined;
  /** Receives the warnings. */
  readonly onWarning: (warning: TrueupError) => void;
  /** Receives the names of the files that were created on first use. */
  readonly onMade: (names: readonly string[]) => void;
}

/** Throws E_INPUT if `only` names a role that doesn't exist. */
export function checkRoleNames(only: readonly string[], roles: ReadonlyMap<RoleName, Role>): void {
  const unknown = only.find((name) => !roles.has(name));
  if (unknown === undefined) return;
  throw new TrueupError('E_INPUT', `--role ${unknown}: no such role`, {
    hint: hintFor(unknown, [...roles.keys()]),
  });
}

/** Creates what must exist before the first use, and queries Vagrant for its boxes. Throws InputErrors. */
export function openFleet(
  settings: InventorySettings,
  { builtin, needs, pattern, onWarning, onMade }: Wanted,
): Promise<LoadedFleet> {
  return loadFleet(inventoriesOfRun(settings), {
    ...loadOptions(settings),
    roles: builtin,
    onWarning,
    boxes: {
      all: isVagrants(settings.inventory),
      find: async (folder, wanted) => {
        const { findBoxes } = await import('../vagrant/box-ssh-config.js');
        return findBoxes(wanted, { folder, env: environmentOfPrograms(settings.env) });
      },
    },
    ...(needs === 'hosts' && { site: 'optional', implicit: true }),
    ...(needs === 'connections'
      ? { site: 'ignored', missingSecrets: 'tolerated' }
      : {
          generate: async (folder, wish) => {
            const { makeAtFirstUse } = await import('./generate-at-first-use.js');
            const made = await makeAtFirstUse(folder, wish);
            if (made.length > 0) onMade(made);
          },
        }),
    ...(pattern === undefined ? {} : { limit: pattern }),
  });
}
