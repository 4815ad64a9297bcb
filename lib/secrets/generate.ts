// Generates random passwords.
import { randomInt } from 'node:crypto';
import { Secret } from '../model/secret.js';

/** Nothing that a shell, a URL, SQL or a configuration file reads as more than a letter. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A password of so many letters and digits: 32 are 190 bits. */
export function generatePassword(length: number): Secret {
  return new Secret(Array.from({ length }, () => letters[randomInt(letters.length)]).join(''));
}
