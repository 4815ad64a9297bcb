// Converts the command line's options for an inventory to the library's settings.
import type { InventorySettings } from '../lib/run/run-settings.js';
import type { ExtraVarsOption } from './extra-vars-option.js';
import { identitySettings } from './identity-option.js';
import { vaultSettings, type VaultOptions } from './vault-options.js';

export interface InventoryOptions extends VaultOptions, ExtraVarsOption {
  readonly inventory?: readonly string[];
  readonly identity?: string;
  readonly strict?: true;
}

/** The same for every command, whatever it needs from the inventory. */
export function inventorySettings({
  inventory,
  identity,
  strict,
  extraVars,
  ...vault
}: InventoryOptions): InventorySettings {
  return {
    ...(inventory && { inventory }),
    ...(strict && { strict }),
    ...(extraVars && { extra: extraVars }),
    identity: identitySettings(identity),
    vault: vaultSettings(vault),
    env: process.env,
  };
}
