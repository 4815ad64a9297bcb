// Encrypts as ansible-vault does: for tests on machines without it.
import { createCipheriv, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** A text of format 1.1, or of 1.2 where it has a vault id. */
export function vaulted(
  clear: string | Buffer,
  password: string,
  label?: string,
  salt = randomBytes(32),
): string {
  const keys = pbkdf2Sync(password, salt, 10_000, 80, 'sha256');
  const bytes = Buffer.from(clear);
  const padding = 16 - (bytes.length % 16);
  const cipher = createCipheriv('aes-256-ctr', keys.subarray(0, 32), keys.subarray(64));
  const data = Buffer.concat([
    cipher.update(bytes),
    cipher.update(Buffer.alloc(padding, padding)),
    cipher.final(),
  ]);
  const mac = createHmac('sha256', keys.subarray(32, 64)).update(data).digest();
  const inner = [salt, mac, data].map((part) => part.toString('hex')).join('\n');
  const header = label === undefined ? '$ANSIBLE_VAULT;1.1;AES256' : `$ANSIBLE_VAULT;1.2;AES256;${label}`;
  return `${[
    header,
    ...(Buffer.from(inner)
      .toString('hex')
      .match(/.{1,80}/g) ?? []),
  ].join('\n')}\n`;
}

/** The same as a YAML value below a key at the left margin. */
export function vaultValue(clear: string, password: string, label?: string): string {
  return `!vault |\n${vaulted(clear, password, label).replace(/^(?=.)/gm, '  ')}`;
}
