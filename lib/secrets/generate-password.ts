// Generates random passwords.
import { randomInt } from 'node:crypto';
import { Secret } from '../model/secret.js';

/** No characters that have a special meaning in a shell, a URL, SQL or a configuration file. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Length of a generated password, unless specified otherwise: 190 bits. */
export const passwordLength = 32;

/** A random password of letters and digits. */
export function generatePassword(length = passwordLength): Secret {
  return new Secret(Array.from({ length }, () => letters[randomInt(letters.length)]).join(''));
}
