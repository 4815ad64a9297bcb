// Who runs trueup on this machine, even if no account has that uid, as in a container.
import { homedir, hostname, userInfo } from 'node:os';

/** The name of the account; undefined if the uid has none. */
export function accountName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** `jane@laptop`, or `uid 12345@laptop`: for records and locks. */
export function operatorName(): string {
  return `${accountName() ?? `uid ${process.getuid?.() ?? '?'}`}@${hostname()}`;
}

/** Whether trueup runs as root. */
export function operatorIsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The operator's home folder; `/`, as in containers, if neither HOME nor an account specifies one. */
export function operatorHome(): string {
  try {
    return homedir();
  } catch {
    return '/';
  }
}
