// SHA-256 crypt, as MySQL's caching_sha2_password stores passwords.
import { hash } from 'node:crypto';

const digits = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Groups of three bytes, in the order of Ulrich Drepper's specification (step 22e); the last group has two. */
const groups: readonly (readonly number[])[] = [
  [0, 10, 20],
  [21, 1, 11],
  [12, 22, 2],
  [3, 13, 23],
  [24, 4, 14],
  [15, 25, 5],
  [6, 16, 26],
  [27, 7, 17],
  [18, 28, 8],
  [9, 19, 29],
  [31, 30],
];

function sha256(...parts: readonly Buffer[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}

/** The digest, repeated and truncated to the given length. */
function stretch(digest: Buffer, length: number): Buffer {
  return Buffer.alloc(length, digest);
}

function encode(digest: Buffer): string {
  return groups
    .map((group) => {
      let value = group.reduce((sum, at) => sum * 256 + (digest[at] ?? 0), 0);
      return Array.from({ length: group.length + 1 }, () => {
        const digit = digits.charAt(value % 64);
        value = Math.floor(value / 64);
        return digit;
      }).join('');
    })
    .join('');
}

/**
 * The 43 characters after the salt. Unlike crypt(3), this function accepts salts of any length: MySQL's salts have 20
 * bytes.
 */
export function sha256Crypt(password: Buffer, salt: Buffer, rounds: number): string {
  const alternate = sha256(password, salt, password);
  const first = [password, salt, stretch(alternate, password.length)];
  for (let bits = password.length; bits > 0; bits >>= 1) first.push(bits & 1 ? alternate : password);
  let digest = sha256(...first);
  const p = stretch(sha256(...Array.from({ length: password.length }, () => password)), password.length);
  const s = stretch(sha256(...Array.from({ length: 16 + (digest[0] ?? 0) }, () => salt)), salt.length);
  // Apart from the digest, the hashed texts repeat after 2 · 3 · 7 rounds.
  const texts = Array.from({ length: 42 }, (_, round) => {
    const middle = [...(round % 3 === 0 ? [] : [s]), ...(round % 7 === 0 ? [] : [p])];
    return Buffer.concat(round & 1 ? [p, ...middle, digest] : [digest, ...middle, p]);
  });
  for (let round = 0; round < rounds; round += 1) {
    const text = texts[round % texts.length] ?? digest;
    digest.copy(text, round & 1 ? text.length - digest.length : 0);
    digest = hash('sha256', text, 'buffer');
  }
  return encode(digest);
}
