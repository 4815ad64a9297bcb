// Files of an inventory that are encrypted as a whole, and options with the passwords.
import type { LoadOptions } from '../../../lib/inventory/load-fleet.js';
import { vaulted } from '../secrets/vault-fixture.js';
import { inFolder } from './inventory-of.js';

/** Always the same, because deriving keys takes time. */
const salt = Buffer.alloc(32, 7);
/** The text, encrypted with the password. */
export function locked(clear: string | Buffer, label?: string, password = 'right'): string {
  return vaulted(clear, password, label, salt);
}

/** Options with passwords that are in files. */
export async function withPasswords<Result>(
  work: (options: Partial<LoadOptions>) => Promise<Result>,
  passwords: Readonly<Record<string, string>> = { default: 'right' },
): Promise<Result> {
  return inFolder(passwords, (folder) => {
    const sources = Object.keys(passwords).map((label) => `${label}@${folder}/${label}`);
    return work({ vault: { sources, ask: () => Promise.resolve(undefined) } });
  });
}
