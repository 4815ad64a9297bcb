// What kind of machine and distribution a host is, as roles ask for it.
import type { Facts } from '../../lib/kit.js';

const containers =
  /^(systemd-nspawn|lxc|lxc-libvirt|docker|podman|openvz|rkt|wsl|proot|pouch|container-other)$/;

/** A container shares the kernel, and with it clock and memory locks, with the machine around it. */
export function isContainer({ virtualization }: Facts): boolean {
  return containers.test(virtualization);
}

function number(version: string): number {
  const [major = '0', minor = '0'] = version.split('.');
  return Number(major) * 100 + Number(minor);
}

/**
 * Whether the distribution is one of these, or younger: `isSince(facts, { debian: '13', ubuntu: '24.04' })`.
 * False for a distribution that isn't named.
 */
export function isSince({ os }: Facts, first: Readonly<Record<string, string>>): boolean {
  const since = first[os.id];
  if (since === undefined) return false;
  // Debian's testing and unstable have no version.
  if (os.version === '') return os.id === 'debian';
  return number(os.version) >= number(since);
}

/** OpenSSL 3.5 brought the post-quantum key exchange X25519MLKEM768. */
export function curvesOf(facts: Facts): readonly string[] {
  const classic = ['X25519', 'prime256v1', 'secp384r1'];
  return isSince(facts, { debian: '13', ubuntu: '25.10' }) ? ['X25519MLKEM768', ...classic] : classic;
}

/** Mozilla's intermediate recommendation: TLS 1.2 with forward secrecy and authenticated ciphers only. */
export const tls12Ciphers = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');
