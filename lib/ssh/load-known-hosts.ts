// Known host keys from disk, parsed once per version of a file.
import { readFileSync, statSync } from 'node:fs';
import { TrueupError } from '../model/trueup-error.js';
import { readKnownHosts, type KnownKey } from './known-hosts.js';

const parsed = new Map<string, { readonly version: string; readonly keys: readonly KnownKey[] }>();

/** All keys of all files, in order. A missing file is empty; one that can't be read throws E_HOST_KEY. */
export function loadKnownHosts(host: string, files: readonly string[]): readonly KnownKey[] {
  return files.flatMap((file) => {
    try {
      const stat = statSync(file);
      if (stat.isCharacterDevice()) return [];
      const version = `${stat.ino}:${stat.mtimeMs}:${stat.size}`;
      const cached = parsed.get(file);
      if (cached?.version === version) return cached.keys;
      const keys = readKnownHosts(readFileSync(file, 'utf8'), file);
      parsed.set(file, { version, keys });
      return keys;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ENOTDIR') return [];
      throw new TrueupError(
        'E_HOST_KEY',
        `${file}: can't be read (${String(code)}), so no host key can be verified`,
        {
          host,
          hint: 'Make the file readable, or name another one in ansible_ssh_known_hosts_file.',
          cause: error,
        },
      );
    }
  });
}
