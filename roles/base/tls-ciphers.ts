// Mozilla's intermediate recommendation for TLS, as far as a host's OpenSSL can follow it.
import type { Platform } from '../../lib/kit.js';

/** Curves, the preferred one first. */
export function curvesOf({ can }: Platform): readonly string[] {
  const classic = ['X25519', 'prime256v1', 'secp384r1'];
  return can.opensslPostQuantum ? ['X25519MLKEM768', ...classic] : classic;
}

/** TLS 1.2 with forward secrecy and authenticated ciphers only. */
export const tls12Ciphers = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');
