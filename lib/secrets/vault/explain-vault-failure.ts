// Explains why an ansible-vault text can't be decrypted, and what to do.
import type { ClosedInWords } from '../explain-decrypt-failure.js';
import type { VaultClosed } from './decrypt-vault.js';

const name =
  '--vault-password-file FILE, --vault-id LABEL@FILE, --ask-vault-pass, ANSIBLE_VAULT_PASSWORD_FILE or ANSIBLE_VAULT_IDENTITY_LIST';

const words: Readonly<Record<VaultClosed, readonly [message: string, hint: string]>> = {
  'no password': [
    'is encrypted with ansible-vault, but no password was given to decrypt it',
    `Pass the password with ${name}.`,
  ],
  'wrong password': [
    'none of the vault passwords decrypts it',
    `Pass the password that was used to encrypt it (${name}).`,
  ],
  damaged: [
    'the encrypted text is damaged, or not in ansible-vault format 1.1 or 1.2',
    'Restore it from git. A single missing or changed line damages it.',
  ],
  'not text': [
    'the decrypted value is not UTF-8 text',
    'Encode it as text, for example in base64, and encrypt it again.',
  ],
};

/** The problem with a value or a file, and its remedy. */
export function vaultInWords(why: VaultClosed): ClosedInWords {
  const [message, hint] = words[why];
  const isBroken = why === 'damaged' || why === 'not text';
  return { message: `!vault: ${message}`, hint, ...(!isBroken && { kind: `!vault ${why}` }) };
}
