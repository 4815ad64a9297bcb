// Where to find the operator's age identity: from an option or the environment.
import { Secret } from '../lib/model/secret.js';
import { identityFrom } from '../lib/run/environment-settings.js';
import type { IdentitySettings } from '../lib/secrets/identities.js';

const text = process.env.TRUEUP_AGE_IDENTITY;
// No program that trueup starts may inherit it.
delete process.env.TRUEUP_AGE_IDENTITY;

/** The option of every command that reads an inventory. */
export const identityOption = [
  '--identity <file>',
  'age identity to decrypt the values of the inventory (default: ~/.config/trueup/identity.txt)',
] as const;

/** The settings from the environment; `--identity` takes precedence over them. */
export function identitySettings(file?: string): IdentitySettings {
  return {
    ...identityFrom(process.env),
    ...(text ? { text: new Secret(text) } : {}),
    ...(file === undefined ? {} : { file }),
  };
}
