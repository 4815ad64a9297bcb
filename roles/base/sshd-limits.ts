// How far sshd may go, keyword by keyword: what is stricter than declared is somebody's good right.
import { timeoutOf, type Host } from '../../lib/kit.js';

/** A line of our file. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** What counts as declared: one of these words, a number from `least` to `most`, or a list without these patterns. */
export type Limit =
  | { readonly words: readonly string[] }
  | { readonly least: number; readonly most: number }
  | { readonly without: string };

/** From the strictest on, as sshd tells them. */
const rootLogin = ['no', 'forced-commands-only', 'without-password', 'yes'];

/** sshd tells this value by its older name. */
export const spelling = (value: string): string =>
  value === 'prohibit-password' ? 'without-password' : value;

/**
 * Whom the connection itself needs is never shut out: root where it logs in as root, and time enough for a slow login.
 * What is switched on (keys; passwords by `ssh_passwords`) is declared to work: `no` is another setting, no stricter one.
 */
export function limitOf({ name, value }: Setting, { connection }: Pick<Host, 'connection'>): Limit {
  const declared = spelling(value);
  switch (name) {
    case 'PermitRootLogin':
      if (connection.user === 'root') return { words: [declared] };
      return { words: rootLogin.slice(0, rootLogin.indexOf(declared) + 1) };
    // 0 is no limit.
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
