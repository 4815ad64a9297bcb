// The limit for each setting of sshd: values that are stricter than declared are allowed.
import { timeoutOf, type Host } from '../../lib/kit.js';

/** A line of our file. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/**
 * The values that count as declared: one of these words, a number from `least` to `most`, or a list without these
 * patterns.
 */
export type Limit =
  | { readonly words: readonly string[] }
  | { readonly least: number; readonly most: number }
  | { readonly without: string };

/** From the strictest to the loosest, as sshd reports them. */
const rootLogin = ['no', 'forced-commands-only', 'without-password', 'yes'];

/** sshd reports this value by its older name. */
export const spelling = (value: string): string =>
  value === 'prohibit-password' ? 'without-password' : value;

/**
 * What the connection itself needs always remains allowed: root if it logs in as root, and enough time for a slow
 * login. An authentication method that is on (keys, or passwords with `ssh_passwords`) must work: `no` is a different
 * setting, not a stricter one.
 */
export function limitOf({ name, value }: Setting, { connection }: Pick<Host, 'connection'>): Limit {
  const declared = spelling(value);
  switch (name) {
    case 'PermitRootLogin':
      if (connection.user === 'root') return { words: [declared] };
      return { words: rootLogin.slice(0, rootLogin.indexOf(declared) + 1) };
    // 0 means no limit.
    case 'LoginGraceTime':
      return { least: Math.min(timeoutOf(connection), Number(value)), most: Number(value) };
    case 'MaxAuthTries':
    case 'ClientAliveInterval':
    case 'ClientAliveCountMax':
      return { least: 1, most: Number(value) };
    default:
      return value.startsWith('-') ? { without: value.slice(1) } : { words: [declared] };
  }
}
