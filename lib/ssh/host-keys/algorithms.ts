// Which algorithms are offered to a server, best first.
import type { Algorithms } from 'ssh2';
import type { SshConfig } from '../link/target.js';

// No diffie-hellman-group-exchange: in pure JS it freezes the event loop for seconds.
const kex = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group14-sha256',
];
const cipher = [
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  'aes128-ctr',
  'aes256-ctr',
];
const hmac = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
];
const serverHostKey = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

/** The offer for one server: key types it is known by come first, so that it shows a key that can be compared. */
export function algorithmsFor(knownTypes: ReadonlySet<string>, config: SshConfig): Algorithms {
  const isKnown = (name: string): boolean => knownTypes.has(name.startsWith('rsa-sha2-') ? 'ssh-rsa' : name);
  const allowed = (names: readonly string[], keyword: string): string[] => {
    const list = config.get(keyword)?.[0]?.split(',');
    return names.filter((name) => !list || list.includes(name));
  };
  const hostKeys = allowed(serverHostKey, 'hostkeyalgorithms');
  // The types in @types/ssh2 list literals; the names above are checked by a test against the package itself.
  return {
    kex: allowed(kex, 'kexalgorithms'),
    cipher: allowed(cipher, 'ciphers'),
    hmac: allowed(hmac, 'macs'),
    compress: ['none'],
    serverHostKey: [...hostKeys.filter(isKnown), ...hostKeys.filter((name) => !isKnown(name))],
  } as Algorithms;
}
