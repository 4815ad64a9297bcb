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
 * The hash that mysql_native_password stores. MariaDB receives it instead of the password, because its logs show
 * statements unredacted.
 */
export function nativeHash(password: Secret): Secret {
  return new Secret(`*${sha1(sha1(password.reveal())).toString('hex').toUpperCase()}`);
}

/**
 * `stored` is the authentication_string in mysql.user. For mysql_native_password, it consists of `*` and
 * SHA1(SHA1(password)) in hex; for caching_sha2_password, of `$A$`, the number of rounds in thousands (in hex), `$`, 20
 * bytes of salt and the 43 characters of the hash.
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
