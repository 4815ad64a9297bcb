// Which algorithms are offered to a server, best first.
import type { Algorithms } from 'ssh2';
import { TrueupError } from '../../model/trueup-error.js';
import { nameOf } from '../config/supported-keywords.js';
import type { Server } from '../link/target.js';

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

/**
 * The offer for one server: the types of its known keys come first, so that it presents a key that can be compared.
 * Throws E_CONNECT if ssh_config allows nothing that is offered here: for an empty list ssh2 would use its defaults.
 */
export function algorithmsFor(
  host: string,
  { address, config }: Pick<Server, 'address' | 'config'>,
  knownTypes: ReadonlySet<string>,
): Algorithms {
  const isKnown = (name: string): boolean => knownTypes.has(name.startsWith('rsa-sha2-') ? 'ssh-rsa' : name);
  const allowed = (names: readonly string[], keyword: string): readonly string[] => {
    const list = config.get(keyword)?.[0]?.split(',');
    const both = list?.filter((name) => names.includes(name)) ?? names;
    if (both.length > 0) return both;
    const message = `${host}: ssh2 supports none of the ${nameOf(keyword)} that are set for ${address}: ${String(list)}`;
    throw new TrueupError('E_CONNECT', message, {
      host,
      hint: 'Set ansible_connection: openssh (or auto) for this host.',
    });
  };
  const hostKeys = allowed(serverHostKey, 'hostkeyalgorithms');
  // The types in @types/ssh2 list literals; the names above are checked by a test against the package itself.
  return {
    kex: allowed(kex, 'kexalgorithms'),
    cipher: allowed(cipher, 'ciphers'),
    hmac: allowed(hmac, 'macs'),
    compress: ['none'],
    serverHostKey: [...hostKeys.filter(isKnown), ...hostKeys.filter((name) => !isKnown(name))],
  } as unknown as Algorithms;
}
