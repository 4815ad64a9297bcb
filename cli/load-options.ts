// What the command line says about reading an inventory, in the form that the loader takes.
import type { LoadOptions } from '../lib/inventory/load-fleet.js';
import type { ExtraVarsOption } from './extra-vars-option.js';
import { identitySettings } from './identity.js';
import { vaultSettings, type VaultOptions } from './vault.js';

export interface InventoryOptions extends VaultOptions, ExtraVarsOption {
  readonly inventory?: readonly string[];
  readonly identity?: string;
  readonly strict?: true;
}

/** The same for every command, whatever it looks at. */
export function loadOptions({
  identity,
  strict,
  extraVars,
  ...vault
}: InventoryOptions): Pick<
  LoadOptions,
  'project' | 'loadRoles' | 'strict' | 'extra' | 'identity' | 'vault' | 'env'
> {
  return {
    project: '.',
    // Only if trueup.yml names a role that isn't built in.
    loadRoles: async (...wanted) => (await import('../lib/roles/load-roles.js')).loadRoles(...wanted),
    ...(strict && { strict }),
    ...(extraVars && { extra: extraVars }),
    identity: identitySettings(identity),
    vault: vaultSettings(vault),
    env: process.env,
  };
}
