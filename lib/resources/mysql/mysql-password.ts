// Compares a stored password with the declared one, without a login.
import { createHash, timingSafeEqual } from 'node:crypto';
import { Secret } from '../../model/secret.js';
import { sha256Crypt } from '../accounts/sha256-crypt.js';

function sha1(data: string | Buffer): Buffer {
  return createHash('sha1').update(data).digest();
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * As mysql_native_password keeps it: what MariaDB may be told in its place, whose logs show statements as they came.
 */
export function nativeHash(password: Secret): Secret {
  return new Secret(`*${sha1(sha1(password.reveal())).toString('hex').toUpperCase()}`);
}

/**
 * `stored` is mysql.user's authentication_string. mysql_native_password: `*` and SHA1(SHA1(password)) in hex.
 * caching_sha2_password: `$A$`, thousands of rounds in hex, `$`, 20 bytes of salt, 43 characters.
 */
export function isPassword(password: Secret, plugin: string, stored: Buffer): boolean {
  const plain = password.reveal();
  if (plugin === 'mysql_native_password') {
    return equal(Buffer.from(nativeHash(password).reveal()), stored);
  }
  const head = /^\$A\$([0-9A-F]{3})\$/.exec(stored.toString('latin1', 0, 7));
  if (plugin !== 'caching_sha2_password' || !head || stored.length !== 70) return false;
  const rounds = Number.parseInt(head[1] ?? '', 16) * 1000;
  const digest = sha256Crypt(Buffer.from(plain, 'utf8'), stored.subarray(7, 27), rounds);
  return equal(Buffer.from(digest, 'latin1'), stored.subarray(27));
}
