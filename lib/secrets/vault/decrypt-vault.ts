// Decrypts ansible-vault texts in memory. Deriving a key is slow by design, so it is done once per password and salt.
import { createDecipheriv, createHmac, pbkdf2, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Secret } from '../../model/secret.js';
import type { VaultPassword } from './vault-passwords.js';
import { vaultText, type VaultText } from './parse-vault-text.js';

const derive = promisify(pbkdf2);

/** Why a text can't be decrypted. */
export type VaultClosed = 'no password' | 'wrong password' | 'damaged' | 'not text';

/** The content of a text, or why it can't be decrypted. */
export type OpenVault = (text: string) => Promise<Secret | VaultClosed>;

/** Opens with the first password that fits; those of the text's own vault id are tried first, as Ansible does. */
export function vaultOpener(passwords: readonly VaultPassword[]): OpenVault {
  const keys = new Map<string, Promise<Buffer>>();
  const keyOf = (password: Secret, salt: Buffer): Promise<Buffer> => {
    const id = `${salt.toString('hex')} ${password.reveal()}`;
    const key = keys.get(id) ?? derive(password.reveal(), salt, 10_000, 80, 'sha256');
    keys.set(id, key);
    return key;
  };
  return async (text) => {
    const parts = vaultText(text);
    if (!parts) return 'damaged';
    if (passwords.length === 0) return 'no password';
    for (const secret of inOrder(passwords, parts)) {
      const bytes = decrypted(parts, await keyOf(secret, parts.salt));
      if (bytes) return textOf(bytes);
    }
    return 'wrong password';
  };
}

/** Like `vaultOpener`, but synchronous: for single values that were not expected to be read. */
export function openVaultNow(passwords: readonly VaultPassword[], text: string): Secret | VaultClosed {
  const parts = vaultText(text);
  if (!parts) return 'damaged';
  for (const secret of inOrder(passwords, parts)) {
    const bytes = decrypted(parts, pbkdf2Sync(secret.reveal(), parts.salt, 10_000, 80, 'sha256'));
    if (bytes) return textOf(bytes);
  }
  return passwords.length === 0 ? 'no password' : 'wrong password';
}

function inOrder(passwords: readonly VaultPassword[], { label }: VaultText): readonly Secret[] {
  const own = passwords.filter((one) => one.label === label);
  return [...new Set([...own, ...passwords])].map(({ secret }) => secret);
}

/** Undefined if the password is wrong or the data was changed. */
function decrypted({ mac, data }: VaultText, keys: Buffer): Buffer | undefined {
  const own = createHmac('sha256', keys.subarray(32, 64)).update(data).digest();
  if (!timingSafeEqual(own, mac)) return undefined;
  const cipher = createDecipheriv('aes-256-ctr', keys.subarray(0, 32), keys.subarray(64));
  const padded = Buffer.concat([cipher.update(data), cipher.final()]);
  return padded.subarray(0, padded.length - (padded.at(-1) ?? 0));
}

function textOf(bytes: Buffer): Secret | VaultClosed {
  try {
    return new Secret(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return 'not text';
  }
}
