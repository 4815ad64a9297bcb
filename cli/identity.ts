// Where the operator's age identity is: from an option or the environment.
import { Secret } from '../lib/model/secret.js';
import type { IdentitySettings } from '../lib/secrets/identities.js';

const text = process.env.TRUEUP_AGE_IDENTITY;
// No program that this one starts gets it.
delete process.env.TRUEUP_AGE_IDENTITY;

/** The option of every command that reads an inventory. */
export const identityOption = [
  '--identity <file>',
  'age identity to decrypt the values of the inventory (default: ~/.config/trueup/identity.txt)',
] as const;

/** What the environment says; `--identity` comes before it. */
export function identitySettings(file?: string): IdentitySettings {
  const { TRUEUP_AGE_IDENTITY_FILE: usualFile, TRUEUP_AGE_IDENTITY_COMMAND: command } = process.env;
  return {
    ...(file === undefined ? {} : { file }),
    ...(text ? { text: new Secret(text) } : {}),
    ...(usualFile ? { usualFile } : {}),
    ...(command ? { command } : {}),
  };
}
