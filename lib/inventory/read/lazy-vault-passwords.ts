// Decrypts what ansible-vault encrypted in an inventory. Passwords are looked up once, when the first one is needed.
import { TrueupError } from '../../model/trueup-error.js';
import type { Secret } from '../../model/secret.js';
import { vaultOpener, type OpenVault, type VaultClosed } from '../../secrets/vault/decrypt-vault.js';
import {
  vaultPasswords,
  type VaultPassword,
  type VaultSettings,
} from '../../secrets/vault/vault-passwords.js';
import type { Problems } from '../raw/collect-problems.js';

/** Access to all encrypted files and values of one inventory. */
export interface VaultAccess {
  /** Whether there is any source of passwords. */
  readonly mayOpen: boolean;
  /** Undefined if they can't be read, which is reported once. */
  readonly passwords: () => Promise<readonly VaultPassword[] | undefined>;
  /** The content of a text, or why it can't be decrypted; undefined if the passwords can't be read, which is reported once. */
  readonly open: (text: string) => Promise<Secret | VaultClosed | undefined>;
}

/** Without settings there are no passwords. */
export function vaultAccess(settings: VaultSettings | undefined, problems: Problems): VaultAccess {
  let finding: ReturnType<VaultAccess['passwords']> | undefined;
  let opening: Promise<OpenVault | undefined> | undefined;
  const find: VaultAccess['passwords'] = async () => {
    try {
      return settings ? await vaultPasswords(settings) : [];
    } catch (error) {
      if (!(error instanceof TrueupError)) throw error;
      problems.add(error.message, { hint: error.hint });
      problems.brokenFile = true;
      return undefined;
    }
  };
  const passwords: VaultAccess['passwords'] = () => (finding ??= find());
  const prepare = async (): Promise<OpenVault | undefined> => {
    const known = await passwords();
    return known && vaultOpener(known);
  };
  const mayOpen = (settings?.sources.length ?? 0) > 0;
  return { mayOpen, passwords, open: async (text) => (await (opening ??= prepare()))?.(text) };
}
