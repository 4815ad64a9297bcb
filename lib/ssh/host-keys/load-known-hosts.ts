// Known host keys from disk, parsed once per version of a file.
import { statSync } from 'node:fs';
import { readRegular } from '../../bounds/read-bounded-file.js';
import { TrueupError } from '../../model/trueup-error.js';
import { readKnownHosts, type KnownKey } from './known-hosts.js';

/** A line is about 150 bytes long, or 400 with an RSA key. */
const mostBytes = 64 * 1024 * 1024;

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
      const keys = readKnownHosts(readRegular(file, mostBytes).toString('utf8'), file);
      parsed.set(file, { version, keys });
      return keys;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT' || code === 'ENOTDIR') return [];
      throw new TrueupError(
        'E_HOST_KEY',
        `${file}: can't be read (${code ?? String(error)}), so no host key can be verified`,
        {
          host,
          hint: 'Make the file readable, or set trueup_known_hosts_file to another one.',
          cause: error,
        },
      );
    }
  });
}
