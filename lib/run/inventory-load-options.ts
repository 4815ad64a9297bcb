// Converts the settings of a run to options of the inventory loader.
import type { LoadOptions } from '../inventory/load-fleet.js';
import { identityFrom, vaultSourcesFrom } from './environment-settings.js';
import type { InventorySettings } from './run-settings.js';

/** The options that don't depend on what the inventory is needed for. */
export function loadOptions({
  project = '.',
  strict = false,
  extra,
  env,
  identity = identityFrom(env ?? {}),
  vault: { sources = vaultSourcesFrom(env ?? {}), ask = () => Promise.resolve(undefined) } = {},
}: InventorySettings): Pick<
  LoadOptions,
  'project' | 'loadRoles' | 'strict' | 'extra' | 'identity' | 'vault' | 'env'
> {
  return {
    project,
    // Imported only if trueup.yml names a role that isn't built in.
    loadRoles: async (...wanted) => (await import('../roles/load-roles.js')).loadRoles(...wanted),
    strict,
    ...(extra && { extra }),
    identity,
    vault: { sources, ask },
    ...(env && { env }),
  };
}
